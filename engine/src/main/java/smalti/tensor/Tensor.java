package smalti.tensor;

import java.lang.foreign.MemorySegment;
import smalti.error.ShapeException;
import smalti.error.UnsupportedOpException;

/// A dense row-major array: a shape over a storage, from an offset on. Heap tensors share the caller's array, so a view
/// costs nothing; whoever writes to the array writes to the tensor.
public final class Tensor {
    private final Shape shape;
    private final Storage storage;
    private final int offset;

    private Tensor(Shape shape, Storage storage, int offset) {
        if (offset < 0 || shape.elements() > storage.capacity() - offset) {
            throw new ShapeException(
                    "a tensor " + shape,
                    shape.elements() + " elements",
                    storage.capacity() + " from offset " + offset);
        }
        this.shape = shape;
        this.storage = storage;
        this.offset = offset;
    }

    /// A tensor over `values`, which it shares.
    public static Tensor of(float[] values, int... sizes) {
        return of(Shape.of(sizes), new Storage.Floats(values), 0);
    }

    /// A tensor over `values`, which it shares.
    public static Tensor of(double[] values, int... sizes) {
        return of(Shape.of(sizes), new Storage.Doubles(values), 0);
    }

    /// A tensor over `values`, which it shares.
    public static Tensor of(int[] values, int... sizes) {
        return of(Shape.of(sizes), new Storage.Ints(values), 0);
    }

    /// A tensor over part of a storage.
    ///
    /// @param offset the element of `storage` that comes first
    /// @throws ShapeException if the storage ends before the tensor does
    public static Tensor of(Shape shape, Storage storage, int offset) {
        return new Tensor(shape, storage, offset);
    }

    /// Zeros on the heap.
    ///
    /// @throws ShapeException if no heap array can hold so many; nothing is allocated then
    public static Tensor zeros(DType dtype, Shape shape) {
        return new Tensor(shape, Storage.allocate(dtype, shape.arrayLength("a heap tensor")), 0);
    }

    public Shape shape() {
        return shape;
    }

    public DType dtype() {
        return storage.dtype();
    }

    public Storage storage() {
        return storage;
    }

    /// The element of the storage at which this tensor starts.
    public int offset() {
        return offset;
    }

    public long elements() {
        return shape.elements();
    }

    /// The same elements under another shape.
    ///
    /// @throws ShapeException if the number of elements differs
    public Tensor reshape(int... sizes) {
        Shape other = Shape.of(sizes);
        if (other.elements() != shape.elements()) {
            throw new ShapeException("reshape", shape.elements() + " elements", other);
        }
        return new Tensor(other, storage, offset);
    }

    /// The part at `index` of the first dimension, as a view.
    public Tensor at(int index) {
        if (shape.rank() == 0 || index < 0 || index >= shape.size(0)) {
            throw new ShapeException("a view at " + index, "a first dimension above it", shape);
        }
        Shape inner = shape.inner();
        return new Tensor(inner, storage, Math.toIntExact(offset + index * inner.elements()));
    }

    /// The backing array of an [DType#F32] heap tensor; its elements start at [#offset()].
    ///
    /// @throws UnsupportedOpException if the tensor is of another type or lies on a device
    public float[] floats() {
        if (storage instanceof Storage.Floats(float[] array)) {
            return array;
        }
        throw notOnHeap("float[]");
    }

    /// The backing array of an [DType#I32] heap tensor; its elements start at [#offset()].
    ///
    /// @throws UnsupportedOpException if the tensor is of another type or lies on a device
    public int[] ints() {
        if (storage instanceof Storage.Ints(int[] array)) {
            return array;
        }
        throw notOnHeap("int[]");
    }

    /// The elements of a heap tensor as memory, for copies.
    ///
    /// @throws UnsupportedOpException if the tensor lies on a device
    public MemorySegment memory() {
        MemorySegment whole =
                switch (storage) {
                    case Storage.Floats(float[] array) -> MemorySegment.ofArray(array);
                    case Storage.Doubles(double[] array) -> MemorySegment.ofArray(array);
                    case Storage.Shorts(DType _, short[] array) -> MemorySegment.ofArray(array);
                    case Storage.Ints(int[] array) -> MemorySegment.ofArray(array);
                    case Storage.OnDevice _ -> throw notOnHeap("memory");
                };
        long bytes = dtype().bytes();
        return whole.asSlice(offset * bytes, elements() * bytes);
    }

