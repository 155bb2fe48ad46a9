package smalti.cuda.slic;

import static smalti.cuda.slic.PartSteps.BorderOrder.ROW_BY_ROW;
import static smalti.cuda.slic.PartSteps.BorderOrder.SIDES_FIRST;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import smalti.cuda.driver.GpuDriver;
import smalti.cuda.launch.Allotment;
import smalti.cuda.launch.DeviceTensor;
import smalti.cuda.launch.Kernels;
import smalti.cuda.launch.Queue;
import smalti.device.Devices;
import smalti.op.PictureOp;
import smalti.slic.ColourScale;
import smalti.slic.GridScheme;
import smalti.slic.Region;
import smalti.slic.Seeds;
import smalti.slic.SlicScheme;
import smalti.slic.Smoothing;
import smalti.superpixel.Grid;
import smalti.superpixel.PartGraph;
import smalti.superpixel.Picture;
import smalti.superpixel.Slic;

/// Divides pictures into superpixels on the GPU; the labels are the CPU's to the bit.
///
/// Some things are left to the host. It decides which connected parts join, see [PartSteps]; where samples are no numbers or
/// there is a region of interest, it looks which pixels are left out, and places the seeds among the others; it divides
/// segments where there are too few.
///
/// Done on the CPU altogether and copied, since nobody is known to need more, are pictures of more than 2^28 pixels, or of
/// which more than [ClusterSteps#MOST_CLUSTERS] segments are wanted (for regular grids: within a region of interest).
public final class PictureOperators {
    /// Each may be a part, and the table of borders has four slots a part.
    private static final long MOST_PIXELS = 1 << 28;

    private final Kernels slicKernels;
    private final Kernels partKernels;

    public PictureOperators(GpuDriver driver) {
        this.slicKernels = new Kernels(driver, "slic");
        this.partKernels = new Kernels(driver, "parts");
    }

    /// Divides the pictures of an operator. It returns when the host has decided; painting may still be under way.
    public void run(PictureOp op, List<DeviceTensor> outputs, Queue queue) {
        switch (op) {
            case PictureOp.Superpixel superpixel -> divide(superpixel, outputs.getFirst(), queue);
        }
    }

    private void divide(PictureOp.Superpixel op, DeviceTensor labels, Queue queue) {
        Picture picture = op.picture();
        if (labels.elements() == 0) {
            return;
        }
        long pixels = (long) picture.height() * picture.width();
        boolean small = pixels <= MOST_PIXELS;
        switch (op.method()) {
            case Slic slic
                    when small && slic.target().segments(pixels) <= ClusterSteps.MOST_CLUSTERS ->
                    divide(slic, picture, labels.address(), queue);
            case Grid grid when small && fits(grid, picture) ->
                    draw(grid, picture, labels.address(), queue);
            case Slic _, Grid _ -> copyFromCpu(op, labels, queue);
        }
    }

    /// Whether codes tell the cells apart wherever a region cuts them.
    private static boolean fits(Grid grid, Picture picture) {
        int width = picture.width();
        int height = picture.height();
        for (int image = 0; image < picture.batch(); image++) {
            Region region = Region.of(picture, image);
            if (region.inside().isPresent()
                    && region.pixels() > 0
                    && GridScheme.of(grid, width, height, region.pixels()).cells()
                            > ClusterSteps.MOST_CLUSTERS) {
                return false;
            }
        }
        return true;
    }

    private static void copyFromCpu(PictureOp.Superpixel op, DeviceTensor labels, Queue queue) {
        int[] done = Devices.named("cpu").run(op, List.of()).getFirst().ints();
        queue.upload(MemorySegment.ofArray(done), labels.address());
    }

    private void divide(Slic slic, Picture picture, long labels, Queue queue) {
        long bytes = (long) picture.height() * picture.width() * Integer.BYTES;
        try (var batch = new Allotment(queue)) {
            var samples = UploadedSamples.of(picture.samples(), slicKernels, queue, batch);
            for (int image = 0; image < picture.batch(); image++) {
                try (var memory = new Allotment(queue)) {
                    divide(slic, picture, image, samples, labels + image * bytes, memory, queue);
                }
            }
        }
    }

