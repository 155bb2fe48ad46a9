package smalti;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import smalti.error.ParameterException;
import smalti.error.ShapeException;
import smalti.op.Reduction;
import smalti.segment.SegmentMap;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Storage;
import smalti.tensor.Tensor;

/// What pooling gives: a table `[B,K,C]` for each reduction, in the order of segment ids.
public final class Pooled {
    private final SegmentMap segments;
    private final Map<Reduction, Tensor> values;
    private final Map<Reduction, Tensor> positions;

    Pooled(SegmentMap segments, Map<Reduction, Tensor> values, Map<Reduction, Tensor> positions) {
        this.segments = segments;
        this.values = Collections.unmodifiableMap(new EnumMap<>(values));
        this.positions = positions;
    }

    public SegmentMap segments() {
        return segments;
    }

    /// Every table, by its reduction.
    public Map<Reduction, Tensor> values() {
        return values;
    }

    /// The table `[B,K,C]` of one reduction.
    ///
    /// @throws ParameterException if it was not asked for
    public Tensor values(Reduction reduction) {
        Tensor table = values.get(reduction);
        if (table == null) {
            throw new ParameterException("the reduction", "one of " + values.keySet(), reduction);
        }
        return table;
    }

    /// Pixels a segment, `I32 [B,K]`; 0 tells an empty segment from one whose value is the default.
    public Tensor counts() {
        return Tensor.of(segments.counts().clone(), segments.batch(), segments.segments());
    }

    /// The pixel `y·W + x` that each maximum or minimum was found at, `I32 [B,K,C]`, -1 for an empty segment.
    ///
    /// @throws ParameterException if the reduction was not asked for or selects no pixel
    public Tensor positions(Reduction reduction) {
        Tensor table = positions.get(reduction);
        if (table == null) {
            throw new ParameterException(
                    "the reduction",
                    positions.isEmpty()
                            ? "a maximum or minimum that was asked for"
                            : "one of " + positions.keySet(),
                    reduction);
        }
        return table;
    }

    /// One reduction without the rows that only pad images of fewer segments: `[sum K_b, C]`, the images one after the
    /// other; [SegmentMap#packedOffsets()] tells where each begins.
    ///
    /// @throws ShapeException if the table is not on the heap
    public Tensor packed(Reduction reduction) {
        Tensor table = values(reduction);
        int[] offsets = segments.packedOffsets();
        int channels = table.shape().size(2);
        Shape shape = Shape.of(offsets[segments.batch()], channels);
        Storage storage = Storage.allocate(table.dtype(), shape.arrayLength("a packed table"));
        for (int image = 0; image < segments.batch(); image++) {
            Tensor rows = table.at(image);
            int length = segments.segments(image) * channels;
            System.arraycopy(
                    heapArray(table.storage()),
                    rows.offset(),
                    heapArray(storage),
                    offsets[image] * channels,
                    length);
        }
        return Tensor.of(shape, storage, 0);
    }

    private static Object heapArray(Storage storage) {
        return switch (storage) {
            case Storage.Floats(float[] array) -> array;
            case Storage.Doubles(double[] array) -> array;
            case Storage.Shorts(DType _, short[] array) -> array;
            case Storage.Ints(int[] array) -> array;
            case Storage.OnDevice _ ->
                    throw new ShapeException("packing", "a table on the heap", storage.dtype());
        };
    }
}
