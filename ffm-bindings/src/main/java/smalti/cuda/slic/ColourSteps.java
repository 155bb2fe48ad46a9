package smalti.cuda.slic;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import smalti.cuda.driver.Geometry;
import smalti.cuda.launch.Allotment;
import smalti.cuda.launch.Kernels;
import smalti.cuda.launch.Queue;
import smalti.cuda.launch.Scratch;
import smalti.slic.ColourScale;
import smalti.slic.LabScale;
import smalti.slic.Smoothing;
import smalti.superpixel.Picture;
import smalti.superpixel.Samples;

/// Reads one picture into smoothed planes of 16-bit values, a channel behind the other.
final class ColourSteps {
    private static final int LANES = 32;

    private final Kernels kernels;
    private final Queue queue;
    private final Allotment memory;
    private final Picture picture;
    private final int pixels;
    private final long planeBytes;

    ColourSteps(Kernels kernels, Queue queue, Allotment memory, Picture picture) {
        this.kernels = kernels;
        this.queue = queue;
        this.memory = memory;
        this.picture = picture;
        this.pixels = picture.height() * picture.width();
        this.planeBytes = (long) picture.channels() * pixels * Short.BYTES;
    }

    /// The light of each value of a sample, kept for the pictures that follow.
    private record Light(Scratch memory) implements Queue.Kept {
        static Light of(float[] table, Queue queue) {
            Scratch memory = queue.allocate(table.length * (long) Float.BYTES);
            queue.upload(MemorySegment.ofArray(table), memory.address());
            return new Light(memory);
        }

        @Override
        public void close() {
            memory.close();
        }
    }

    /// @param inside the address of the region's flags, if pixels are left out
    /// @return the address of the planes
    long read(int image, UploadedSamples samples, Smoothing smoothing, Optional<Long> inside) {
        long planes = memory.take(planeBytes);
        convert(image, samples, planes);
        if (inside.isPresent()) {
            long threads = (long) picture.height() * LANES;
            queue.launch(
                    kernels.get("slic_extend"),
                    Geometry.of(blocks(threads), Queue.THREADS),
                    planes,
                    inside.get(),
                    picture.width(),
                    picture.height(),
                    picture.channels());
        }
        return smoothing.side() == 0 ? planes : smooth(planes, smoothing);
    }

    static int blocks(long threads) {
        return (int) ((threads + Queue.THREADS - 1) / Queue.THREADS);
    }

    private void convert(int image, UploadedSamples samples, long planes) {
        long there =
                samples.address()
                        + (long) image * pixels * picture.channels() * samples.sampleBytes();
        if (picture.rgb()) {
            float[] table =
                    picture.samples() instanceof Samples.Bytes
                            ? LabScale.linear8()
                            : LabScale.linear16();
            Light light = queue.kept(table, Light.class, () -> Light.of(table, queue));
            queue.launch(
                    kernels.get("slic_lab_" + samples.type()),
                    queue.over(pixels),
                    there,
                    light.memory().address(),
                    planes,
                    pixels,
                    samples.levels().low(),
                    samples.levels().width());
        } else {
            queue.launch(
                    kernels.get("slic_plain_" + samples.type()),
                    queue.over(pixels),
                    there,
                    planes,
                    pixels,
                    picture.channels(),
                    ColourScale.of(picture).range(),
                    samples.levels().low(),
                    samples.levels().width());
        }
    }

    private long smooth(long planes, Smoothing smoothing) {
        long from = planes;
        long to = memory.take(planeBytes);
        for (int pass = 0; pass < smoothing.passes(); pass++) {
            queue.launch(
                    kernels.get("slic_smooth"),
                    queue.over(pixels),
                    from,
                    to,
                    picture.width(),
                    picture.height(),
                    picture.channels(),
                    smoothing.side());
            long smoothed = to;
            to = from;
            from = smoothed;
        }
        return from;
    }
}