    private void divide(
            Slic slic,
            Picture picture,
            int image,
            UploadedSamples samples,
            long labels,
            Allotment memory,
            Queue queue) {
        int width = picture.width();
        int height = picture.height();
        int channels = picture.channels();
        Region region = Region.of(picture, image, samples.numbers());
        int target = slic.target().segments(region.pixels());
        if (target == region.pixels()) {
            labelEachPixel(slic.startLabel(), width * height, region, labels, queue);
            return;
        }
        double unit = ColourScale.of(picture).unit();
        SlicScheme scheme = SlicScheme.of(slic, width, height, region.pixels(), unit);
        Optional<Long> inside = region.inside().map(flags -> upload(flags, memory, queue));
        long planes =
                new ColourSteps(slicKernels, queue, memory, picture)
                        .read(image, samples, Smoothing.of(slic.sigma()), inside);
        Clustered clustered =
                new ClusterSteps(slicKernels, queue, memory, slic, scheme, picture)
                        .run(planes, Seeds.of(width, height, target, region.inside()), inside);
        var parts =
                new PartSteps(
                        partKernels, queue, memory, width, height, channels, labels, ROW_BY_ROW);
        PartGraph graph = parts.graph(clustered);
        graph.joinSmall(scheme.smallest());
        graph.joinAlike(target, scheme.offset());
        parts.paint(graph, target, slic.startLabel());
    }

    private static long upload(boolean[] flags, Allotment memory, Queue queue) {
        byte[] bytes = new byte[flags.length];
        for (int i = 0; i < flags.length; i++) {
            bytes[i] = (byte) (flags[i] ? 1 : 0);
        }
        long there = memory.take(bytes.length);
        queue.upload(MemorySegment.ofArray(bytes), there);
        return there;
    }

    private static void labelEachPixel(
            int start, int pixels, Region region, long labels, Queue queue) {
        int[] own = new int[pixels];
        int next = start;
        for (int i = 0; i < pixels; i++) {
            boolean kept = region.inside().isEmpty() || region.inside().get()[i];
            own[i] = kept ? next++ : start - 1;
        }
        queue.upload(MemorySegment.ofArray(own), labels);
    }

    private void draw(Grid grid, Picture picture, long labels, Queue queue) {
        int pixels = picture.height() * picture.width();
        for (int image = 0; image < picture.batch(); image++) {
            try (var memory = new Allotment(queue)) {
                long own = labels + (long) image * pixels * Integer.BYTES;
                draw(grid, picture, Region.of(picture, image), own, memory, queue);
            }
        }
    }

    private void draw(
            Grid grid, Picture picture, Region region, long labels, Allotment memory, Queue queue) {
        int width = picture.width();
        int height = picture.height();
        if (region.pixels() == 0) {
            labelEachPixel(grid.startLabel(), width * height, region, labels, queue);
            return;
        }
        GridScheme scheme = GridScheme.of(grid, width, height, region.pixels());
        if (region.inside().isEmpty()) {
            queue.launch(
                    slicKernels.get("slic_grid"),
                    queue.over((long) width * height),
                    labels,
                    width,
                    height,
                    scheme.cells(),
                    scheme.rows(),
                    grid.startLabel());
            return;
        }
        long codes = memory.take((long) width * height * Short.BYTES);
        queue.launch(
                slicKernels.get("slic_cut"),
                queue.over((long) width * height),
                codes,
                upload(region.inside().get(), memory, queue),
                width,
                height,
                scheme.cells(),
                scheme.rows());
        var parts =
                new PartSteps(partKernels, queue, memory, width, height, 0, labels, SIDES_FIRST);
        PartGraph graph = parts.graph(Clustered.ofCodes(codes));
        graph.joinSmall(scheme.smallest());
        graph.joinAlike(scheme.target(), 1);
        parts.paint(graph, scheme.target(), grid.startLabel());
    }
}
