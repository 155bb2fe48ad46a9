package smalti.error;

import org.jspecify.annotations.Nullable;

/// A file whose content is not what its format promises. Nothing was allocated for what its header claims.
public final class FormatException extends SmaltiException {
    private static final long serialVersionUID = 1L;

    private final long offset;

    /// @param file the file's name as the user gave it
    /// @param offset the byte at which the trouble stands, or -1 where no byte can be named
    /// @param what what is wrong, and the limit it breaks
    public FormatException(String file, long offset, String what) {
        this(file, offset, what, null);
    }

    public FormatException(String file, long offset, String what, @Nullable Throwable cause) {
        super(
                offset < 0
                        ? file + ": " + what
                        : "%s: %s (at byte %d)".formatted(file, what, offset),
                cause);
        this.offset = offset;
    }

    /// The byte at which the trouble stands, or -1.
    public long offset() {
        return offset;
    }
}
