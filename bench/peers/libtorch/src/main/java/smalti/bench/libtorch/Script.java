package smalti.bench.libtorch;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import smalti.bench.contest.Translation;
import smalti.cpu.CpuDevice;
import smalti.op.Activation;
import smalti.op.Arithmetic;
import smalti.op.AxisOp;
import smalti.op.ConvolutionOp;
import smalti.op.Corners;
import smalti.op.Function;
import smalti.op.LossOp;
import smalti.op.MatrixOp;
import smalti.op.MoveOp;
import smalti.op.NormOp;
import smalti.op.Op;
import smalti.op.Padding;
import smalti.op.PointOp;
import smalti.op.Reduction;
import smalti.op.ResizeOp;
import smalti.op.Sampling;
import smalti.op.SegmentOp;
import smalti.op.Size;
import smalti.op.Window;
import smalti.op.WindowOp;
import smalti.plan.Slot;
import smalti.plan.Step;
import smalti.plan.Trace;
import smalti.segment.SegmentMap;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// A traced network in TorchScript, one line an operator, on maps `[B,C,H,W]` as libtorch names their dimensions. Its
/// interpreter is C++, and lets go of values as soon as they have been read for the last time.
final class Script extends Translation {
    /// A class that no pixel is of.
    private static final int NEVER = -100;

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
            case PointOp.Binary op -> line(name + " = " + binary(step, op.arithmetic()));
            case PointOp.Scale op ->
                    line(
                            "%s = torch.add(torch.mul(%s, %s), %s)"
                                    .formatted(name, value(step, 0), op.factor(), op.offset()));
            case PointOp.Unary op -> line(name + " = " + unary(op.function(), value(step, 0)));
            case PointOp.Dropout op ->
                    line(
                            "%s = torch.mul(%s, %s)"
                                    .formatted(name, value(step, 0), kept(op, output)));
            case ResizeOp.Resize op -> line(name + " = " + resize(step, op));
            case AxisOp.SumTo op when op.shape().rank() == 0 ->
                    line("%s = torch.sum(%s)".formatted(name, value(step, 0)));
            case MatrixOp.SquaredDistances _ ->
                    line(name + " = " + distances(value(step, 0), value(step, 1)));
            case SegmentOp.Reduce op when op.reductions().equals(List.of(Reduction.MEAN)) ->
                    line(name + " = " + means(value(step, 0), op.segments(), output.shape()));
            case SegmentOp.CrossPool op -> line(name + " = " + crossMeans(step, op));
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
            case MoveOp.GatherRows _ ->
                    line(
                            "%s = torch.index_select(%s, 0, %s)"
                                    .formatted(name, value(step, 0), value(step, 1)));
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
            case MatrixOp.MatMul op when !op.transposed().ofLeft() ->
                    line(
                            "%s = torch.matmul(%s, %s%s)"
                                    .formatted(
                                            name,
                                            value(step, 0),
                                            value(step, 1),
                                            op.transposed().ofRight() ? ".transpose(-1, -2)" : ""));
            case LossOp.SoftmaxCrossEntropy op when !op.weighted() ->
                    line(
                            "%s = torch.cross_entropy_loss(%s, %s, None, 1, %d)"
                                    .formatted(
                                            name,
                                            value(step, 0),
                                            value(step, 1),
                                            op.ignore().orElse(NEVER)));
            case LossOp.BinaryCrossEntropy _ ->
                    line(
                            "%s = torch.binary_cross_entropy_with_logits(%s, %s)"
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
            case Activation.Tanh _ -> "torch.tanh(%s)".formatted(value(step, 0));
            case Activation.Softplus _ -> "torch.softplus(%s)".formatted(value(step, 0));
            case Activation other ->
                    throw new IllegalArgumentException("no TorchScript for " + other);
        };
    }

    private String binary(Step step, Arithmetic arithmetic) {
        return switch (arithmetic) {
            case ADD -> add(step);
            case MULTIPLY -> "torch.mul(%s, %s)".formatted(value(step, 0), value(step, 1));
            case MINIMUM -> "torch.minimum(%s, %s)".formatted(value(step, 0), value(step, 1));
            default -> throw new IllegalArgumentException("no TorchScript for " + arithmetic);
        };
    }

    private static String unary(Function function, String value) {
        return switch (function) {
            case EXPONENTIAL -> "torch.exp(%s)".formatted(value);
            case LOGARITHM -> "torch.log(%s)".formatted(value);
            default -> throw new IllegalArgumentException("no TorchScript for " + function);
        };
    }

    /// What our dropout keeps, and how much larger it makes it: chance must be the same on both sides.
    private String kept(PointOp.Dropout op, Slot output) {
        float[] ones = new float[Math.toIntExact(output.shape().elements())];
        Arrays.fill(ones, 1);
        Tensor kept = CpuDevice.shared().run(op, Tensor.of(ones, output.shape().sizes()));
        return constant(new Constant(kept, Role.MAP));
    }

    private String resize(Step step, ResizeOp.Resize op) {
        if (op.sampling() == Sampling.NEAREST) {
            return "torch.upsample_nearest2d(%s, %s, None, None)"
                    .formatted(value(step, 0), pair(op.size()));
        }
        return "torch.upsample_bilinear2d(%s, %s, %s, None, None)"
                .formatted(
                        value(step, 0),
                        pair(op.size()),
                        op.corners() == Corners.ALIGNED ? "True" : "False");
    }

    /// By one product of matrices, as ours are.
    private static String distances(String left, String right) {
        return "torch.clamp_min(torch.add(torch.add(torch.sum(%1$s * %1$s, [1], True), torch.sum(%2$s * %2$s, [1]).unsqueeze(0)), torch.mm(%1$s, %2$s.t()), alpha=-2), 0.)"
                .formatted(left, right);
    }

    private String means(String map, SegmentMap segments, Shape table) {
        int rows = segments.batch() * segments.segments();
        int pixels = segments.height() * segments.width();
        int[] flat = segments.labels().ints().clone();
        Arrays.setAll(flat, i -> i / pixels * segments.segments() + flat[i]);
        float[] shares = new float[rows];
        for (int row = 0; row < rows; row++) {
            shares[row] = 1f / Math.max(1, segments.counts()[row]);
        }
        return "(torch.zeros([%d, %d]).index_add(0, %s, %s) * %s).view(%s)"
                .formatted(
                        rows,
                        table.size(2),
                        constant(new Constant(Tensor.of(flat, flat.length), Role.PLAIN)),
                        rows(map, Shape.of(flat.length, table.size(2))),
                        constant(new Constant(Tensor.of(shares, rows, 1), Role.PLAIN)),
                        Arrays.toString(table.sizes()));
    }

    /// By a product with the shares of features in segments, which depend on labels alone.
    private String crossMeans(Step step, SegmentOp.CrossPool op) {
        Shape map = step.inputs().getFirst().shape();
        int places = map.size(1) * map.size(2);
        float[] each = new float[map.size(0) * places * places];
        for (int at = 0; at < map.size(0) * places; at++) {
            each[at * places + at % places] = 1;
        }
        Tensor shares =
                CpuDevice.shared()
                        .run(op, Tensor.of(each, map.size(0), map.size(1), map.size(2), places));
        return "torch.matmul(%s, %s)"
                .formatted(
                        constant(new Constant(shares, Role.PLAIN)),
                        rows(value(step, 0), Shape.of(map.size(0), places, map.size(3))));
    }

    /// A map with its pixels in rows.
    private static String rows(String map, Shape shape) {
        return "%s.permute(0, 2, 3, 1).reshape(%s)".formatted(map, Arrays.toString(shape.sizes()));
    }

    @Override
    protected String reshaped(String value, Slot from, Slot to) {
        return from.shape().rank() == 4
                ? rows(value, to.shape())
                : "%s.reshape(%s)".formatted(value, Arrays.toString(to.shape().sizes()));
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
