package smalti.store;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Link;
import io.jhdf.api.Node;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import smalti.error.FormatException;
import smalti.error.ParameterException;
import smalti.error.SmaltiException;
import smalti.file.ElementDecoder;
import smalti.file.ElementType;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// A dataset of an HDF5 file. jhdf finds and describes it; its bytes are read here, a few images at a time, since jhdf
/// would read a contiguous dataset by one system call a row and give arrays of arrays.
final class Hdf5Source implements ArraySource {
    /// Bytes that are decoded at once, where images are smaller.
    private static final long PIECE = 8L << 20;

    private final String name;
    private final HdfFile file;
    private final Shape shape;
    private final Hdf5Type type;
    private final Hdf5Bytes bytes;

    private Hdf5Source(String name, HdfFile file, Dataset dataset) throws IOException {
        this.name = name;
        this.file = file;
        this.shape = shape(name, dataset.getDimensionsAsLong());
        this.type = Hdf5Type.of(name, dataset.getDataType());
        this.bytes = Hdf5Bytes.of(name, dataset, shape, type.type().bytes());
    }

    /// @throws FormatException if it is no HDF5 file, holds no such dataset, or the dataset is of an unknown kind
    static Hdf5Source open(Path path, String dataset) throws IOException {
        String name = path + ":" + dataset;
        if (!Files.isReadable(path) || Files.isDirectory(path)) {
            // Throws what the operating system has to say.
            Files.newInputStream(path).close();
        }
        HdfFile file = Jhdf.call(path.toString(), "not a sound HDF5 file", () -> new HdfFile(path));
        try {
            return new Hdf5Source(name, file, find(path, file, dataset));
        } catch (IOException | RuntimeException failed) {
            file.close();
            throw failed;
        }
    }

    private static Dataset find(Path path, HdfFile file, String dataset) {
        Node node =
                Jhdf.call(
                        path.toString(),
                        "a damaged HDF5 file",
                        () -> {
                            Node at = file;
                            for (String step : dataset.split("/")) {
                                if (!step.isEmpty()) {
                                    at = at instanceof Group group ? group.getChild(step) : null;
                                }
                                if (at instanceof Link link) {
                                    at = link.getTarget();
                                }
                                if (at == null) {
                                    throw new FormatException(
                                            path.toString(),
                                            -1,
                                            "holds no dataset %s; it has %s"
                                                    .formatted(dataset, children(file)));
                                }
                            }
                            return at;
                        });
        if (node instanceof Dataset found) {
            return found;
        }
        throw new FormatException(
                path.toString(), -1, "%s is no dataset but a group".formatted(dataset));
    }

    private static String children(Group group) {
        String names =
                group.getChildren().keySet().stream()
                        .limit(12)
                        .map(child -> "/" + child)
                        .collect(Collectors.joining(", "));
        return names.isEmpty() ? "none" : names;
    }