    /// The element at a flat index, widened to double: for tests and tables, not for kernels.
    public double get(int index) {
        if (index < 0 || index >= shape.elements()) {
            throw new ShapeException(
                    "element " + index, "an index below " + shape.elements(), shape);
        }
        int at = offset + index;
        return switch (storage) {
            case Storage.Floats(float[] array) -> array[at];
            case Storage.Doubles(double[] array) -> array[at];
            case Storage.Shorts(DType type, short[] array) -> widen(type, array[at]);
            case Storage.Ints(int[] array) -> array[at];
            case Storage.OnDevice _ -> throw notOnHeap("element");
        };
    }

    /// The same elements on the heap; the tensor itself if it lies there. See [Storage.OnDevice#read].
    public Tensor onHeap() {
        if (storage instanceof Storage.OnDevice there) {
            Tensor copy = zeros(dtype(), shape);
            there.read(offset, copy.memory());
            return copy;
        }
        return this;
    }

    /// A copy in a type on the heap, wherever this lies. To a narrower floating type the value is rounded to nearest even; to
    /// [DType#I32] it is rounded towards zero and clamped, NaN becoming 0.
    public Tensor to(DType type) {
        Tensor copy = zeros(type, shape);
        copyInto(copy);
        return copy;
    }

    /// Copies the elements over those of another tensor, converting them as [#to] does if its type is another. Either may
    /// lie on a device: see [Storage.OnDevice].
    ///
    /// @param target of as many elements
    public void copyInto(Tensor target) {
        if (target.elements() != elements()) {
            throw new ShapeException("a copy", elements() + " elements", target.shape());
        }
        if (storage instanceof Storage.OnDevice) {
            onHeap().copyInto(target);
            return;
        }
        int elements = (int) shape.elements();
        int to = target.offset;
        switch (target.storage) {
            case Storage.Floats(float[] array)
                    when storage instanceof Storage.Floats(float[] own) ->
                    System.arraycopy(own, offset, array, to, elements);
            case Storage.Floats(float[] array) -> {
                for (int i = 0; i < elements; i++) {
                    array[to + i] = (float) get(i);
                }
            }
            case Storage.Doubles(double[] array) -> {
                for (int i = 0; i < elements; i++) {
                    array[to + i] = get(i);
                }
            }
            case Storage.Shorts(DType narrow, short[] array) when dtype() == narrow ->
                    System.arraycopy(
                            ((Storage.Shorts) storage).array(), offset, array, to, elements);
            case Storage.Shorts(DType narrow, short[] array) -> {
                for (int i = 0; i < elements; i++) {
                    array[to + i] = narrow(narrow, get(i));
                }
            }
            case Storage.Ints(int[] array) when storage instanceof Storage.Ints(int[] own) ->
                    System.arraycopy(own, offset, array, to, elements);
            case Storage.Ints(int[] array) -> {
                for (int i = 0; i < elements; i++) {
                    array[to + i] = (int) get(i);
                }
            }
            case Storage.OnDevice there ->
                    there.write(
                            to, (dtype() == target.dtype() ? this : to(target.dtype())).memory());
        }
    }

    /// The value of 16 bits of storage.
    public static float widen(DType type, short bits) {
        return type == DType.F16 ? Float.float16ToFloat(bits) : Float.intBitsToFloat(bits << 16);
    }

    /// The 16 bits nearest to a value, ties to even; NaN stays NaN.
    public static short narrow(DType type, float value) {
        if (type == DType.F16) {
            return Float.floatToFloat16(value);
        }
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            // A NaN whose payload lies in the lower half alone would turn into an infinity.
            return (short) ((bits >>> 16) | 0x40);
        }
        return (short) ((bits + 0x7FFF + ((bits >>> 16) & 1)) >>> 16);
    }

    /// The 16 bits nearest to a value, ties to even; NaN stays NaN.
    public static short narrow(DType type, double value) {
        return narrow(type, roundedToOdd(value));
    }

    /// A float beside the value whose last bit is set if anything was cut off. Rounding it further gives what rounding
    /// the value itself gives; rounding to the nearest float first could make a tie of what is none.
    private static float roundedToOdd(double value) {
        float nearest = (float) value;
        if (nearest == value || Double.isNaN(value)) {
            return nearest;
        }
        float towardsZero =
                Math.abs((double) nearest) > Math.abs(value)
                        ? Math.nextAfter(nearest, 0.0)
                        : nearest;
        return Float.intBitsToFloat(Float.floatToRawIntBits(towardsZero) | 1);
    }

    private UnsupportedOpException notOnHeap(String asked) {
        return new UnsupportedOpException(
                asked + " access", "a tensor of " + dtype(), "convert or copy it first");
    }

    @Override
    public String toString() {
        return dtype() + " " + shape;
    }
}
