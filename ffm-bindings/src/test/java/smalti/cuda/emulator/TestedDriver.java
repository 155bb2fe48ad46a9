package smalti.cuda.emulator;

/// The GPU that tests run on: one for all of them, whose kernels are made once, or another for as long as somebody wants to
/// see what tests say to it.
public final class TestedDriver {
    private static final PtxDriver COMMON = new PtxDriver(PtxOptions.DEFAULT.findingGlobalRaces());

    private static final ScopedValue<PtxDriver> OTHER = ScopedValue.newInstance();

    private TestedDriver() {}

    public static PtxDriver get() {
        return OTHER.orElse(COMMON);
    }

    /// Runs tests on another GPU.
    public static void during(PtxDriver other, Runnable tests) {
        ScopedValue.where(OTHER, other).run(tests);
    }
}
