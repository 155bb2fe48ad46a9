package smalti.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import smalti.cuda.emulator.PtxDriver;
import smalti.cuda.emulator.PtxMutant;
import smalti.cuda.emulator.PtxOptions;
import smalti.tensor.DType;
import smalti.testkit.CaseTable;
import smalti.testkit.OpCase;
import smalti.testkit.Scene;

/// Makes mistakes in the shipped kernels, one at a time, and tells how many of them the table of cases notices.
///
/// `-Dsmalti.ptx.mutants=200` says how many are tried, `-Dsmalti.ptx.seed=7` which.
@Tag("slow")
class PtxMutationTest {
    private static final int MUTANTS = Integer.getInteger("smalti.ptx.mutants", 60);
    private static final long SEED = Long.getLong("smalti.ptx.seed", 1);

    /// How many cases a mutant meets at most.
    private static final int CASES = 12;

    /// What a sample has to reach; far below what is expected, so that only a broken search fails.
    private static final double LEAST_SHARE = 0.4;

    private static final List<Scene> SCENES =
            List.of(
                    Scene.of(2, 5, 7, 3),
                    Scene.of(1, 12, 16, 8),
                    Scene.of(1, 9, 33, 17),
                    Scene.of(2, 3, 40, 36));

    @Test
    void mostMistakesAreNoticed() throws IOException, URISyntaxException {
        Map<String, List<OpCase>> cases = casesOfKernels();
        List<PtxMutant> mutants =
                new ArrayList<>(
                        PtxMutant.ofCommitted().stream()
                                .filter(mutant -> cases.containsKey(mutant.kernel()))
                                .toList());
        Collections.shuffle(mutants, new Random(SEED));
        List<PtxMutant> sample = mutants.subList(0, Math.min(MUTANTS, mutants.size()));
        List<PtxMutant> missed =
                sample.stream()
                        .filter(mutant ->
                                !isNoticed(mutant, cases.getOrDefault(mutant.kernel(), List.of())))
                        .toList();
        int noticed = sample.size() - missed.size();
        double share = (double) noticed / sample.size();
        System.out.printf(
                "PTX mutants noticed: %d of %d (%.1f %%), of %d in %d kernels%n",
                noticed, sample.size(), 100 * share, mutants.size(), cases.size());
        missed.forEach(mutant -> System.out.println("  not noticed: " + mutant));

        assertThat(share).isGreaterThan(LEAST_SHARE);
    }

    /// Which cases start which kernel.
    private static Map<String, List<OpCase>> casesOfKernels() {
        PtxDriver driver = new PtxDriver();
        EmulatedDevice gpu = new EmulatedDevice(new CudaDevice("cuda", driver));
        Map<String, List<OpCase>> cases = new TreeMap<>();
        for (Scene scene : SCENES) {
            for (DType dtype : DType.values()) {
                for (OpCase each : CaseTable.on(scene, dtype)) {
                    if (each.offeredBy(gpu.device())) {
                        driver.takeLaunched();
                        gpu.checkAgainstReference(each);
                        driver.takeLaunched()
                                .forEach(kernel ->
                                        cases.computeIfAbsent(kernel, _ -> new ArrayList<>())
                                                .add(each));
                    }
                }
            }
        }
        return cases;
    }

    private static boolean isNoticed(PtxMutant mutant, List<OpCase> cases) {
        PtxOptions options = PtxOptions.DEFAULT.seed(SEED);
        EmulatedDevice gpu =
                new EmulatedDevice(new CudaDevice("cuda", new PtxDriver(options, mutant)));
        int step = Math.max(1, cases.size() / CASES);
        for (int i = 0; i < cases.size(); i += step) {
            try {
                gpu.checkAgainstReference(cases.get(i));
            } catch (AssertionError | RuntimeException noticed) {
                return true;
            }
        }
        return false;
    }
}
