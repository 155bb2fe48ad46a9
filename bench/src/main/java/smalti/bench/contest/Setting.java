package smalti.bench.contest;

/// How a contestant takes part.
///
/// @param threads how many it may use
public record Setting(int threads, Breadth breadth) {
    /// How much of what it has a contestant shows.
    public enum Breadth {
        /// Every form, also those that are known to be slow.
        EVERY_FORM,
        /// Forms that may be the fastest.
        LIKELY_FORMS
    }

    public boolean everyForm() {
        return breadth == Breadth.EVERY_FORM;
    }

    /// Of how many channels one is checked: all of them where there is time.
    public int channelStride() {
        return everyForm() ? 1 : 8;
    }
}
