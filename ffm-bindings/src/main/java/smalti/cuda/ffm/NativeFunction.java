package smalti.cuda.ffm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;

/// A function of a C library, as a line of a table that a test compares with the library's header.
interface NativeFunction {
    /// Its name in the library.
    String symbol();

    /// Its parameters, a letter each: `I` an int or enumeration of 32 bits, `B` a byte, `L` a number of 64 bits, `H` a handle
    /// of the library, `D` an address in the GPU's memory, `P` an address in the host's. Handles and addresses of the GPU
    /// are numbers to us: C passes pointers and numbers of 64 bits alike on every system that CUDA runs on.
    String parameters();

    /// Whether it returns an address of the host, and not a code of 32 bits.
    default boolean returnsAddress() {
        return false;
    }

    /// The same for the linker.
    default FunctionDescriptor descriptor() {
        MemoryLayout[] layouts =
                parameters()
                        .chars()
                        .mapToObj(letter -> layout((char) letter))
                        .toArray(MemoryLayout[]::new);
        return FunctionDescriptor.of(returnsAddress() ? ADDRESS : JAVA_INT, layouts);
    }

    private static MemoryLayout layout(char letter) {
        return switch (letter) {
            case 'I' -> JAVA_INT;
            case 'B' -> JAVA_BYTE;
            case 'L', 'H', 'D' -> JAVA_LONG;
            case 'P' -> ADDRESS;
            default -> throw new IllegalArgumentException("no parameter is a " + letter);
        };
    }
}
