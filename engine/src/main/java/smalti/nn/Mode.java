package smalti.nn;

/// What a network runs for.
public sealed interface Mode {
    /// It answers: nothing is dropped out, and running statistics normalise.
    record Answering() implements Mode {}

    /// It learns: values are dropped out, batches normalise themselves, and running statistics follow them.
    record Learning() implements Mode {}

    /// It takes its running statistics anew, from several batches: batches normalise themselves as while learning, but
    /// nothing is dropped out, and running statistics become those of all values of the batches so far.
    ///
    /// Statistics that follow the last steps are those of a few batches, normalised by weights that have changed since; with
    /// small batches a network answers better by these. Wu and Johnson, "Rethinking 'Batch' in BatchNorm", 2021, section 3.
    ///
    /// @param before batches that were measured before this one
    record Measuring(long before) implements Mode {}
}
