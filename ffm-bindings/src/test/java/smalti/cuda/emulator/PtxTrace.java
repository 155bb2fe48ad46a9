package smalti.cuda.emulator;

import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.TreeMap;
import smalti.cuda.emulator.FlowGraph.Run;

/// Which lines of PTX a piece of work executed, of kernels without mistakes.
///
/// @param lines by kernel
public record PtxTrace(Map<String, BitSet> lines) {
    /// Does the work on this thread. Nobody else may run kernels meanwhile.
    public static PtxTrace of(Runnable work) {
        Map<Kernel, long[]> before = counts();
        work.run();
        Map<String, BitSet> lines = new TreeMap<>();
        counts().forEach((kernel, after) -> {
            long[] base = before.getOrDefault(kernel, new long[after.length]);
            BitSet executed = new BitSet();
            for (Run run : kernel.graph().runs()) {
                if (after[run.index()] > base[run.index()]) {
                    kernel.procedure()
                            .instructions()
                            .subList(run.from(), run.to())
                            .forEach(each -> executed.set(each.line()));
                }
            }
            if (!executed.isEmpty()) {
                lines.put(kernel.name(), executed);
            }
        });
        return new PtxTrace(lines);
    }

    private static Map<Kernel, long[]> counts() {
        Map<Kernel, long[]> counts = new IdentityHashMap<>();
        for (CompiledModule module : CompiledModule.known()) {
            for (Kernel kernel : module.kernels().values()) {
                counts.put(kernel, kernel.code().counts.clone());
            }
        }
        return counts;
    }

    /// Whether the line of the mistake was come to.
    public boolean reaches(PtxMutant mutant) {
        BitSet executed = lines.get(mutant.kernel());
        return executed != null && executed.get(mutant.line());
    }
}
