package smalti.bench.gpu;

/// What a figure is to reach.
///
/// @param measure of what
/// @param must what it has to be
/// @param aim what it should be
record Goal(Measure measure, double must, double aim) {
    /// What figures are told in.
    enum Measure {
        /// the share of the device's copy bandwidth
        COPY_SHARE("of copy"),
        /// how many times as fast as PyTorch's fastest
        OVER_PEER("x PyTorch"),
        /// microseconds
        MICROS("us");

        private final String word;

        Measure(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /// Whether a figure reaches a number: times are the better the smaller, all else the larger.
    boolean isMet(double figure, double number) {
        return measure == Measure.MICROS ? figure <= number : figure >= number;
    }

    @Override
    public String toString() {
        return "%s %s %s, aim %s"
                .formatted(
                        measure == Measure.MICROS ? "at most" : "at least",
                        plain(must),
                        measure.word(),
                        plain(aim));
    }

    private static String plain(double number) {
        return number == Math.rint(number)
                ? Long.toString(Math.round(number))
                : Double.toString(number);
    }
}
