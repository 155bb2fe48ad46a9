package smalti.stream;

import java.io.IOException;
import java.util.OptionalInt;
import java.util.function.IntConsumer;
import smalti.Pooling;
import smalti.device.Device;
import smalti.error.ShapeException;
import smalti.error.UnsupportedOpException;
import smalti.op.Layout;
import smalti.segment.SegmentMap;
import smalti.store.ArraySink;
import smalti.store.ArraySource;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// Paints tables back on their segments, image by image.
public final class UnpoolStream {
    private final MapStream pooled;
    private final LabelStream labels;
    private final Layout layout;
    private final Device device;

    /// @param pooled `[B,K,C]`, or `[K,C]` of a single image
    /// @param labels `[B,H,W]` or `[H,W]`
    /// @throws ShapeException if shapes do not fit
    public UnpoolStream(
            ArraySource pooled,
            ArraySource labels,
            Layout layout,
            OptionalInt ignore,
            Device device) {
        this.pooled = new MapStream(pooled, 3, "a table [B,K,C] or [K,C]");
        this.labels = new LabelStream(labels, ignore);
        this.layout = layout;
        this.device = device;
        if (this.pooled.shape().size(0) != this.labels.batch()) {
            throw new ShapeException(
                    this.labels.batch() + " label maps",
                    "as many tables",
                    this.pooled.shape().size(0));
        }
    }

    public int images() {
        return labels.batch();
    }

    /// Paints everything.
    ///
    /// @param sink what gets the array, a map in the layout; it is left uncommitted
    /// @param array its name there
    /// @param done is told each image's number when it is written
    /// @throws smalti.error.LabelException if a label is not below K
    public void run(ArraySink sink, String array, IntConsumer done) throws IOException {
        int channels = pooled.shape().size(2);
        Shape whole = layout.shape(images(), labels.height(), labels.width(), channels);
        DType type = pooled.source().type().natural();
        boolean declared = false;
        for (int image = 0; image < images(); image++) {
            SegmentMap map = labels.read(image, pooled.shape().size(1));
            Tensor painted = paint(map, pooled.read(image, type));
            if (!declared) {
                sink.declare(array, painted.dtype(), whole);
                declared = true;
            }
            sink.write(array, painted);
            done.accept(image);
        }
        if (!declared) {
            sink.declare(array, type, whole);
        }
    }

    private Tensor paint(SegmentMap map, Tensor table) {
        Pooling pooling = Pooling.over(map).layout(layout).on(device);
        try {
            return pooling.unpool(table);
        } catch (UnsupportedOpException lacking) {
            if (table.dtype() == DType.F32) {
                throw lacking;
            }
            return pooling.unpool(table.to(DType.F32));
        }
    }
}
