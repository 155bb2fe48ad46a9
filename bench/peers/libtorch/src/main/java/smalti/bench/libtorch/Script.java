package smalti.bench.libtorch;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import smalti.bench.contest.Translation;
import smalti.op.Activation;
import smalti.op.Arithmetic;
import smalti.op.ConvolutionOp;
import smalti.op.LossOp;
import smalti.op.MatrixOp;
import smalti.op.MoveOp;
import smalti.op.NormOp;
import smalti.op.Op;
import smalti.op.Padding;
import smalti.op.PointOp;
import smalti.op.Size;
import smalti.op.Transposition;
import smalti.op.Window;
import smalti.op.WindowOp;
import smalti.plan.Slot;
import smalti.plan.Step;
import smalti.plan.Trace;
import smalti.tensor.Tensor;

/// A traced network in TorchScript, one line an operator, on maps `[B,C,H,W]` as libtorch names their dimensions. Its
/// interpreter is C++, and lets go of values as soon as they have been read for the last time.
final class Script extends Translation {
    private final Map<Integer, Integer> uses;
    private final boolean overwrites;
    private final Map<Integer, Step> makers = new HashMap<>();
    private final StringBuilder text = new StringBuilder();

    /// @param overwrites whether rectifiers and sums write over values that nobody else reads, as torchvision's do
    Script(Trace trace, boolean overwrites) {
        super(trace, "x");
        this.uses = trace.uses();
        this.overwrites = overwrites;
        text.append("def forward(self, x: Tensor) -> Tensor:\n");
        trace.steps().forEach(this::step);
        line("return " + value(trace.outputs().getFirst()));
    }

    String text() {
        return text.toString();
    }

    private void line(String statement) {
        text.append("    ").append(statement).append('\n');
    }

    private void step(Step step) {
        step.outputs().forEach(slot -> makers.put(slot.id(), step));
        Slot output = step.outputs().getFirst();
        String name = "v" + text.length();
        name(output, name);
        switch (step.op()) {
            case ConvolutionOp.Conv2d op -> line(name + " = " + conv2d(step, op));
            case ConvolutionOp.ConvTranspose2d op -> line(name + " = " + convTranspose2d(step, op));
            case WindowOp.MaxPool op -> maxPool(step, op, name);
            case WindowOp.MaxUnpool op ->
                    line(
                            "%s = torch.max_unpool2d(%s, %s, %s)"
                                    .formatted(
                                            name, value(step, 0), value(step, 1), pair(op.size())));
            case WindowOp.AdaptiveAveragePool op ->
                    line(
                            "%s = torch.adaptive_avg_pool2d(%s, %s)"
                                    .formatted(name, value(step, 0), pair(op.bins())));
            case PointOp.Activate op -> line(name + " = " + activate(step, op.activation()));
            case PointOp.Prelu _ ->
                    line(
                            "%s = torch.prelu(%s, %s)"
                                    .formatted(
                                            name, value(step, 0), constant(step, 1, Role.PLAIN)));
            case PointOp.Binary op when op.arithmetic() == Arithmetic.ADD ->
                    line(name + " = " + add(step));
            case MoveOp.Concat op ->
                    line(
                            "%s = torch.cat([%s], %d)"
                                    .formatted(
                                            name,
                                            step.inputs().stream()
                                                    .map(this::value)
                                                    .collect(Collectors.joining(", ")),
                                            axis(op.axis(), output)));
            case MoveOp.Slice op ->
                    line(
                            "%s = torch.narrow(%s, %d, %d, %d)"
                                    .formatted(
                                            name,
                                            value(step, 0),
                                            axis(op.axis(), output),
                                            op.from(),
                                            op.size()));
            case NormOp.Normalize op ->
                    line(
                            "%s = torch.batch_norm(%s, %s, %s, %s, %s, False, 0., %s, False)"
                                    .formatted(
                                            name,
                                            value(step, 0),
                                            constant(step, 1, Role.PLAIN),
                                            constant(step, 2, Role.PLAIN),
                                            constant(step, 3, Role.PLAIN),
                                            constant(step, 4, Role.PLAIN),
                                            op.epsilon()));
            case NormOp.BatchNorm op -> batchNorm(step, op, name);
            case MatrixOp.MatMul op when op.transposed().equals(Transposition.of(false, true)) ->
                    line(
                            "%s = torch.matmul(%s, %s.t())"
                                    .formatted(name, value(step, 0), value(step, 1)));
            case LossOp.SoftmaxCrossEntropy op when !op.weighted() && op.ignore().isEmpty() ->
                    line(
                            "%s = torch.cross_entropy_loss(%s, %s)"
                                    .formatted(name, value(step, 0), value(step, 1)));
            case Op other -> throw new IllegalArgumentException("no TorchScript for " + other);
        }
    }

