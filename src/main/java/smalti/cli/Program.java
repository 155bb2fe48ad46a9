package smalti.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;
import smalti.decoupled.DecoupledTraining;
import smalti.spn.SpnTraining;

/// The program: a command line in, an exit code out. Several may run in one process, one after the other.
public final class Program {
    /// Done.
    public static final int DONE = 0;

    /// Tried and failed.
    public static final int FAILED = 1;

    /// Asked for in a way that cannot be understood.
    public static final int USED_WRONGLY = 2;

    private static final String HELP = "help";

    private static final Map<String, Function<Terminal, Object>> COMMANDS =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry("completion", CompletionCommand::new),
                            Map.entry(
                                    "decoupled",
                                    terminal ->
                                            SystemCommands.of(terminal, new DecoupledTraining())),
                            Map.entry("demo", DemoCommand::new),
                            Map.entry("doctor", DoctorCommand::new),
                            Map.entry("evaluate", EvaluateCommand::new),
                            Map.entry("features", FeaturesCommand::new),
                            Map.entry("metrics", MetricsCommand::new),
                            Map.entry("pool", PoolCommand::new),
                            Map.entry("predict", PredictCommand::new),
                            Map.entry("reproduce", ReproduceCommand::of),
                            Map.entry("softseg", SoftsegCommand::new),
                            Map.entry(
                                    "spn",
                                    terminal -> SystemCommands.of(terminal, new SpnTraining())),
                            Map.entry("superpixels", SuperpixelsCommand::new),
                            Map.entry("train", TrainCommands::of),
                            Map.entry("unpool", UnpoolCommand::new)));

    private Program() {}

    /// Runs one command.
    ///
    /// @return [#DONE], [#FAILED] or [#USED_WRONGLY]
    public static int run(String[] arguments, PrintStream out, PrintStream err) {
        Terminal terminal = new Terminal(out, err);
        // Describing a command costs milliseconds: only the one that is called for is described,
        // unless all are.
        boolean one =
                arguments.length > 0
                        && COMMANDS.containsKey(arguments[0])
                        && !arguments[0].equals("completion");
        CommandLine line = one ? commandLine(terminal, arguments[0]) : commandLine(terminal);
        try {
            return line.execute(arguments);
        } catch (Error failed) {
            // Exhausted memory or stack, or a class that is missing: picocli lets errors through.
            return Errors.report(failed, err);
        } finally {
            out.flush();
            err.flush();
        }
    }

    /// The whole command line, or that of some commands.
    static CommandLine commandLine(Terminal terminal, String... names) {
        CommandLine line = new CommandLine(new RootCommand());
        if (names.length == 0) {
            COMMANDS.forEach((name, command) -> line.addSubcommand(name, command.apply(terminal)));
            line.addSubcommand(HELP, new CommandLine.HelpCommand());
        }
        for (String name : names) {
            Function<Terminal, Object> command = COMMANDS.get(name);
            if (command != null) {
                line.addSubcommand(name, command.apply(terminal));
            }
        }
        line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
        line.setUsageHelpWidth(100);
        line.setUsageHelpAutoWidth(false);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setColorScheme(
                CommandLine.Help.defaultColorScheme(
                        terminal.isInteractive()
                                ? CommandLine.Help.Ansi.ON
                                : CommandLine.Help.Ansi.OFF));
        line.setParameterExceptionHandler((wrong, _) -> Errors.usage(wrong, terminal.err()));
        line.setExecutionExceptionHandler((failed, _, _) -> Errors.report(failed, terminal.err()));
        line.setExecutionStrategy(Program::execute);
        return line;
    }

    private static int execute(ParseResult parsed) {
        return new CommandLine.RunLast().execute(parsed);
    }
}
