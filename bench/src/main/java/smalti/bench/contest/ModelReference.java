package smalti.bench.contest;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import smalti.bench.workload.InferenceWorkload;
import smalti.bench.workload.Model;
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
import smalti.nn.Pass;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// What whole networks should give: computed operator by operator by our scalar kernels, which tests hold to sums in
/// double precision, and without any folding. Keeps the last one. Not safe for use by several threads.
final class ModelReference {
    /// Of the Euclidean norm of a tensor. Where rounding takes one value across the kink of a rectifier, or makes another
    /// pixel the maximum of its window, all gradients in front of it change by some thousandths.
    private static final double GRADIENTS = 1e-2;

    /// The same of systems that are deeper, with kinks or maxima behind each other twenty times and more. libtorch is off by
    /// 0.010 and 0.011 at most with channels last, and by less with channels first.
    private static final double DEEP_GRADIENTS = 2e-2;

    /// Of the largest gradient's norm: what is smaller counts as this large. Offsets of features whose distances alone are
    /// learnt have no gradient but what rounding leaves.
    private static final double SMALLEST = 1e-4;

    private final Device device =
            new CpuDevice(Workers.shared(), Kernels.scalar("the reference of benchmarks"));
    private Optional<Known> known = Optional.empty();

    private record Known(ModelWorkload workload, boolean whole, Map<String, float[]> expected) {}

    /// What is wrong with the scores of a network.
    ///
    /// @param tolerance of the Euclidean norm of all scores
    /// @param whole whether every picture's are compared, or the last one's alone
    Optional<String> complaint(
            InferenceWorkload workload, float[] scores, boolean whole, double tolerance) {
        float[] expected = expected(workload, whole).getOrDefault("scores", new float[0]);
        int batch = workload.input().batch();
        int length = whole ? expected.length : expected.length * batch;
        if (scores.length != length) {
            return Optional.of("has " + scores.length + " values, not " + length);
        }
        float[] compared =
                Arrays.copyOfRange(scores, scores.length - expected.length, scores.length);
        return difference("scores", compared, expected, tolerance, 0);
    }

    /// What is wrong with a training step.
    Optional<String> complaint(TrainingWorkload workload, Map<String, float[]> step) {
        Map<String, float[]> expected = expected(workload, true);
        if (!step.keySet().equals(expected.keySet())) {
            return Optional.of("has gradients of " + step.keySet() + ", not " + expected.keySet());
        }
        double least =
                SMALLEST
                        * expected.values().stream()
                                .mapToDouble(ModelReference::norm)
                                .max()
                                .orElse(0);
        return expected.entrySet().stream()
                .map(each ->
                        difference(
                                each.getKey(),
                                step.getOrDefault(each.getKey(), new float[0]),
                                each.getValue(),
                                tolerance(workload.input().model()),
                                least))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static double tolerance(Model model) {
        return model == Model.PSPNET || model == Model.METRIC ? DEEP_GRADIENTS : GRADIENTS;
    }

    private Map<String, float[]> expected(ModelWorkload workload, boolean whole) {
        Known current =
                known.filter(last -> last.workload().equals(workload) && last.whole() == whole)
                        .orElseGet(() ->
                                new Known(
                                        workload,
                                        whole,
                                        switch (workload) {
                                            case InferenceWorkload inference ->
                                                    scores(inference.input(), whole);
                                            case TrainingWorkload training -> step(training);
                                        }));
        known = Optional.of(current);
        return current.expected();
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

    private Map<String, float[]> step(TrainingWorkload workload) {
        ModelInput.Built built = workload.input().lesson();
        Tape tape = Tape.on(device);
        Variable loss =
                built.network()
                        .forward(
                                Pass.training(tape, 0), tape.constant(workload.input().pictures()));
        return Outcome.Step.of(loss.tensor(), tape.gradients(loss), built.parameters()).values();
    }

    /// @param least what the norm of what is expected counts at least
    private static Optional<String> difference(
            String name, float[] values, float[] expected, double tolerance, double least) {
        if (values.length != expected.length) {
            return Optional.of(
                    "%s has %d values, not %d".formatted(name, values.length, expected.length));
        }
        double error = 0;
        for (int i = 0; i < values.length; i++) {
            double off = (double) values[i] - expected[i];
            error += off * off;
        }
        double share = Math.sqrt(error) / Math.max(norm(expected), least);
        return share <= tolerance
                ? Optional.empty()
                : Optional.of("%s: off by %s of the norm".formatted(name, share));
    }

    private static double norm(float[] values) {
        double sum = 0;
        for (float each : values) {
            sum += (double) each * each;
        }
        return Math.sqrt(sum);
    }
}
