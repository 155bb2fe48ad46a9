package smalti.cuda.gpu;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import smalti.cuda.CudaProvider;
import smalti.cuda.ffm.CudaDriver;
import smalti.cuda.ffm.CudaMachine;
import smalti.cuda.ffm.CudaSearch;
import smalti.device.Availability;
import smalti.device.Availability.Available;
import smalti.device.Availability.Unavailable;
import smalti.device.Device;

/// The first GPU of this machine.
final class RealGpu {
    /// The system property that makes tests fail where there is no GPU.
    private static final String REQUIRED = "smalti.gpu.required";

    private static final Availability FIRST = new CudaProvider().probe();

    private RealGpu() {}

    /// Why tests on it are skipped, without the places that were tried, which `smalti doctor` tells; empty if they are run.
    static Optional<String> whySkipped() {
        return FIRST instanceof Unavailable(String reason, String _)
                        && !Boolean.getBoolean(REQUIRED)
                ? Optional.of("skipped: no GPU: " + reason.replaceFirst(" \\(.*", ""))
                : Optional.empty();
    }

    /// Skips a test of JUnit where there is no GPU.
    ///
    /// @throws AssertionError if there has to be one
    static void need() {
        Optional<String> reason = whySkipped();
        assumeTrue(reason.isEmpty(), () -> reason.orElse(""));
        device();
    }

    /// @throws AssertionError if there is none
    static Device device() {
        return switch (FIRST) {
            case Available(Device device) -> device;
            case Unavailable(String reason, String mend) ->
                    throw new AssertionError(
                            "-D%s=true, but there is no GPU: %s; %s"
                                    .formatted(REQUIRED, reason, mend));
        };
    }

    static CudaMachine machine() {
        return CudaMachine.look(CudaSearch.here());
    }

    /// A driver of its own.
    static CudaDriver open() {
        return machine().open(0);
    }
}
