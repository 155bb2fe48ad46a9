package smalti.cpu.slic;

import smalti.cpu.kernel.SlicFrame;

/// The large arrays of one run, kept for the next: in the steady state a run allocates little but its result. They hold
/// whatever the last run left there, so everything that is read is written first.
final class SlicWorkspace {
    short[] planes = {};
    short[] prefix = {};
    short[] best = {};
    short[] labels = {};
    short[] previous = {};

    /// Makes room for a picture.
    void fit(SlicFrame frame) {
        int all = (int) frame.values();
        int one = frame.plane() + SlicFrame.MARGIN;
        if (planes.length < all) {
            planes = new short[all];
            prefix = new short[all];
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

    /// The planes take the place of their running sums, which are no longer valid, and the other way round.
    void swapPlanes() {
        short[] old = prefix;
        prefix = planes;
        planes = old;
    }
}
