package smalti.cpu.work;

/// Shares out a range in portions that are large enough for a thread and do not depend on how many there are.
public final class Portions {
    /// Values of a portion: enough that handing it out costs nothing, few enough that all threads get some.
    private static final int VALUES = 1 << 16;

    private Portions() {}

    /// Something to do with the units from `from` to below `to`.
    @FunctionalInterface
    public interface Portion {
        void take(int from, int to);
    }

    /// Shares out `units`.
    ///
    /// @param valuesEach how many values a unit has, at least 1
    public static void share(Workers workers, int units, long valuesEach, Portion portion) {
        int each = (int) Math.max(1, Math.min(units, VALUES / Math.max(1, valuesEach)));
        int parts = Math.ceilDiv(units, Math.max(1, each));
        workers.run(parts, part -> portion.take(part * each, Math.min(units, part * each + each)));
    }
}
