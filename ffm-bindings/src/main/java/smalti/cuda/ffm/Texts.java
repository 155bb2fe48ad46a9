package smalti.cuda.ffm;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// Texts that a library keeps.
final class Texts {
    /// They are short; this bounds what is read where their end is missing.
    private static final int MOST_BYTES = 1024;

    private Texts() {}

    /// The text at an address of the library; empty if that is none.
    @SuppressWarnings("restricted")
    static Optional<String> at(MemorySegment address) {
        return address.equals(MemorySegment.NULL)
                ? Optional.empty()
                : Optional.of(address.reinterpret(MOST_BYTES).getString(0));
    }
}
