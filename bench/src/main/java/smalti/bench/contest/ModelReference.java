package smalti.bench.contest;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import smalti.bench.workload.InferenceWorkload;
import smalti.bench.workload.ModelInput;
import smalti.bench.workload.ModelWorkload;
import smalti.bench.workload.TrainingWorkload;
import smalti.cpu.CpuDevice;
import smalti.cpu.Kernels;
import smalti.cpu.work.Workers;
import smalti.device.Device;
import smalti.grad.Eager;
import smalti.grad.Tape;
import smalti.grad.Variable;
import smalti.nn.Parameter;
import smalti.nn.Pass;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// What whole networks should give: computed operator by operator by our scalar kernels, which tests hold to sums in
/// double precision, and without any folding. Keeps the last one. Not safe for use by several threads.
final class ModelReference {
    /// Of the Euclidean norm of a gradient.
    private static final double GRADIENTS = 1e-2;

    /// What weights and pictures are changed by, of each value, to see how far rounding moves gradients: about what sums of
    /// some thousand terms are off by. Where it takes a value across the kink of a rectifier, or makes another pixel the
    /// maximum of its window, all gradients in front of it change; gradients that vanish are nothing but rounding.
    private static final float ROUNDING = 0x1p-20f;

    /// Of the norm of all gradients together: where one's exact value is 0, as that of an offset which a loss does not see, how
    /// a sum of many terms is rounded is all that is left of it.
    private static final double NOTHING = 1e-5;

    /// Others round at every operator, not once.
    private static final double ROUNDINGS = 4;

    private final Device device =
            new CpuDevice(Workers.shared(), Kernels.scalar("the reference of benchmarks"));
    private Optional<Known> known = Optional.empty();

    /// @param moves how far rounding moves each of what is expected, as a Euclidean norm
    private record Known(
            ModelWorkload workload,
            boolean everyPicture,
            Map<String, float[]> expected,
            Map<String, Double> moves) {
        /// The norm of all gradients together.
        double whole() {
            double squares = 0;
            for (Map.Entry<String, float[]> each : expected.entrySet()) {
                double norm = norm(each.getValue());
                squares += each.getKey().equals(Outcome.Step.LOSS) ? 0 : norm * norm;
            }
            return Math.sqrt(squares);
        }
    }

    /// What is wrong with the scores of a network.
    ///
    /// @param tolerance of the Euclidean norm of all scores
    /// @param whole whether every picture's are compared, or the last one's alone
    Optional<String> complaint(
            InferenceWorkload workload, float[] scores, boolean whole, double tolerance) {
        float[] expected = known(workload, whole).expected().getOrDefault("scores", new float[0]);
        int batch = workload.input().batch();
        int length = whole ? expected.length : expected.length * batch;
        if (scores.length != length) {
            return Optional.of("has " + scores.length + " values, not " + length);
        }
        float[] compared =
                Arrays.copyOfRange(scores, scores.length - expected.length, scores.length);
        return difference("scores", compared, expected, tolerance * norm(expected));
    }

    /// What is wrong with a training step.
    Optional<String> complaint(TrainingWorkload workload, Map<String, float[]> step) {
        Known known = known(workload, true);
        if (!step.keySet().equals(known.expected().keySet())) {
            return Optional.of(
                    "has gradients of " + step.keySet() + ", not " + known.expected().keySet());
        }
        return known.expected().keySet().stream()
                .map(name -> difference(known, name, step.getOrDefault(name, new float[0])))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> difference(Known known, String name, float[] values) {
        float[] expected = known.expected().getOrDefault(name, new float[0]);
        double rounding = ROUNDINGS * known.moves().getOrDefault(name, 0.0);
        double nothing = name.equals(Outcome.Step.LOSS) ? 0 : NOTHING * known.whole();
        double most = Math.max(GRADIENTS * norm(expected), Math.max(rounding, nothing));
        return difference(name, values, expected, most);
    }

    private Known known(ModelWorkload workload, boolean whole) {
        Known current =
                known.filter(last ->
                                last.workload().equals(workload) && last.everyPicture() == whole)
                        .orElseGet(() -> compute(workload, whole));
        known = Optional.of(current);
        return current;
    }

    private Known compute(ModelWorkload workload, boolean whole) {
        return switch (workload) {
            case InferenceWorkload inference ->
                    new Known(workload, whole, scores(inference.input(), whole), Map.of());
            case TrainingWorkload training -> {
                Map<String, float[]> exact = step(training, 0);
                Map<String, Double> moves = new HashMap<>();
                step(training, ROUNDING)
                        .forEach((name, values) ->
                                moves.put(
                                        name,
                                        distance(values, exact.getOrDefault(name, new float[0]))));
                yield new Known(workload, whole, exact, moves);
            }
        };
    }

    private Map<String, float[]> scores(ModelInput input, boolean whole) {
        Tensor pictures = input.pictures();
        if (!whole) {
            int pixels = (int) (pictures.elements() / input.batch());
            Shape one = Shape.of(1, pictures.shape().size(1), pictures.shape().size(2), 3);
            pictures = Tensor.of(one, pictures.storage(), pixels * (input.batch() - 1));
        }
        var flow = new Eager(device);
        Variable scores =
                input.build().network().forward(Pass.inference(flow), flow.constant(pictures));
        return Map.of("scores", scores.tensor().floats());
    }

    /// @param rounding what weights and pictures are changed by, of each value
    private Map<String, float[]> step(TrainingWorkload workload, float rounding) {
        ModelInput.Built built = workload.input().lesson();
        Tensor pictures = workload.input().pictures();
        var random = new SplittableRandom(1);
        rounded(pictures, rounding, random);
        built.parameters().all().stream()
                .filter(Parameter::learnt)
                .forEach(each -> rounded(each.tensor(), rounding, random));
        Tape tape = Tape.on(device);
        Variable loss = built.network().forward(Pass.training(tape, 0), tape.constant(pictures));
        return Outcome.Step.of(loss.tensor(), tape.gradients(loss), built.parameters()).values();
    }

    private static void rounded(Tensor tensor, float rounding, SplittableRandom random) {
        float[] values = tensor.floats();
        for (int i = 0; i < tensor.elements(); i++) {
            values[tensor.offset() + i] *= random.nextBoolean() ? 1 + rounding : 1 - rounding;
        }
    }

    /// @param most that the difference may be, as a Euclidean norm
    private static Optional<String> difference(
            String name, float[] values, float[] expected, double most) {
        if (values.length != expected.length) {
            return Optional.of(
                    "%s has %d values, not %d".formatted(name, values.length, expected.length));
        }
        double off = distance(values, expected);
        return off <= most
                ? Optional.empty()
                : Optional.of(
                        "%s: off by %s of the norm, of which %s may be"
                                .formatted(name, off / norm(expected), most / norm(expected)));
    }

    private static double distance(float[] values, float[] expected) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            double off = (double) values[i] - expected[i];
            sum += off * off;
        }
        return Math.sqrt(sum);
    }

    private static double norm(float[] values) {
        double sum = 0;
        for (float each : values) {
            sum += (double) each * each;
        }
        return Math.sqrt(sum);
    }
}
