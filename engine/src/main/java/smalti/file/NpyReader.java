package smalti.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import smalti.error.FormatException;
import smalti.error.ParameterException;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// Reads a NumPy array, whole or in parts along its first dimension, image by image. Memory is needed only for what a
/// call returns and a fixed buffer, whatever the size of the file.
///
/// ```java
/// try (NpyReader features = NpyReader.open(path)) {
///     for (int image = 0; image < features.shape().size(0); image++) {
///         Tensor one = features.read(image, 1);
///     }
/// }
/// ```
///
/// Parts of an array in Fortran order lie scattered over the whole file: reading all of them in turn reads the file once
/// for each. Not safe for use by several threads at once.
public final class NpyReader implements Closeable {
    private final ByteSource source;
    private final NpyHeader header;
    private final ElementReader elements;

    private NpyReader(ByteSource source, NpyHeader header) {
        this.source = source;
        this.header = header;
        this.elements = new ElementReader(source, header.type(), header.order(), this::position);
    }

    /// Opens a `.npy` file and checks its header.
    ///
    /// @throws FormatException if it is no such file, or its length is not what its header promises
    public static NpyReader open(Path file) throws IOException {
        return of(FileSource.open(file));
    }

    /// Reads a whole `.npy` file into a tensor of its natural type.
    ///
    /// @throws FormatException as [#open(Path)] and [#read(int, int, DType)]
    public static Tensor read(Path file) throws IOException {
        try (NpyReader reader = open(file)) {
            return reader.read();
        }
    }

    static NpyReader of(ByteSource source) throws IOException {
        try {
            return new NpyReader(source, NpyHeader.read(source));
        } catch (IOException | RuntimeException failed) {
            source.close();
            throw failed;
        }
    }

    /// What the file says of itself.
    public NpyHeader header() {
        return header;
    }

    /// The array's shape.
    public Shape shape() {
        return header.shape();
    }

    /// The whole array, in its natural type: f2 as [DType#F16], f4 as [DType#F32], f8 as [DType#F64], whole numbers and
    /// truth values as [DType#I32].
    ///
    /// @throws FormatException as [#read(int, int, DType)]
    public Tensor read() throws IOException {
        return read(header.type().natural());
    }

    /// The whole array in a type of choice.
    ///
    /// @throws FormatException as [#read(int, int, DType)]
    public Tensor read(DType type) throws IOException {
        return shape().rank() == 0
                ? read(0, 1, Shape.of(1), type).reshape()
                : read(0, shape().size(0), shape(), type);
    }

    /// Part of the array along its first dimension, in its natural type.
    ///
    /// @throws FormatException as [#read(int, int, DType)]
    public Tensor read(int first, int count) throws IOException {
        return read(first, count, header.type().natural());
    }

    /// Part of the array along its first dimension. Whole numbers become any type, those of floating point any such type;
    /// values are rounded to nearest.
    ///
    /// @param first the index at which the part starts
    /// @param count how many there are of it
    /// @param type the tensor's type
    /// @return `[count, …]` in row-major order, whatever the file's
    /// @throws ParameterException if the array has no such part
    /// @throws FormatException if a whole number does not fit [DType#I32], with its position and value; if an array of
    ///     floating point is to become whole numbers; if the part is larger than a heap array, or than the heap; or if
    ///     the file is damaged
    public Tensor read(int first, int count, DType type) throws IOException {
        if (shape().rank() == 0 || first < 0 || count < 0 || count > shape().size(0) - first) {
            throw new ParameterException(
                    "a part of " + source.name(),
                    "within " + shape(),
                    "from " + first + ", " + count + " long");
        }
        return read(first, count, shape(), type);
    }

    /// @param whole the array's shape, of rank 1 at least
    private Tensor read(int first, int count, Shape whole, DType type) throws IOException {
        if (type == DType.I32 && !header.type().isWhole()) {
            throw new FormatException(
                    source.name(),
                    -1,
                    "holds " + header.type() + " where whole numbers are needed");
        }
        int[] sizes = whole.sizes();
        sizes[0] = count;
        Shape shape = Shape.of(sizes);
        Allocation.check(source.name(), shape, type);
        Tensor part = Tensor.zeros(type, shape);
        if (part.elements() == 0) {
            return part;
        }
        int inner = (int) (shape.elements() / count);
        int bytes = header.type().bytes();
        if (header.fortranOrder()) {
            int[] innerSizes = Arrays.copyOfRange(sizes, 1, sizes.length);
            for (int piece = 0; piece < inner; piece++) {
                long start = header.dataStart() + ((long) piece * whole.size(0) + first) * bytes;
                elements.read(start, count, part.storage(), rowMajor(piece, innerSizes), inner);
            }
        } else {
            long start = header.dataStart() + (long) first * inner * bytes;
            elements.read(start, (int) shape.elements(), part.storage(), 0, 1);
        }
        return part;
    }

    /// The row-major index of what stands at `index` when the first dimension varies fastest.
    private static int rowMajor(int index, int[] sizes) {
        int rest = index;
        int stride = 1;
        for (int size : sizes) {
            stride *= size;
        }
        int result = 0;
        for (int size : sizes) {
            stride /= size;
            result += rest % size * stride;
            rest /= size;
        }
        return result;
    }

    private String position(long atByte) {
        long number = (atByte - header.dataStart()) / header.type().bytes();
        return ElementReader.position(shape(), header.fortranOrder(), number);
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
