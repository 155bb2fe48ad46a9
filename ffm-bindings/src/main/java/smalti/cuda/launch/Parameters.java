package smalti.cuda.launch;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import smalti.error.ParameterException;

/// What a kernel takes, as the entry in its PTX declares it, and how that is packed: each parameter at a multiple of its
/// size.
///
/// @param kernel its name
/// @param types the parameters' PTX types in order, e.g. `u64`
public record Parameters(String kernel, List<String> types) {
    public Parameters {
        types = List.copyOf(types);
    }

    /// Bytes of all parameters together.
    public int bytes() {
        int end = 0;
        for (String type : types) {
            end = align(end, size(type)) + size(type);
        }
        return end;
    }

    /// The offset of each parameter in the packed buffer.
    public List<Integer> offsets() {
        List<Integer> offsets = new ArrayList<>();
        int end = 0;
        for (String type : types) {
            offsets.add(align(end, size(type)));
            end = offsets.getLast() + size(type);
        }
        return offsets;
    }

    /// Packs arguments: [Integer], [Long], [Float] and [Double] for parameters of that width and kind, and
    /// [DeviceTensor] for the address of its first element.
    ///
    /// @throws ParameterException if number or type of an argument are not what the kernel takes
    void pack(Object[] arguments, MemorySegment into) {
        if (arguments.length != types.size()) {
            throw new ParameterException(
                    "arguments of " + kernel, types.size() + " of them", arguments.length);
        }
        int end = 0;
        for (int i = 0; i < arguments.length; i++) {
            String type = types.get(i);
            int at = align(end, size(type));
            end = at + size(type);
            boolean floating = type.startsWith("f");
            boolean wide = size(type) == Long.BYTES;
            switch (arguments[i]) {
                case DeviceTensor tensor when wide && !floating ->
                        into.set(ValueLayout.JAVA_LONG, at, tensor.address());
                case Long value when wide && !floating ->
                        into.set(ValueLayout.JAVA_LONG, at, value);
                case Integer value when !wide && !floating ->
                        into.set(ValueLayout.JAVA_INT, at, value);
                case Float value when !wide && floating ->
                        into.set(ValueLayout.JAVA_FLOAT, at, value);
                case Double value when wide && floating ->
                        into.set(ValueLayout.JAVA_DOUBLE, at, value);
                default ->
                        throw new ParameterException(
                                "argument " + i + " of " + kernel,
                                "a " + type,
                                arguments[i].getClass().getSimpleName());
            }
        }
    }

    private static int align(int offset, int size) {
        return (offset + size - 1) / size * size;
    }

    private static int size(String type) {
        return Integer.parseInt(type.substring(1)) / Byte.SIZE;
    }
}
