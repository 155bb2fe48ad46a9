package smalti.cuda;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import smalti.cuda.emulator.PtxDriver;
import smalti.cuda.emulator.PtxMutant;
import smalti.cuda.emulator.PtxOptions;
import smalti.cuda.emulator.PtxTrace;

/// A check and what it comes to in right kernels.
///
/// @param nanos how long it took
record TracedCheck(Check check, PtxTrace trace, long nanos) {
    /// Does all checks once.
    ///
    /// @param options of the GPU on which all of them must succeed
    /// @return the quickest first
    static List<TracedCheck> all(PtxOptions options) {
        List<TracedCheck> traced = new ArrayList<>();
        EmulatedDevice.during(
                new PtxDriver(options),
                () -> Check.all().map(TracedCheck::of).forEach(traced::add));
        traced.sort(Comparator.comparing(TracedCheck::nanos));
        return traced;
    }

    private static TracedCheck of(Check check) {
        long start = System.nanoTime();
        PtxTrace trace = PtxTrace.of(check.work());
        return new TracedCheck(check, trace, System.nanoTime() - start);
    }

    boolean reaches(PtxMutant mutant) {
        return trace.reaches(mutant);
    }
}