    private static Shape shape(String name, long[] dimensions) {
        for (long dimension : dimensions) {
            if (dimension < 0 || dimension > Integer.MAX_VALUE) {
                throw new FormatException(
                        name,
                        -1,
                        "a dimension of %d is over the limit of %d"
                                .formatted(dimension, Integer.MAX_VALUE));
            }
        }
        return Shape.of(Arrays.stream(dimensions).mapToInt(dimension -> (int) dimension).toArray());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public ElementType type() {
        return type.type();
    }

    @Override
    public Tensor read(int first, int count, DType wanted) throws IOException {
        if (shape.rank() == 0 || first < 0 || count < 0 || count > shape.size(0) - first) {
            throw new ParameterException(
                    "a part of " + name,
                    "within " + shape,
                    "from " + first + ", " + count + " long");
        }
        if (wanted == DType.I32 && !type.type().isWhole()) {
            throw new FormatException(
                    name, -1, "holds " + type.type() + " where whole numbers are needed");
        }
        int[] sizes = shape.sizes();
        sizes[0] = count;
        Shape part = Shape.of(sizes);
        checkMemory(part, wanted);
        Tensor tensor = Tensor.zeros(wanted, part);
        long inner = shape.inner().elements();
        if (tensor.elements() > 0) {
            int step = (int) Math.clamp(PIECE / (inner * type.type().bytes()), 1, count);
            for (int at = 0; at < count; at += step) {
                decode(first + at, Math.min(step, count - at), tensor, at * inner);
            }
        }
        return tensor;
    }

    private void checkMemory(Shape part, DType wanted) {
        long elements = part.elements();
        if (elements > Shape.MAX_ELEMENTS
                || elements * type.type().bytes() > Integer.MAX_VALUE - 8L) {
            throw new FormatException(
                    name,
                    -1,
                    "a part %s of %s is over the limit of 2 GiB at once"
                            .formatted(part, type.type()));
        }
        long bytes = elements * wanted.bytes();
        if (bytes > Runtime.getRuntime().maxMemory()) {
            throw new FormatException(
                    name,
                    -1,
                    "%s %s takes %d MiB, but the heap has %d: give Java more with -Xmx"
                            .formatted(
                                    wanted,
                                    part,
                                    bytes >> 20,
                                    Runtime.getRuntime().maxMemory() >> 20));
        }
    }

    private void decode(int first, int count, Tensor into, long offset) throws IOException {
        byte[] raw = bytes.read(first, count);
        ByteBuffer buffer = ByteBuffer.wrap(raw).order(type.order());
        ElementDecoder decoder = new ElementDecoder(type.type());
        int elements = raw.length / type.type().bytes();
        int good = decoder.decode(buffer, elements, into.storage(), (int) offset, 1);
        if (good < elements) {
            throw new FormatException(
                    name,
                    -1,
                    "%s at %s does not fit a 32-bit integer"
                            .formatted(decoder.text(buffer, good), position(first, good)));
        }
    }

    private String position(int first, int element) {
        int[] indices = new int[shape.rank()];
        long rest = first * shape.inner().elements() + element;
        for (int i = indices.length - 1; i >= 0; i--) {
            indices[i] = (int) (rest % shape.size(i));
            rest /= shape.size(i);
        }
        return Arrays.toString(indices).replace(" ", "");
    }

    @Override
    public void close() throws IOException {
        try {
            bytes.close();
        } finally {
            file.close();
        }
    }

    /// The type and byte order of elements.
    record Hdf5Type(ElementType type, ByteOrder order) {
        static Hdf5Type of(String name, io.jhdf.object.datatype.DataType type) {
            return switch (type) {
                case io.jhdf.object.datatype.FloatingPoint real when isIeee(real) ->
                        new Hdf5Type(
                                switch (real.getSize()) {
                                    case 2 -> ElementType.F16;
                                    case 4 -> ElementType.F32;
                                    default -> ElementType.F64;
                                },
                                real.getByteOrder());
                case io.jhdf.object.datatype.FixedPoint whole when isPlain(whole) ->
                        new Hdf5Type(
                                whole(whole.getSize(), whole.isSigned()), whole.getByteOrder());
                case io.jhdf.object.datatype.EnumDataType named -> of(name, named.getBaseType());
                default ->
                        throw new FormatException(
                                name,
                                -1,
                                "holds %s of %d bytes, neither integers nor IEEE floating point of 2, 4 or 8"
                                        .formatted(
                                                type.getClass().getSimpleName(), type.getSize()));
            };
        }

        private static boolean isIeee(io.jhdf.object.datatype.FloatingPoint real) {
            int exponent = real.getExponentSize();
            return switch (real.getSize()) {
                case 2 -> exponent == 5;
                case 4 -> exponent == 8;
                case 8 -> exponent == 11;
                default -> false;
            };
        }

        private static boolean isPlain(io.jhdf.object.datatype.FixedPoint whole) {
            boolean powerOfTwo = Integer.bitCount(whole.getSize()) == 1 && whole.getSize() <= 8;
            return powerOfTwo
                    && whole.getBitOffset() == 0
                    && whole.getBitPrecision() == 8 * whole.getSize();
        }

        private static ElementType whole(int size, boolean signed) {
            return switch (size) {
                case 1 -> signed ? ElementType.I8 : ElementType.U8;
                case 2 -> signed ? ElementType.I16 : ElementType.U16;
                case 4 -> signed ? ElementType.I32 : ElementType.U32;
                case 8 -> signed ? ElementType.I64 : ElementType.U64;
                default -> throw new SmaltiException("no integers of " + size + " bytes");
            };
        }
    }
}
