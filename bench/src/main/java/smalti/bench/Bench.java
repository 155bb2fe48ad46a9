package smalti.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import smalti.bench.report.Json;
import smalti.bench.report.Lines;
import smalti.bench.report.Page;
import smalti.bench.report.Tables;
import smalti.bench.session.Group;
import smalti.bench.session.Home;
import smalti.bench.session.Session;
import smalti.bench.session.SessionResult;
import smalti.bench.session.Tempo;

/// `smalti bench`: measures Smalti beside its peers and the ceilings of the machine.
@Command(
        name = "smalti bench",
        description =
                "Measures Smalti beside its peers and the machine's ceilings, every result checked first.",
        footer = {
            "",
            "A quick run prints one line a case and peer: case, our figure, peer, the peer's figure, how many times as fast"
                    + " ours is, our share of the ceiling. A full run prints a table and renews docs/benchmarks.md."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class Bench implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "GROUP",
            description = "${COMPLETION-CANDIDATES}; all if left out.",
            converter = GroupConverter.class,
            completionCandidates = GroupConverter.class)
    private Optional<Group> group = Optional.empty();

    @Option(
            names = "--quick",
            description = "End within a minute a group; docs/benchmarks.md stays as it is.")
    private boolean quick;

    @Option(names = "--json", paramLabel = "FILE", description = "Write all figures as JSON.")
    private Optional<Path> json = Optional.empty();

    @Option(
            names = "--threads",
            paramLabel = "N",
            split = ",",
            defaultValue = "2,1",
            description = "Numbers of threads, each measured by itself; default ${DEFAULT-VALUE}.")
    private List<Integer> threads = List.of();

    private final PrintStream lines;
    private final PrintStream progress;

    private Bench(PrintStream lines, PrintStream progress) {
        this.lines = lines;
        this.progress = progress;
    }

    public static void main(String[] arguments) {
        System.exit(commandLine(System.out, System.err).execute(arguments));
    }

    static CommandLine commandLine(PrintStream lines, PrintStream progress) {
        return new CommandLine(new Bench(lines, progress))
                .setExecutionExceptionHandler((failure, command, _) -> {
                    command.getErr().println("smalti: " + failure.getMessage());
                    return 1;
                });
    }

    @Override
    public Integer call() throws IOException {
        Home home = Home.current();
        Tempo tempo = quick ? Tempo.QUICK : Tempo.FULL;
        List<Group> groups = group.map(List::of).orElse(List.of(Group.values()));
        List<SessionResult> results = new ArrayList<>();
        for (Group each : groups) {
            Session session = new Session(home, each, tempo, threads, progress);
            SessionResult result =
                    session.run(done ->
                            Lines.of(done).forEach(quick ? lines::println : progress::println));
            Lines.of(result.memory()).forEach(quick ? lines::println : progress::println);
            if (!quick) {
                lines.println(Tables.plain(result));
            }
            results.add(result);
        }
        results.forEach(
                result -> result.missing().forEach(peer -> progress.println("missing " + peer)));
        if (json.isPresent()) {
            Json.write(results, json.get());
        }
        if (!quick) {
            Page page = new Page(home.docs());
            for (SessionResult result : results) {
                page.renew(result);
            }
            progress.println("renewed docs/benchmarks.md");
        }
        boolean whole =
                results.stream()
                        .flatMap(result -> result.cases().stream())
                        .allMatch(result -> result.ours().isPresent());
        return whole ? 0 : 1;
    }
}
