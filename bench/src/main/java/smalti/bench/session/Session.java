package smalti.bench.session;

import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import smalti.bench.ours.CeilingContestant;
import smalti.bench.ours.SmaltiContestant;
import smalti.bench.worker.Message;
import smalti.bench.worker.Pace;
import smalti.bench.worker.Timing;
import smalti.bench.workload.Input;
import smalti.bench.workload.Photo;
import smalti.bench.workload.Workload;

/// Measures one group. All workers of a number of threads stand ready together, and for each workload ours, its ceiling
/// and its peers take turns, seconds apart, so that what else the machine does falls on all of them.
public final class Session {
    private final Home home;
    private final Group group;
    private final Tempo tempo;
    private final List<Integer> threadCounts;
    private final PrintStream progress;
    private final long start = System.nanoTime();

    /// @param threadCounts each is measured by itself, in that order
    /// @param progress where is told what goes on
    public Session(
            Home home, Group group, Tempo tempo, List<Integer> threadCounts, PrintStream progress) {
        this.home = home;
        this.group = group;
        this.tempo = tempo;
        this.threadCounts = threadCounts;
        this.progress = progress;
    }

    /// Measures everything.
    ///
    /// @param done gets each case as soon as it is measured
    public SessionResult run(Consumer<CaseResult> done) {
        List<CaseResult> cases = new ArrayList<>();
        Map<Integer, Double> peaks = new TreeMap<>();
        List<QualityRow> quality = List.of();
        for (int threads : threadCounts) {
            say("starting the workers for %d thread%s".formatted(threads, threads == 1 ? "" : "s"));
            try (Team team = new Team(home, group, threads, tempo)) {
                Message peak = team.ours().ask("peak");
                peaks.put(threads, peak.kind().equals("peak") ? peak.decimal(1) : 0);
                boolean fresh = true;
                for (List<Workload> workloads : byInput()) {
                    for (CaseResult result : measure(team, workloads, fresh)) {
                        cases.add(result);
                        done.accept(result);
                    }
                    fresh = false;
                }
                if (group == Group.SUPERPIXELS && tempo == Tempo.FULL && quality.isEmpty()) {
                    say("scoring superpixels against human segmentations");
                    quality = new QualityRun(team).run();
                }
            }
        }
        return new SessionResult(
                group,
                Instant.now(),
                tempo,
                Photo.source(),
                cases,
                peaks,
                versions(),
                missing(),
                quality,
                memory());
    }

    private List<MemoryRow> memory() {
        if (group != Group.TRAIN) {
            return List.of();
        }
        say("measuring memory");
        // What is kept for the way back does not depend on the number of threads.
        return new MemoryRun(home, tempo.peers(group), threadCounts.getFirst())
                .run(tempo.workloads(group));
    }

    private List<List<Workload>> byInput() {
        Map<Input, List<Workload>> groups = new LinkedHashMap<>();
        tempo.workloads(group)
                .forEach(workload ->
                        groups.computeIfAbsent(workload.input(), _ -> new ArrayList<>())
                                .add(workload));
        return List.copyOf(groups.values());
    }

    /// A workload and who takes part in it.
    private record Contest(Workload workload, List<Entrant> entrants, List<String> complaints) {}

    /// Measures the workloads of one input.
    ///
    /// @param fresh whether they are the first of the team
    private List<CaseResult> measure(Team team, List<Workload> workloads, boolean fresh) {
        List<Contest> contests = new ArrayList<>();
        if ((System.nanoTime() - start) * 1e-9 > tempo.seconds(group)) {
            team.keepFirst();
        }
        for (Workload workload : workloads) {
            say("preparing and checking " + workload.name());
            List<String> complaints = new ArrayList<>();
            contests.add(new Contest(workload, team.stage(workload, complaints), complaints));
            complaints.forEach(complaint -> say(workload.name() + ": " + complaint));
        }
        for (int round = 0; round < tempo.rounds(); round++) {
            for (Contest contest : contests) {
                say(
                        "measuring %s, %d threads, round %d of %d"
                                .formatted(
                                        contest.workload().name(),
                                        team.threads(),
                                        round + 1,
                                        tempo.rounds()));
                measure(team, contest.entrants(), round, fresh);
            }
        }
        return contests.stream().map(contest -> result(contest, team.threads())).toList();
    }

    private void measure(Team team, List<Entrant> entrants, int round, boolean fresh) {
        for (Entrant entrant : entrants) {
            boolean own = entrant.peer().equals(SmaltiContestant.NAME);
            if (entrant.worker().isLost() || (!own && isLeftOut(entrant, entrants))) {
                continue;
            }
            Pace pace =
                    own
                            ? tempo.ours(round, group, fresh)
                            : tempo.others(entrant.coldSeconds(), group);
            Message answer =
                    entrant.worker().ask("measure", entrant.key(), pace.warmUp(), pace.measure());
            if (!answer.kind().equals("timing")) {
                say(entrant.key() + ": " + answer.text(1));
                continue;
            }
            entrant.add(
                    new Timing(
                            answer.decimal(1),
                            answer.decimal(2),
                            answer.decimal(3),
                            answer.whole(4)));
            team.rest(entrant, answer.decimal(1));
            if (own && round == 0 && tempo.measuresAllocation()) {
                entrant.allocates(entrant.worker().ask("allocation", entrant.key()).whole(1));
            }
        }
    }

    /// Whether it is a slow form of a peer that has a faster one, and time is short.
    private boolean isLeftOut(Entrant entrant, List<Entrant> entrants) {
        double fastest =
                entrants.stream()
                        .filter(other -> other.peer().equals(entrant.peer()))
                        .mapToDouble(Entrant::coldSeconds)
                        .min()
                        .orElse(0);
        return entrant.coldSeconds() > tempo.slowest() * fastest;
    }

    private static CaseResult result(Contest contest, int threads) {
        List<Figure> figures =
                contest.entrants().stream()
                        .filter(Entrant::isMeasured)
                        .map(Entrant::figure)
                        .sorted(Comparator.comparingDouble(Figure::seconds))
                        .toList();
        return new CaseResult(
                contest.workload(),
                threads,
                named(figures, SmaltiContestant.NAME),
                named(figures, CeilingContestant.NAME),
                figures.stream()
                        .filter(figure ->
                                !figure.peer().equals(SmaltiContestant.NAME)
                                        && !figure.peer().equals(CeilingContestant.NAME))
                        .toList(),
                contest.complaints());
    }

    private static Optional<Figure> named(List<Figure> figures, String peer) {
        return figures.stream().filter(figure -> figure.peer().equals(peer)).findFirst();
    }

    private Map<String, String> versions() {
        Map<String, String> versions = new LinkedHashMap<>();
        for (PeerFamily family : tempo.peers(group)) {
            home.classPath(family)
                    .flatMap(family::version)
                    .ifPresent(version -> versions.put(family.name(), version));
        }
        return versions;
    }

    private List<String> missing() {
        return group.peers().stream()
                .filter(family -> home.classPath(family).isEmpty())
                .map(family ->
                        family.name()
                                + ": its module bench/peers/"
                                + family.name()
                                + " was not built; .smalti/build.log says why")
                .toList();
    }

    private void say(String what) {
        progress.printf("[%3.0f s] %s%n", (System.nanoTime() - start) * 1e-9, what);
    }
}