    private String conv2d(Step step, ConvolutionOp.Conv2d op) {
        return "torch.conv2d(%s, %s, %s, %s, %s, %s, %d)"
                .formatted(
                        value(step, 0),
                        constant(step, 1, Role.FILTER),
                        op.biased() ? constant(step, 2, Role.PLAIN) : "None",
                        pair(op.window().stride()),
                        padding(op.window().padding()),
                        pair(op.window().dilation()),
                        op.groups());
    }

    private String convTranspose2d(Step step, ConvolutionOp.ConvTranspose2d op) {
        return "torch.conv_transpose2d(%s, %s, %s, %s, %s, %s, %d, %s)"
                .formatted(
                        value(step, 0),
                        constant(step, 1, Role.FILTER),
                        op.biased() ? constant(step, 2, Role.PLAIN) : "None",
                        pair(op.window().stride()),
                        padding(op.window().padding()),
                        pair(missing(step, op)),
                        op.groups(),
                        pair(op.window().dilation()));
    }

    private void maxPool(Step step, WindowOp.MaxPool op, String name) {
        Window window = op.window();
        boolean covers = window.padding() instanceof Padding.Covering;
        String arguments =
                "(%s, %s, %s, %s, %s, %s)"
                        .formatted(
                                value(step, 0),
                                pair(window.kernel()),
                                pair(window.stride()),
                                padding(
                                        window.padding() instanceof Padding.Covering(var least)
                                                ? least
                                                : window.padding()),
                                pair(window.dilation()),
                                covers ? "True" : "False");
        Slot switches = step.outputs().get(1);
        if (uses.containsKey(switches.id())) {
            name(switches, name + "s");
            line("%s, %ss = torch.max_pool2d_with_indices%s".formatted(name, name, arguments));
        } else {
            line("%s = torch.max_pool2d%s".formatted(name, arguments));
        }
    }

    private String activate(Step step, Activation activation) {
        String mark = mayOverwrite(step.inputs().getFirst()) ? "_" : "";
        return switch (activation) {
            case Activation.Relu _ -> "torch.relu%s(%s)".formatted(mark, value(step, 0));
            case Activation.Relu6 _ ->
                    "torch.hardtanh%s(%s, 0., 6.)".formatted(mark, value(step, 0));
            case Activation other ->
                    throw new IllegalArgumentException("no TorchScript for " + other);
        };
    }

    private String add(Step step) {
        Slot output = step.outputs().getFirst();
        for (int i = 0; i < 2; i++) {
            Slot slot = step.inputs().get(i);
            if (mayOverwrite(slot) && slot.shape().equals(output.shape())) {
                return "%s.add_(%s)".formatted(value(slot), value(step, 1 - i));
            }
        }
        return "torch.add(%s, %s)".formatted(value(step, 0), value(step, 1));
    }

    private void batchNorm(Step step, NormOp.BatchNorm op, String name) {
        int channels = step.inputs().get(1).shape().size(0);
        float[] ones = new float[channels];
        Arrays.fill(ones, 1);
        String means = constant(new Constant(Tensor.of(new float[channels], channels), Role.PLAIN));
        String variances = constant(new Constant(Tensor.of(ones, channels), Role.PLAIN));
        line(
                "%s = torch.batch_norm(%s, %s, %s, %s, %s, True, 0.1, %s, False)"
                        .formatted(
                                name,
                                value(step, 0),
                                constant(step, 1, Role.PLAIN),
                                constant(step, 2, Role.PLAIN),
                                means,
                                variances,
                                op.epsilon()));
    }

    /// Whether nobody else reads a value, nor needs it to differentiate what made it.
    private boolean mayOverwrite(Slot slot) {
        Step maker = makers.get(slot.id());
        return overwrites
                && maker != null
                && uses.getOrDefault(slot.id(), 0) == 1
                && !(maker.op() instanceof PointOp.Activate);
    }

    @Override
    protected String reference(String constant) {
        return "self." + constant;
    }

    @Override
    protected String flat(String map) {
        return "torch.flatten(%s, 1)".formatted(map);
    }

    private static String pair(Size size) {
        return "[" + size.height() + ", " + size.width() + "]";
    }

    private static String padding(Padding padding) {
        if (padding instanceof Padding.Margins(int top, int left, int bottom, int right)
                && top == bottom
                && left == right) {
            return pair(new Size(top, left));
        }
        throw new IllegalArgumentException("no TorchScript for " + padding);
    }
}
