package smalti;

import java.util.List;
import smalti.device.Device;
import smalti.device.Devices;
import smalti.op.PictureOp;
import smalti.segment.Labelling;
import smalti.segment.SegmentMap;
import smalti.superpixel.Picture;
import smalti.superpixel.Superpixels;
import smalti.tensor.Tensor;

/// Division of pictures into superpixels.
///
/// ```java
/// SegmentMap segments = Segmenting.by(Slic.segments(400)).apply(Picture.ofBytes(rgb, height, width, 3));
/// ```
///
/// Immutable and safe for use by several threads. The labels do not depend on the number of threads.
public final class Segmenting {
    private final Superpixels method;
    private final Device device;

    private Segmenting(Superpixels method, Device device) {
        this.method = method;
        this.device = device;
    }

    /// Division in the given way, on the best device.
    public static Segmenting by(Superpixels method) {
        return new Segmenting(method, Devices.best());
    }

    /// The same on a device of choice.
    public Segmenting on(Device chosen) {
        return new Segmenting(method, chosen);
    }

    /// The superpixels of each picture, from 0 whatever the method's start label. Pixels that are left out are ignored.
    ///
    /// On a [smalti.device.Workspace] of a device with memory of its own the labels stay there, see [Device#segments].
    public SegmentMap apply(Picture picture) {
        Tensor labels = new Segmenting(method.withStartLabel(0), device).labels(picture);
        return device.segments(labels, Labelling.DENSE);
    }

    /// The labels alone, `I32 [B,H,W]`.
    public Tensor labels(Picture picture) {
        return device.run(new PictureOp.Superpixel(method, picture), List.of()).getFirst();
    }
}
