package smalti.bench.ours;

import java.util.List;
import smalti.bench.contest.Outcome;
import smalti.bench.contest.Trial;
import smalti.bench.workload.ConvolutionInput;
import smalti.bench.workload.ConvolutionWorkload;
import smalti.bench.workload.InferenceWorkload;
import smalti.bench.workload.NetworkWorkload;
import smalti.bench.workload.ProductInput;
import smalti.bench.workload.ProductWorkload;
import smalti.bench.workload.TrainingWorkload;
import smalti.device.Device;
import smalti.device.Devices;
import smalti.op.ConvolutionOp;
import smalti.op.MatrixOp;
import smalti.op.Op;
import smalti.op.ShapeRule;
import smalti.op.Size;
import smalti.op.TensorType;
import smalti.op.Transposition;
import smalti.tensor.Tensor;

/// Operators of networks as plans and tapes run them: into outputs that are kept. Peers write over a matrix that is kept, or
/// get the same memory from their allocator again.
final class NetworkTrials {
    private NetworkTrials() {}

    static Trial of(NetworkWorkload workload) {
        return switch (workload) {
            case ConvolutionWorkload convolution -> convolution(convolution);
            case ProductWorkload product -> product(product.input());
            case InferenceWorkload inference -> ModelTrials.inference(inference);
            case TrainingWorkload training -> ModelTrials.training(training);
        };
    }

    private static Trial product(ProductInput input) {
        return trial(
                new MatrixOp.MatMul(Transposition.NONE),
                Tensor.of(input.left(), input.rows(), input.depth()),
                Tensor.of(input.right(), input.depth(), input.columns()));
    }

    private static Trial convolution(ConvolutionWorkload workload) {
        ConvolutionInput input = workload.input();
        Size size = input.outputs();
        Tensor map =
                Tensor.of(
                        input.map(),
                        input.batch(),
                        input.height(),
                        input.width(),
                        input.channels());
        Tensor upstream =
                Tensor.of(
                        input.upstream(),
                        input.batch(),
                        size.height(),
                        size.width(),
                        input.filters());
        Tensor filter =
                Tensor.of(
                        input.weights(),
                        input.rows(),
                        input.columns(),
                        input.channels() / input.groups(),
                        input.filters());
        return switch (workload.task()) {
            case FORWARD ->
                    trial(
                            new ConvolutionOp.Conv2d(input.window(), input.groups(), false),
                            map,
                            filter);
            case DATA, TRANSPOSED ->
                    trial(
                            new ConvolutionOp.ConvTranspose2d(
                                    input.window(),
                                    input.groups(),
                                    new Size(input.height(), input.width()),
                                    false),
                            upstream,
                            filter);
            case WEIGHTS ->
                    trial(
                            new ConvolutionOp.Conv2dFilterGradient(input.window(), input.groups()),
                            upstream,
                            map);
        };
    }

    private static Trial trial(Op op, Tensor left, Tensor right) {
        Device device = Devices.best();
        List<Tensor> inputs = List.of(left, right);
        TensorType type = ShapeRule.outputs(op, inputs).getFirst();
        List<Tensor> outputs = List.of(Tensor.zeros(type.dtype(), type.shape()));
        return Trial.onHeap(
                SmaltiContestant.NAME,
                op.name(),
                () -> {
                    device.runInto(op, inputs, outputs);
                    return outputs.getFirst();
                },
                output -> new Outcome.Values(((Tensor) output).floats()));
    }
}
