package smalti.cuda.ptx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every kernel fits into the registers of every GPU that is supported: local memory would make it many times slower, and
/// nothing else would tell.
class PtxAssemblyTest {
    private static final List<Integer> CHIPS = List.of(75, 80, 89, 90, 100);
    private static final Path ALLOWED =
            Path.of("src/test/resources/smalti/cuda/ptx/stack-frames.txt");
    private static final Pattern ENTRY = Pattern.compile("\\.entry (\\w+)\\(");

    @TempDir Path folder;

    @Test
    void noKernelSpillsOrHasAStackFrameBeyondTheStatedOnes()
            throws IOException, InterruptedException, ExecutionException {
        Path assembler = Toolkit.assembler();
        List<String> faults = new ArrayList<>();
        TreeSet<String> allowed = allowed();
        for (Assembly kernel : assembleAll(assembler)) {
            String frame =
                    "%s sm_%d %d".formatted(kernel.kernel(), kernel.chip(), kernel.stackBytes());
            if (kernel.spilledBytes() > 0) {
                faults.add(kernel + " spills registers");
            }
            if (kernel.stackBytes() > 0 && !allowed.remove(frame)) {
                faults.add(kernel + " has a stack frame that " + ALLOWED + " does not state");
            }
        }
        assertThat(faults).isEmpty();
        assertThat(allowed).as("stack frames that are stated and no longer there").isEmpty();
    }

    private List<Assembly> assembleAll(Path assembler)
            throws IOException, InterruptedException, ExecutionException {
        List<Assembly> kernels = new ArrayList<>();
        int threads = Runtime.getRuntime().availableProcessors();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<List<Assembly>>> assemblies = new ArrayList<>();
            for (String name : PtxFolder.names(PtxFolder.COMMITTED, ".ptx")) {
                Path ptx = PtxFolder.COMMITTED.resolve(name);
                int entries = entries(ptx);
                for (int chip : CHIPS) {
                    Path output = folder.resolve(name + "." + chip);
                    assemblies.add(
                            pool.submit(() -> {
                                List<Assembly> assembled =
                                        Assembly.of(assembler, ptx, chip, output);
                                assertThat(assembled).as(name).hasSize(entries);
                                return assembled;
                            }));
                }
            }
            for (Future<List<Assembly>> assembly : assemblies) {
                kernels.addAll(assembly.get());
            }
        }
        return kernels;
    }

    private static int entries(Path ptx) throws IOException {
        return (int) ENTRY.matcher(Files.readString(ptx)).results().map(MatchResult::group).count();
    }

    private static TreeSet<String> allowed() throws IOException {
        TreeSet<String> frames = new TreeSet<>();
        for (String line : Files.readAllLines(ALLOWED)) {
            if (!line.startsWith("#")) {
                String[] words = line.split(" ", 4);
                assertThat(words).as(line + ": KERNEL CHIP BYTES WHY").hasSize(4);
                frames.add(String.join(" ", words[0], words[1], words[2]));
            }
        }
        return frames;
    }
}
