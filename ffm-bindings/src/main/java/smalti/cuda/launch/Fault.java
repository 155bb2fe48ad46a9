package smalti.cuda.launch;

/// What to say of a number that a kernel must not use, such as a row that a table does not have.
@FunctionalInterface
public interface Fault {
    /// @param position of the first such number among those that the kernel was given
    /// @param value the number
    RuntimeException at(int position, int value);
}
