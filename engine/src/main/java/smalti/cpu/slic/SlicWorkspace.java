package smalti.cpu.slic;

import smalti.cpu.kernel.SlicFrame;

/// The large arrays of one run, kept for the next: in the steady state a run allocates little but its result. They hold
/// whatever the last run left there, so everything that is read is written first.
final class SlicWorkspace {
    short[] planes = {};
    short[] best = {};
    short[] labels = {};
    short[] previous = {};
    private short[] spare = {};

    /// Makes room for a picture.
    void fit(SlicFrame frame) {
        int all = (int) frame.values();
        int one = frame.plane() + SlicFrame.MARGIN;
        if (planes.length < all) {
            planes = new short[all];
        }
        if (best.length < one) {
            best = new short[one];
            labels = new short[one];
            previous = new short[one];
        }
    }

    /// The labels become the previous ones.
    void swapLabels() {
        short[] old = previous;
        previous = labels;
        labels = old;
    }

    /// Gives the planes' place to an array of the same size, for smoothing from one to the other.
    void swapPlanes() {
        short[] old = spare.length < planes.length ? new short[planes.length] : spare;
        spare = planes;
        planes = old;
    }
}
