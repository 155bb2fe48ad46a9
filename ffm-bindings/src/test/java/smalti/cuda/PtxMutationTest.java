package smalti.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import smalti.cuda.emulator.PtxMistake;
import smalti.cuda.emulator.PtxMutant;
import smalti.cuda.emulator.PtxOptions;

/// Makes mistakes in the shipped kernels, one at a time, and tells how many of them the tests notice.
///
/// `-Dsmalti.ptx.mutants=200` says how many are tried, `-Dsmalti.ptx.seed=7` which.
@Tag("slow")
class PtxMutationTest {
    private static final int MUTANTS = Integer.getInteger("smalti.ptx.mutants", 150);
    private static final long SEED = Long.getLong("smalti.ptx.seed", 1);

    /// How long checks may take for one mistake, since some are come to by thousands of them.
    private static final long NANOS_A_MUTANT = 10_000_000_000L;

    /// A mistake that makes a loop endless need not be waited for.
    private static final long MOST_LOOPS = 20_000;

    private static final PtxOptions OPTIONS =
            PtxOptions.DEFAULT.seed(SEED).findingGlobalRaces().mostLoops(MOST_LOOPS);

    private static final double LEAST_SHARE = 0.8;

    @Test
    void mostMistakesAreNoticed() throws IOException, URISyntaxException {
        List<PtxMutant> mutants = new ArrayList<>(PtxMutant.ofCommitted());
        int all = mutants.size();
        Collections.shuffle(mutants, new Random(SEED));
        List<TracedCheck> checks = TracedCheck.all(OPTIONS);
        List<Trial> trials =
                mutants.stream()
                        .limit(MUTANTS)
                        .map(mutant -> Trial.of(mutant, checks, OPTIONS, NANOS_A_MUTANT))
                        .peek(System.out::println)
                        .toList();

        System.out.printf(
                "PTX mutants noticed: %s, of %d, by %d checks%n",
                share(trials), all, checks.size());
        for (PtxMistake mistake : PtxMistake.values()) {
            List<Trial> same =
                    trials.stream().filter(each -> each.mutant().mistake() == mistake).toList();
            System.out.printf("  %s: %s%n", mistake, share(same));
        }
        assertThat((double) noticed(trials) / trials.size()).isGreaterThanOrEqualTo(LEAST_SHARE);
    }

    private static long noticed(List<Trial> trials) {
        return trials.stream().filter(Trial::noticed).count();
    }

    private static String share(List<Trial> trials) {
        long noticed = noticed(trials);
        return "%d of %d (%.1f %%)"
                .formatted(noticed, trials.size(), 100.0 * noticed / Math.max(1, trials.size()));
    }
}
