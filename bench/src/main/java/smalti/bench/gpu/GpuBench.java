package smalti.bench.gpu;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import smalti.device.Device;
import smalti.device.Devices;
import smalti.device.Workspace;
import smalti.op.MoveOp;
import smalti.op.TensorType;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// Measures a GPU: pooling and its gradients as a share of the copy bandwidth, superpixels, products, convolutions and a
/// training step beside PyTorch, and the first result of a process.
@Command(
        name = "gpu-bench",
        description =
                "Measures a GPU beside its copy bandwidth and PyTorch, every result checked first.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class GpuBench implements Callable<Integer> {
    private static final double ROUND_SECONDS = 0.05;
    private static final int FEWEST_RUNS = 20;
    private static final double QUICK_ROUND_SECONDS = 0.001;
    private static final int COPIED = 1 << 28;
    private static final int QUICK_SHRINK = 16;

    @Option(
            names = "--device",
            defaultValue = "cuda",
            description = "What is measured; default ${DEFAULT-VALUE}.")
    private String device = "cuda";

    @Option(
            names = "--only",
            paramLabel = "WORD",
            description = "Only what has this word in its name, e.g. mean or vgg.")
    private String only = "";

    @Option(
            names = "--quick",
            description = "Small sizes, to see that everything runs: figures mean nothing.")
    private boolean quick;

    @Option(names = "--json", paramLabel = "FILE", description = "Write all figures as JSON.")
    private Optional<Path> json = Optional.empty();

    private final PrintStream lines;

    private GpuBench(PrintStream lines) {
        this.lines = lines;
    }

    public static void main(String[] arguments) {
        System.exit(commandLine(System.out).execute(arguments));
    }

    static CommandLine commandLine(PrintStream lines) {
        return new CommandLine(new GpuBench(lines))
                .setExecutionExceptionHandler((failure, command, _) -> {
                    command.getErr().println("smalti: " + failure.getMessage());
                    return 1;
                });
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Device measured = Devices.named(device);
        lines.println(measured.description());
        Map<String, Map<String, Double>> peers = quick ? Map.of() : Peers.measure(lines);
        double copyBytes = copyBytes(measured);
        lines.printf("copies %.0f GB/s, read and written%n", copyBytes / 1e9);
        List<Figures> figures = new ArrayList<>();
        for (Trial trial : Trials.of(Devices.named("cpu"), quick ? QUICK_SHRINK : 1)) {
            if (trial.name().contains(only)) {
                figures.add(measure(trial, measured, copyBytes, peers));
                lines.println(figures.getLast());
            }
        }
        double first = FirstResult.seconds(device);
        lines.printf("first result of a process after %.2f s (must 3, aim 1)%n", first);
        if (json.isPresent()) {
            new Report(measured.description(), copyBytes, first, figures).write(json.get());
        }
        return 0;
    }

    private Figures measure(
            Trial trial,
            Device measured,
            double copyBytes,
            Map<String, Map<String, Double>> peers) {
        try (Workspace workspace = measured.workspace()) {
            Runnable steps = trial.steps().apply(workspace);
            double seconds = stopwatch(workspace).seconds(steps);
            return new Figures(
                    trial, seconds, copyBytes, peers.getOrDefault(trial.name(), Map.of()));
        }
    }

    private Stopwatch stopwatch(Workspace workspace) {
        return quick
                ? new Stopwatch(workspace, QUICK_ROUND_SECONDS, 1)
                : new Stopwatch(workspace, ROUND_SECONDS, FEWEST_RUNS);
    }

    /// Bytes a second that the device copies, those that are read and those that are written.
    private double copyBytes(Device measured) {
        try (Workspace workspace = measured.workspace()) {
            int elements = COPIED / Float.BYTES / (quick ? QUICK_SHRINK * QUICK_SHRINK : 1);
            var type = new TensorType(DType.F32, Shape.of(elements));
            Tensor from = workspace.make(type);
            Tensor to = workspace.make(type);
            double seconds =
                    stopwatch(workspace)
                            .seconds(() ->
                                    workspace.runInto(
                                            new MoveOp.Concat(0), List.of(from), List.of(to)));
            return 2.0 * elements * Float.BYTES / seconds;
        }
    }
}
