package smalti.error;

/// A parameter outside its range.
public final class ParameterException extends SmaltiException {
    private static final long serialVersionUID = 1L;

    /// @param name the parameter's name
    /// @param allowed the values it may take, e.g. `at least 1`
    /// @param actual the value given
    public ParameterException(String name, String allowed, Object actual) {
        super("%s must be %s, not %s".formatted(name, allowed, actual));
    }
}
