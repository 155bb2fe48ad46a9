package smalti.cpu.slic;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import smalti.cpu.kernel.SlicFrame;
import smalti.cpu.kernel.SlicKernels;
import smalti.cpu.work.Workers;
import smalti.error.ShapeException;
import smalti.superpixel.Picture;
import smalti.superpixel.Slic;
import smalti.tensor.Shape;

/// Runs [Slic] on the CPU. Safe for use by several threads.
public final class SlicRunner {
    /// Smaller bands are not worth a thread.
    private static final int PIXELS_A_BAND = 1 << 15;

    /// Compiling vector kernels takes longer than dividing so many pixels with plain ones.
    private static final long PIXELS_OF_YOUTH = 1 << 20;

    private final SlicKernels first;
    private final SlicKernels lasting;
    private final Workers workers;
    private final int pixelsABand;
    private final AtomicLong divided = new AtomicLong();
    private final AtomicReference<SlicWorkspace> spare = new AtomicReference<>(new SlicWorkspace());

    /// A runner that always uses the same kernels.
    public SlicRunner(SlicKernels kernels, Workers workers) {
        this(kernels, kernels, workers, PIXELS_A_BAND);
    }

    /// A runner that divides its first pictures with kernels that are quick at once, and the others with those that are
    /// quicker once they are compiled. The labels are the same.
    public static SlicRunner warmingUp(SlicKernels first, SlicKernels lasting, Workers workers) {
        return new SlicRunner(first, lasting, workers, PIXELS_A_BAND);
    }

    SlicRunner(SlicKernels first, SlicKernels lasting, Workers workers, int pixelsABand) {
        this.first = first;
        this.lasting = lasting;
        this.workers = workers;
        this.pixelsABand = pixelsABand;
    }

    /// Labels all pictures of a batch, `[B,H,W]` flat.
    ///
    /// @throws ShapeException if a picture is too large to be addressed with its margins
    public int[] labels(Slic slic, Picture picture) {
        int size = picture.height() * picture.width();
        int[] labels = new int[picture.batch() * size];
        if (labels.length == 0) {
            return labels;
        }
        SlicFrame frame = SlicFrame.of(picture.width(), picture.height(), picture.channels());
        if (frame.values() > Shape.MAX_ELEMENTS) {
            throw new ShapeException(
                    "SLIC",
                    "at most " + Shape.MAX_ELEMENTS + " values with margins",
                    picture + " = " + frame.values());
        }
        SlicWorkspace work = spare.getAndSet(null);
        if (work == null) {
            work = new SlicWorkspace();
        }
        work.fit(frame);
        for (int image = 0; image < picture.batch(); image++) {
            SlicKernels kernels = divided.getAndAdd(size) < PIXELS_OF_YOUTH ? first : lasting;
            new SlicRun(slic, picture, image, frame, work, kernels, workers, pixelsABand)
                    .label(labels);
        }
        spare.set(work);
        return labels;
    }
}
