package smalti.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import smalti.claim.Claim;
import smalti.claim.Comparison;
import smalti.claim.Findings;
import smalti.claim.Reproduction;
import smalti.file.Draft;
import smalti.json.Json;

@Command(
        name = "reproduce",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis =
                "smalti reproduce CLAIM --data DIR [--weights DIR] [OPTIONS] [-- OPTIONS OF TRAINING]",
        description = {
            "Tries a claim of a paper: trains both ways with several seeds, and tells whether one beats the other by more"
                    + " than seeds differ.",
            "",
            "Each run has a folder of its own with its report, in DIR/seed-N. What has come to its end is not run again, and"
                    + " what was stopped goes on: the same command, given again, takes up where it was. DIR/CLAIM.md is the"
                    + " table that is printed.",
            ""
        })
final class ReproduceCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Parameters(index = "0", paramLabel = "CLAIM", description = "Which of those below.")
    private String name = "";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            required = true,
            description = "The folder of the claim's data set.")
    private Path data = Path.of("");

    @Option(
            names = "--weights",
            paramLabel = "DIR",
            description = "The folder of the encoders' weights; all claims but metric need it.")
    private @Nullable Path weights;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            split = ",",
            description = "What is drawn at random follows from them (1,2,3).")
    private List<Long> seeds = new ArrayList<>(List.of(1L, 2L, 3L));

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "The folder of all runs (runs/CLAIM).")
    private @Nullable Path out;

    @Option(names = "--json", description = "Print the scores as one line of JSON.")
    private boolean json;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "OPTION",
            description = "Behind --, options for each training, such as --steps 100.")
    private List<String> more = new ArrayList<>();

    private ReproduceCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    static CommandLine of(Terminal terminal) {
        var line = new CommandLine(new ReproduceCommand(terminal));
        List<String> footer = new ArrayList<>(List.of("", "Claims:"));
        for (Claim claim : Claim.ALL) {
            footer.add(
                    "  %-9s%s (%s; on %s)"
                            .formatted(
                                    claim.name(), claim.statement(), claim.paper(), claim.set()));
        }
        footer.addAll(
                List.of(
                        "",
                        "Example:",
                        "  smalti reproduce pyramid --data camvid --weights weights/"));
        line.getCommandSpec().usageMessage().footer(footer.toArray(String[]::new));
        return line;
    }

    @Override
    public Integer call() throws IOException {
        Claim claim =
                Claim.ALL.stream()
                        .filter(each -> each.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> wrong("the claim", name));
        if (seeds.isEmpty() || seeds.stream().distinct().count() < seeds.size()) {
            throw new CommandLine.ParameterException(
                    command.commandLine(), "--seeds must be different numbers, such as 1,2,3");
        }
        if (weights == null && claim.needsWeights()) {
            throw new CommandLine.ParameterException(
                    command.commandLine(),
                    "--weights: '%s' needs the folder of the encoders' weights"
                            .formatted(claim.name()));
        }
        Path folder = out == null ? Path.of("runs", claim.name()) : out;
        Files.createDirectories(folder);
        Path encoders = weights == null ? Path.of("") : weights;
        Findings found =
                new Reproduction(claim, folder, this::run, data, encoders, more).run(seeds);
        String text = found.markdown();
        try (Draft draft = Draft.of(folder.resolve(claim.name() + ".md"))) {
            Files.writeString(draft.path(), "# " + claim.statement() + "\n\n" + text);
            draft.commit();
        }
        print(found, text);
        return Program.DONE;
    }

    private CommandLine.ParameterException wrong(String what, String given) {
        return new CommandLine.ParameterException(
                command.commandLine(),
                "%s '%s' is none of %s"
                        .formatted(
                                what,
                                given,
                                Claim.ALL.stream()
                                        .map(Claim::name)
                                        .collect(Collectors.joining(", "))));
    }

    /// Results of single runs go where everything but the claim's own result goes.
    private boolean run(List<String> arguments) {
        terminal.err().println("smalti " + Reproduction.shown(arguments));
        return Program.run(arguments.toArray(String[]::new), terminal.err(), terminal.err())
                == Program.DONE;
    }

    private void print(Findings found, String text) {
        if (!json) {
            terminal.out().print(text);
            return;
        }
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("claim", found.claim().name());
        line.put("seeds", found.seeds());
        line.put("comparisons", found.comparisons().stream().map(ReproduceCommand::line).toList());
        terminal.out().println(Json.line(line));
    }

    private static Map<String, Object> line(Comparison comparison) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("score", comparison.score());
        line.put(comparison.first().arm(), comparison.first().scores());
        line.put(comparison.second().arm(), comparison.second().scores());
        line.put("difference", comparison.difference());
        line.put("verdict", comparison.verdict());
        return line;
    }
}
