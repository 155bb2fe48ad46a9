package smalti.cuda.emulator;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import smalti.cuda.emulator.FlowGraph.Run;

/// How many of the shipped PTX instructions were executed in this JVM.
///
/// @param kernels with what was executed of each
/// @param total of all kernels
record PtxCoverage(Map<String, Share> kernels, Share total) {
    /// Executed ones of so many instructions.
    record Share(int executed, int all) {
        Share plus(Share other) {
            return new Share(executed + other.executed, all + other.all);
        }

        double percent() {
            return all == 0 ? 100 : 100.0 * executed / all;
        }
    }

    /// What has been executed up to now. A file that was never loaded counts with all its instructions.
    static PtxCoverage now() throws IOException, URISyntaxException {
        Map<String, Share> kernels = new TreeMap<>();
        Share total = new Share(0, 0);
        for (Path file : CommittedPtx.files()) {
            for (Kernel kernel : CompiledModule.of(Files.readString(file)).kernels().values()) {
                kernels.put(kernel.name(), of(kernel));
                total = total.plus(of(kernel));
            }
        }
        return new PtxCoverage(kernels, total);
    }

    /// Of one kernel: instructions in runs that some thread came to.
    static Share of(Kernel kernel) {
        int executed = 0;
        for (Run run : kernel.graph().runs()) {
            executed += kernel.code().counts[run.index()] > 0 ? run.to() - run.from() : 0;
        }
        return new Share(executed, kernel.procedure().instructions().size());
    }

    /// The instructions of a kernel that no thread came to.
    static List<Instruction> missed(Kernel kernel) {
        List<Instruction> missed = new ArrayList<>();
        for (Run run : kernel.graph().runs()) {
            if (kernel.code().counts[run.index()] == 0) {
                missed.addAll(kernel.procedure().instructions().subList(run.from(), run.to()));
            }
        }
        return missed;
    }

    /// For people: the whole, and each kernel of which less than so many percent were executed.
    String describe(double enough) {
        StringBuilder text = new StringBuilder();
        text.append(
                String.format(
                        Locale.ROOT,
                        "PTX instruction coverage %.1f %% (%d of %d)",
                        total.percent(),
                        total.executed(),
                        total.all()));
        kernels.forEach((name, share) -> {
            if (share.percent() < enough) {
                text.append(String.format(Locale.ROOT, "%n  %.1f %% of %s", share.percent(), name));
            }
        });
        return text.toString();
    }
}
