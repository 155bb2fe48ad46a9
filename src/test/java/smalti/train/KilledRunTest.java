package smalti.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import smalti.device.Devices;
import smalti.file.SafetensorsReader;
import smalti.grad.Variable;
import smalti.nn.Adam;
import smalti.nn.Dropout;
import smalti.nn.Linear;
import smalti.nn.Optimizer;
import smalti.nn.Parameter;
import smalti.nn.Parameters;
import smalti.nn.Pass;
import smalti.nn.Schedule;
import smalti.nn.Scope;
import smalti.op.Arithmetic;
import smalti.op.AxisOp;
import smalti.op.PointOp;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// A training run whose process is killed, as by `kill -9`, again and again.
class KilledRunTest {
    private static final int STEPS = 40;
    private static final int KILLS = 5;

    @TempDir private Path folder;

    @Test
    void aKilledProcessLosesAtMostTheStepsSinceItsLastCheckpoint() throws Exception {
        Path straight = folder.resolve("straight.safetensors");
        assertThat(start(straight).waitFor()).isZero();

        Path killed = folder.resolve("killed.safetensors");
        var moments = new SplittableRandom(9);
        for (int i = 0; i < KILLS; i++) {
            long kept = steps(killed);
            Process process = start(killed);
            long seen = killAfter(process, kept, 1 + moments.nextInt(6), moments.nextInt(12));
            // A step is told before it is kept: the one before the last that was told is safe.
            assertThat(steps(killed)).isGreaterThanOrEqualTo(seen - 1);
        }
        Process last = start(killed);
        assertThat(last.waitFor()).isZero();
        assertThat(killed).hasSameBinaryContentAs(straight);
        assertThat(folder.toFile().list())
                .as("no half-written checkpoint stays")
                .containsExactlyInAnyOrder("straight.safetensors", "killed.safetensors");
    }

    /// Lets the process take some steps and a few milliseconds more, and kills it; the last step that it told of.
    private static long killAfter(Process process, long kept, int steps, int milliseconds)
            throws Exception {
        long seen = 0;
        try (BufferedReader told = process.inputReader()) {
            String line = told.readLine();
            assertThat(line).isEqualTo(Long.toString(kept + 1));
            for (int i = 1; i < steps && line != null; i++) {
                seen = Long.parseLong(line);
                line = told.readLine();
            }
            Thread.sleep(milliseconds);
            // The handle, since the process itself would close what it has told too.
            process.toHandle().destroyForcibly();
            process.waitFor();
            for (; line != null && !line.isEmpty(); line = told.readLine()) {
                seen = Long.parseLong(line);
            }
        }
        return seen;
    }

    private static long steps(Path checkpoint) throws IOException {
        if (Files.notExists(checkpoint)) {
            return 0;
        }
        try (var reader = SafetensorsReader.open(checkpoint)) {
            return Long.parseLong(reader.metadata().getOrDefault("smalti.steps", ""));
        }
    }

    private static Process start(Path checkpoint) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dsmalti.kernels=scalar",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName(),
                        checkpoint.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /// What is killed: a run that keeps two megabytes at every step.
    static final class Program {
        private static final int WIDTH = 400;

        private Program() {}

        public static void main(String[] arguments) throws IOException {
            var parameters = new Parameters();
            var line = new Linear(Scope.of(parameters, new SplittableRandom(1)), WIDTH, WIDTH);
            var dropout = new Dropout(0.5, 3);
            Optimizer optimizer =
                    Optimizer.of(Adam.standard(), 0.01).schedule(Schedule.cosine(STEPS));
            new Trainer(parameters, optimizer, Devices.named("cpu"), 5, Parameter::learnt)
                    .checkpoints(Path.of(arguments[0]), 1)
                    .watchedBy(progress -> System.out.println(progress.step()))
                    .run((pass, _) -> loss(line, dropout, pass), STEPS);
        }

        private static Variable loss(Linear line, Dropout dropout, Pass pass) {
            float[] ones = new float[2 * WIDTH];
            Arrays.fill(ones, 1);
            Variable drawn = dropout.forward(pass, pass.flow().constant(Tensor.of(ones, 2, WIDTH)));
            Variable y = line.forward(pass, drawn);
            Variable squares = pass.run(new PointOp.Binary(Arithmetic.MULTIPLY), y, y);
            return pass.run(new AxisOp.SumTo(Shape.of(1)), squares);
        }
    }
}
