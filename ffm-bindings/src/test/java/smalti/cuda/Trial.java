package smalti.cuda;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import smalti.cuda.emulator.PtxDriver;
import smalti.cuda.emulator.PtxMutant;
import smalti.cuda.emulator.PtxOptions;

/// What checks said to a wrong kernel.
///
/// @param reaching checks that come to the line of the mistake
/// @param tried how many of them were done
/// @param complaint of the last one, if it noticed
record Trial(PtxMutant mutant, int reaching, int tried, Optional<String> complaint) {
    private static final int QUICK = 12;

    /// Does checks until one notices, or it has taken too long.
    ///
    /// @param checks the quickest first
    static Trial of(
            PtxMutant mutant, List<TracedCheck> checks, PtxOptions options, long mostNanos) {
        List<Check> reaching = mixed(checks.stream().filter(each -> each.reaches(mutant)).toList());
        long start = System.nanoTime();
        int tried = 0;
        Optional<String> complaint = Optional.empty();
        try (var driver = new PtxDriver(options, mutant)) {
            while (tried < reaching.size()
                    && complaint.isEmpty()
                    && System.nanoTime() - start < mostNanos) {
                complaint = complaint(reaching.get(tried++), driver);
            }
        }
        return new Trial(mutant, reaching.size(), tried, complaint);
    }

    /// Some of the quickest first, which are mostly enough, then all sorts of others.
    private static List<Check> mixed(List<TracedCheck> quickestFirst) {
        List<Check> mixed =
                new ArrayList<>(quickestFirst.stream().map(TracedCheck::check).toList());
        Collections.shuffle(
                mixed.subList(Math.min(QUICK, mixed.size()), mixed.size()), new Random(1));
        return mixed;
    }

    private static Optional<String> complaint(Check check, PtxDriver driver) {
        try {
            EmulatedDevice.during(driver, check.work());
            return Optional.empty();
        } catch (AssertionError | RuntimeException noticed) {
            String why = String.valueOf(noticed.getMessage()).lines().findFirst().orElse("");
            return Optional.of(check.name() + ": " + why);
        }
    }

    boolean noticed() {
        return complaint.isPresent();
    }

    @Override
    public String toString() {
        return "%s, %s: %s"
                .formatted(
                        mutant,
                        mutant.mistake(),
                        complaint
                                .map(it -> "noticed by " + it)
                                .orElse(
                                        reaching == 0
                                                ? "NOT NOTICED, no check comes to it"
                                                : "NOT NOTICED by %d of %d checks"
                                                        .formatted(tried, reaching)));
    }
}
