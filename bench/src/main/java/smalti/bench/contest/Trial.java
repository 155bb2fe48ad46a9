package smalti.bench.contest;

import java.util.function.Function;
import java.util.function.Supplier;

/// One way of doing a workload. Not safe for use by several threads.
///
/// @param peer the name in tables. Of several trials of one name the fastest counts: they are forms of one thing
/// @param form which operator does it, e.g. `index_add`
/// @param call what is timed: returns what the library returns, which the next call may overwrite
/// @param outcome what a call returned, brought into the common form for the check
/// @param close frees what is not on the heap
public record Trial(
        String peer,
        String form,
        Supplier<Object> call,
        Function<Object, Outcome> outcome,
        Runnable close) {
    /// A trial that holds nothing but heap memory.
    public static Trial onHeap(
            String peer, String form, Supplier<Object> call, Function<Object, Outcome> outcome) {
        return new Trial(peer, form, call, outcome, () -> {});
    }
}
