package smalti.stream;

import java.io.IOException;
import java.util.OptionalInt;
import smalti.error.LabelException;
import smalti.error.ShapeException;
import smalti.segment.Labelling;
import smalti.segment.SegmentMap;
import smalti.store.ArraySource;
import smalti.tensor.DType;
import smalti.tensor.Shape;

/// The segment maps of a data set, one image after the other: labels `[B,H,W]`, or `[H,W]` of a single image.
final class LabelStream {
    private final ArraySource source;
    private final int batch;
    private final int height;
    private final int width;
    private final OptionalInt ignore;

    /// @throws ShapeException if the array has another rank
    LabelStream(ArraySource source, OptionalInt ignore) {
        Shape shape = source.shape();
        if (shape.rank() != 2 && shape.rank() != 3) {
            throw new ShapeException(source.name(), "labels [B,H,W] or [H,W]", shape);
        }
        this.source = source;
        this.batch = shape.rank() == 3 ? shape.size(0) : 1;
        this.height = shape.size(-2);
        this.width = shape.size(-1);
        this.ignore = ignore;
    }

    int batch() {
        return batch;
    }

    int height() {
        return height;
    }

    int width() {
        return width;
    }

    /// The largest number of segments of an image: the largest label plus one. Reads all labels.
    int largest() throws IOException {
        int largest = 0;
        for (int image = 0; image < batch; image++) {
            largest =
                    Math.max(
                            largest,
                            read(image, new Labelling(OptionalInt.empty(), ignore)).segments());
        }
        return largest;
    }

    /// The segments of one image.
    ///
    /// @param segments K; 0 if no image has any
    /// @throws LabelException if a label is not below K
    SegmentMap read(int image, int segments) throws IOException {
        OptionalInt known = segments == 0 ? OptionalInt.empty() : OptionalInt.of(segments);
        return read(image, new Labelling(known, ignore));
    }

    private SegmentMap read(int image, Labelling labelling) throws IOException {
        boolean single = source.shape().rank() == 2;
        var labels =
                single
                        ? source.read(0, height, DType.I32).reshape(1, height, width)
                        : source.read(image, 1, DType.I32);
        try {
            return SegmentMap.of(labels, labelling);
        } catch (LabelException refused) {
            throw inBatch(refused, image, labelling);
        }
    }

    private static LabelException inBatch(LabelException refused, int image, Labelling labelling) {
        int[] position = refused.position();
        position[0] += image;
        String wayOut =
                labelling.segments().isPresent()
                        ? "give --segments %d or mark it with --ignore %d"
                                .formatted(refused.label() + 1, refused.label())
                        : "that many are implausible for so few pixels: give --segments, or relabel them densely";
        return new LabelException(position, refused.label(), refused.limit(), wayOut);
    }
}
