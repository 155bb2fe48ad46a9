package smalti.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import smalti.error.FormatException;
import smalti.error.ParameterException;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// Reads the tensors of a safetensors file one by one; only what is asked for is read. Not safe for use by several
/// threads at once.
public final class SafetensorsReader implements Closeable {
    private final ByteSource source;
    private final SafetensorsHeader header;

    private SafetensorsReader(ByteSource source, SafetensorsHeader header) {
        this.source = source;
        this.header = header;
    }

    /// Opens a file and checks its header.
    ///
    /// @throws FormatException if it is no such file; with tensor and byte, if a tensor's type is unknown, its bytes are
    ///     not as many as its shape takes, tensors overlap, or bytes belong to none
    public static SafetensorsReader open(Path file) throws IOException {
        ByteSource source = FileSource.open(file);
        try {
            return new SafetensorsReader(source, SafetensorsHeader.read(source));
        } catch (IOException | RuntimeException failed) {
            source.close();
            throw failed;
        }
    }

    /// The names of the tensors, in the header's order.
    public List<String> names() {
        return List.copyOf(header.tensors().keySet());
    }

    /// The texts that stand beside the tensors.
    public Map<String, String> metadata() {
        return Collections.unmodifiableMap(header.metadata());
    }

    /// The shape of a tensor.
    ///
    /// @throws ParameterException if there is none of that name
    public Shape shape(String name) {
        return entry(name).shape();
    }

    /// The type that a tensor's elements have in the file.
    ///
    /// @throws ParameterException if there is none of that name
    public ElementType type(String name) {
        return entry(name).type();
    }

    /// Reads a tensor in its natural type: floating point as it is, whole numbers and truth values as [DType#I32].
    ///
    /// @throws ParameterException if there is none of that name
    /// @throws FormatException as [#read(String, DType)]
    public Tensor read(String name) throws IOException {
        return read(name, entry(name).type().natural());
    }

    /// Reads a tensor in a type of choice; values are rounded to nearest.
    ///
    /// @throws ParameterException if there is none of that name
    /// @throws FormatException if a whole number does not fit [DType#I32], with its position and value; if floating point
    ///     is to become whole numbers; or if the tensor is larger than a heap array, or than the heap
    public Tensor read(String name, DType type) throws IOException {
        SafetensorsHeader.Entry entry = entry(name);
        if (type == DType.I32 && !entry.type().isWhole()) {
            throw new FormatException(
                    source.name(),
                    entry.start(),
                    "tensor "
                            + name
                            + " holds "
                            + entry.type()
                            + " where whole numbers are needed");
        }
        Allocation.check(source.name() + ": tensor " + name, entry.shape(), type);
        Tensor tensor = Tensor.zeros(type, entry.shape());
        new ElementReader(source, entry.type(), ByteOrder.LITTLE_ENDIAN, at -> place(entry, at))
                .read(entry.start(), (int) tensor.elements(), tensor.storage(), 0, 1);
        return tensor;
    }

    private static String place(SafetensorsHeader.Entry entry, long atByte) {
        long number = (atByte - entry.start()) / entry.type().bytes();
        return ElementReader.position(entry.shape(), false, number) + " of tensor " + entry.name();
    }

    private SafetensorsHeader.Entry entry(String name) {
        SafetensorsHeader.Entry entry = header.tensors().get(name);
        if (entry == null) {
            throw new ParameterException("a tensor of " + source.name(), "one of " + names(), name);
        }
        return entry;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
