package smalti.cuda.ffm;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Functions that are bound together when one of them is first used: a driver that lacks some of them serves as long as
/// nobody asks for them.
final class Group<T> {
    private final Supplier<T> binder;
    private volatile @Nullable T bound;

    Group(Supplier<T> binder) {
        this.binder = binder;
    }

    /// The functions.
    ///
    /// @throws MissingFunctionException if the library lacks one
    T get() {
        T functions = bound;
        if (functions == null) {
            // Two threads may both bind them: they get the same functions.
            functions = binder.get();
            bound = functions;
        }
        return functions;
    }
}
