package smalti.bench.libtorch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.javacpp.BoolPointer;
import org.bytedeco.pytorch.LongArrayRefOptional;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import smalti.bench.contest.Outcome;
import smalti.bench.contest.Trial;
import smalti.bench.workload.ConvolutionInput;
import smalti.bench.workload.ConvolutionTask;
import smalti.bench.workload.ConvolutionWorkload;
import smalti.op.Size;

/// Convolutions, which libtorch hands on to oneDNN, in both orders of memory.
final class Convolutions {
    private final ConvolutionInput input;
    private final Tensor map;
    private final Tensor upstream;
    private final Tensor filter;
    private final long[] stride;
    private final long[] padding;
    private final long[] dilation;

    private Convolutions(ConvolutionInput input, MemoryFormat format) {
        this.input = input;
        Size size = input.outputs();
        int deep = input.channels() / input.groups();
        this.map =
                torch.tensor(input.map())
                        .view(input.batch(), input.height(), input.width(), input.channels())
                        .permute(0, 3, 1, 2)
                        .contiguous(format);
        this.upstream =
                torch.tensor(input.upstream())
                        .view(input.batch(), size.height(), size.width(), input.filters())
                        .permute(0, 3, 1, 2)
                        .contiguous(format);
        this.filter =
                torch.tensor(input.weights())
                        .view(input.rows(), input.columns(), deep, input.filters())
                        .permute(3, 2, 0, 1)
                        .contiguous(format);
        this.stride = new long[] {input.stride(), input.stride()};
        this.dilation = new long[] {input.dilation(), input.dilation()};
        this.padding =
                new long[] {
                    (long) input.rows() / 2 * input.dilation(),
                    (long) input.columns() / 2 * input.dilation()
                };
    }

    static List<Trial> trials(ConvolutionWorkload workload) {
        List<Trial> trials = new ArrayList<>();
        for (MemoryFormat format : List.of(MemoryFormat.ChannelsLast, MemoryFormat.Contiguous)) {
            var forms = new Convolutions(workload.input(), format);
            boolean last = format == MemoryFormat.ChannelsLast;
            var call = new Call(forms.operator(workload.task()));
            trials.add(
                    new Trial(
                            LibtorchContestant.NAME,
                            last ? "channels last" : "channels first",
                            call,
                            result -> forms.outcome(workload.task(), (Tensor) result),
                            () -> {
                                call.release();
                                forms.release();
                            }));
        }
        return trials;
    }

    private Supplier<Tensor> operator(ConvolutionTask task) {
        return switch (task) {
            case FORWARD ->
                    () ->
                            torch.conv2d(
                                    map,
                                    filter,
                                    new TensorOptional(),
                                    stride,
                                    padding,
                                    dilation,
                                    input.groups());
            case TRANSPOSED ->
                    () ->
                            torch.conv_transpose2d(
                                    upstream,
                                    filter,
                                    new TensorOptional(),
                                    stride,
                                    padding,
                                    missing(),
                                    input.groups(),
                                    dilation);
            case DATA -> () -> gradients(true).get0();
            case WEIGHTS -> () -> gradients(false).get1();
        };
    }

    /// What a transposed convolution must add to its output at the bottom and on the right.
    private long[] missing() {
        Size size = input.outputs();
        Size reach = input.window().reach();
        long down = (size.height() - 1L) * input.stride() - 2 * padding[0] + reach.height();
        long across = (size.width() - 1L) * input.stride() - 2 * padding[1] + reach.width();
        return new long[] {input.height() - down, input.width() - across};
    }

    private T_TensorTensorTensor_T gradients(boolean inMap) {
        try (BoolPointer wanted = new BoolPointer(3)) {
            wanted.put(0, inMap).put(1, !inMap).put(2, false);
            return torch.convolution_backward(
                    upstream,
                    map,
                    filter,
                    new LongArrayRefOptional(),
                    stride,
                    padding,
                    dilation,
                    false,
                    new long[] {0, 0},
                    input.groups(),
                    wanted);
        }
    }

    /// The result in our order, for the check alone.
    private Outcome outcome(ConvolutionTask task, Tensor result) {
        Tensor ordered =
                task == ConvolutionTask.WEIGHTS
                        ? result.permute(2, 3, 1, 0)
                        : result.permute(0, 2, 3, 1);
        return new Outcome.Values(Batch.floats(ordered.contiguous()));
    }

    private void release() {
        map.close();
        upstream.close();
        filter.close();
    }
}
