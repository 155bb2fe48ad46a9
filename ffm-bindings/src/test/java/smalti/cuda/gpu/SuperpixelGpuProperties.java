package smalti.cuda.gpu;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import smalti.cuda.DrawnPictures;
import smalti.cuda.SuperpixelParity;
import smalti.device.Device;
import smalti.superpixel.Picture;
import smalti.superpixel.Slic;

/// The GPU divides pictures as the CPU does, large ones too.
@Tag("gpu")
@AddLifecycleHook(NeedsGpu.class)
class SuperpixelGpuProperties extends SuperpixelParity {
    @Override
    protected Device gpu() {
        return RealGpu.device();
    }

    @Property(tries = 20)
    void largePictures(
            @ForAll @IntRange(min = 500, max = 1100) int height,
            @ForAll @IntRange(min = 500, max = 2000) int width,
            @ForAll @IntRange(min = 1, max = 20_000) int segments,
            @ForAll boolean adaptive,
            @ForAll long seed) {
        byte[] rgb = DrawnPictures.blobs(seed, height, width, 3);
        expectTheLabelsOfTheCpu(
                Slic.segments(segments).withAdaptive(adaptive),
                Picture.ofBytes(rgb, height, width, 3));
    }
}
