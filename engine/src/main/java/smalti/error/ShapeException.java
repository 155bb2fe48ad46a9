package smalti.error;

/// Tensors whose shapes or types do not fit an operation, or a size beyond what can be addressed.
public final class ShapeException extends SmaltiException {
    private static final long serialVersionUID = 1L;

    /// @param operation what was asked for, e.g. `segment mean`
    /// @param expected what it takes
    /// @param actual what it was given
    public ShapeException(String operation, Object expected, Object actual) {
        super("%s takes %s, not %s".formatted(operation, expected, actual));
    }
}
