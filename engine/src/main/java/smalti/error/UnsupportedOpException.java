package smalti.error;

/// An operation that a device, or a storage type, does not offer.
public final class UnsupportedOpException extends SmaltiException {
    private static final long serialVersionUID = 1L;

    /// @param operation what was asked for
    /// @param where the device or type that lacks it
    /// @param wayOut what works instead
    public UnsupportedOpException(String operation, String where, String wayOut) {
        super("%s is not available on %s; %s".formatted(operation, where, wayOut));
    }
}
