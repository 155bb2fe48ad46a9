package smalti.bench.onnxruntime;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import smalti.bench.contest.Translation;
import smalti.op.Activation;
import smalti.op.Arithmetic;
import smalti.op.ConvolutionOp;
import smalti.op.MatrixOp;
import smalti.op.MoveOp;
import smalti.op.NormOp;
import smalti.op.Op;
import smalti.op.PointOp;
import smalti.op.Size;
import smalti.op.Transposition;
import smalti.op.Window;
import smalti.op.WindowOp;
import smalti.plan.Slot;
import smalti.plan.Step;
import smalti.plan.Trace;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// A traced network as a model in ONNX, `ModelProto`: one node an operator, on maps `[B,C,H,W]`. Field numbers are those
/// of `onnx.proto`.
final class OnnxModel extends Translation {
    /// What the pictures are called.
    static final String INPUT = "pictures";

    private static final int IR_VERSION = 8;
    private static final int OPERATOR_SET = 17;
    private static final int FLOAT = 1;
    private static final int INT64 = 7;

    private final ProtoMessage graph = new ProtoMessage();
    private final Map<Integer, Integer> uses;
    private final Map<String, Window> windows = new HashMap<>();
    private final byte[] bytes;
    private int names;

    OnnxModel(Trace trace) {
        super(trace, INPUT);
        this.uses = trace.uses();
        trace.steps().forEach(this::step);
        Slot output = trace.outputs().getFirst();
        // An output may be a view, whose name is known only now.
        String scores = value(output);
        constants().forEach((name, constant) -> graph.message(5, initializer(name, constant)));
        graph.text(2, "network")
                .message(11, described(INPUT, trace.input()))
                .message(12, described(scores, output));
        this.bytes =
                new ProtoMessage()
                        .number(1, IR_VERSION)
                        .message(7, graph)
                        .message(8, new ProtoMessage().number(2, OPERATOR_SET))
                        .bytes();
    }

    byte[] bytes() {
        return bytes;
    }

    private void step(Step step) {
        Slot output = step.outputs().getFirst();
        String name = fresh();
        switch (step.op()) {
            case ConvolutionOp.Conv2d op -> {
                Window window = op.window();
                add(
                        windowed("Conv", convolved(step, op.biased()), List.of(name), window)
                                .with("pads", window.margins(size(step.inputs().getFirst())))
                                .with("group", op.groups()));
            }
            case ConvolutionOp.ConvTranspose2d op ->
                    add(
                            windowed(
                                            "ConvTranspose",
                                            convolved(step, op.biased()),
                                            List.of(name),
                                            op.window())
                                    .with("pads", op.window().margins(op.output()))
                                    .with("output_padding", missing(step, op))
                                    .with("group", op.groups()));
            case WindowOp.MaxPool op -> maxPool(step, op.window(), name);
            case WindowOp.MaxUnpool op -> maxUnpool(step, op, name);
            case WindowOp.AdaptiveAveragePool op when op.bins().equals(Size.square(1)) ->
                    add(node("GlobalAveragePool", name, value(step, 0)));
            case PointOp.Activate op -> add(activate(step, op.activation(), name));
            case PointOp.Prelu _ ->
                    add(node("PRelu", name, value(step, 0), slopes(known(step, 1))));
            case PointOp.Binary op when op.arithmetic() == Arithmetic.ADD ->
                    add(node("Add", name, value(step, 0), value(step, 1)));
            case MoveOp.Concat op ->
                    add(
                            new OnnxNode(
                                            "Concat",
                                            step.inputs().stream().map(this::value).toList(),
                                            List.of(name))
                                    .with("axis", axis(op.axis(), output)));
            case MoveOp.Slice op -> name = slice(step, op, name);
            case NormOp.Normalize op ->
                    add(
                            node(
                                            "BatchNormalization",
                                            name,
                                            value(step, 0),
                                            constant(step, 1, Role.PLAIN),
                                            constant(step, 2, Role.PLAIN),
                                            constant(step, 3, Role.PLAIN),
                                            constant(step, 4, Role.PLAIN))
                                    .with("epsilon", (float) op.epsilon()));
            case MatrixOp.MatMul op when op.transposed().equals(Transposition.of(false, true)) ->
                    add(node("Gemm", name, value(step, 0), value(step, 1)).with("transB", 1));
            case Op other -> throw new IllegalArgumentException("no node of ONNX for " + other);
        }
        name(output, name);
    }

    private void add(OnnxNode node) {
        graph.message(1, node.message());
    }

    private String fresh() {
        return "v" + names++;
    }

    private static OnnxNode node(String operator, String output, String... inputs) {
        return new OnnxNode(operator, List.of(inputs), List.of(output));
    }

    private static OnnxNode windowed(
            String operator, List<String> inputs, List<String> outputs, Window window) {
        return new OnnxNode(operator, inputs, outputs)
                .with("kernel_shape", window.kernel())
                .with("strides", window.stride())
                .with("dilations", window.dilation());
    }

    private List<String> convolved(Step step, boolean biased) {
        List<String> inputs = new ArrayList<>();
        inputs.add(value(step, 0));
        inputs.add(constant(step, 1, Role.FILTER));
        if (biased) {
            inputs.add(constant(step, 2, Role.PLAIN));
        }
        return inputs;
    }

    private void maxPool(Step step, Window window, String name) {
        Slot switches = step.outputs().get(1);
        List<String> outputs = new ArrayList<>(List.of(name));
        if (uses.containsKey(switches.id())) {
            String where = fresh();
            outputs.add(where);
            name(switches, where);
            windows.put(where, window);
        }
        add(
                windowed("MaxPool", List.of(value(step, 0)), outputs, window)
                        .with("pads", window.margins(size(step.inputs().getFirst()))));
    }

    /// ONNX counts switches through the whole batch, ours through an image and channel: they agree where a pool's
    /// switches are used as they are.
    private void maxUnpool(Step step, WindowOp.MaxUnpool op, String name) {
        String switches = value(step, 1);
        Window window = windows.get(switches);
        if (window == null) {
            throw new IllegalArgumentException("no node of ONNX for switches of other channels");
        }
        Shape shape = step.outputs().getFirst().shape();
        String sizes = wholes(shape.size(0), shape.size(3), op.size().height(), op.size().width());
        add(
                node("MaxUnpool", name, value(step, 0), switches, sizes)
                        .with("kernel_shape", window.kernel())
                        .with("strides", window.stride())
                        .with("pads", window.margins(op.size())));
    }

    private OnnxNode activate(Step step, Activation activation, String name) {
        return switch (activation) {
            case Activation.Relu _ -> node("Relu", name, value(step, 0));
            case Activation.Relu6 _ ->
                    node(
                            "Clip",
                            name,
                            value(step, 0),
                            constant(new Constant(scalar(0), Role.PLAIN)),
                            constant(new Constant(scalar(6), Role.PLAIN)));
            case Activation other ->
                    throw new IllegalArgumentException("no node of ONNX for " + other);
        };
    }

    private static Tensor scalar(float value) {
        return Tensor.of(new float[] {value});
    }

    /// One slope a channel, or one for all, `[C,1,1]`.
    private String slopes(Tensor slopes) {
        Tensor columns = slopes.reshape(slopes.shape().size(0), 1, 1);
        return constant(new Constant(columns, Role.PLAIN));
    }

    /// A part, whose name is that of the whole where it is the whole.
    private String slice(Step step, MoveOp.Slice op, String name) {
        Slot output = step.outputs().getFirst();
        if (output.shape().equals(step.inputs().getFirst().shape())) {
            return value(step, 0);
        }
        add(
                node(
                        "Slice",
                        name,
                        value(step, 0),
                        wholes(op.from()),
                        wholes(op.from() + op.size()),
                        wholes(axis(op.axis(), output))));
        return name;
    }

    @Override
    protected String reference(String constant) {
        return constant;
    }

    @Override
    protected String flat(String map) {
        String name = fresh();
        add(node("Flatten", name, map).with("axis", 1));
        return name;
    }

    /// A constant vector of whole numbers.
    private String wholes(int... values) {
        String name = fresh();
        ByteBuffer data = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            data.putLong(value);
        }
        graph.message(5, tensor(name, INT64, Shape.of(values.length), data));
        return name;
    }

    private static ProtoMessage initializer(String name, Constant constant) {
        Tensor tensor = constant.role().there(constant.tensor());
        int length = Math.toIntExact(tensor.elements());
        ByteBuffer data = ByteBuffer.allocate(4 * length).order(ByteOrder.LITTLE_ENDIAN);
        data.asFloatBuffer().put(tensor.floats(), tensor.offset(), length);
        return tensor(name, FLOAT, tensor.shape(), data);
    }

    private static ProtoMessage tensor(String name, int type, Shape shape, ByteBuffer data) {
        var message = new ProtoMessage();
        for (int size : shape.sizes()) {
            message.number(1, size);
        }
        return message.number(2, type).text(8, name).bytes(9, data.array());
    }

    /// The name, type and sizes of what goes in or comes out, `ValueInfoProto`.
    private static ProtoMessage described(String name, Slot slot) {
        int[] ours = slot.shape().sizes();
        int[] sizes = ours.length == 4 ? new int[] {ours[0], ours[3], ours[1], ours[2]} : ours;
        var shape = new ProtoMessage();
        for (int size : sizes) {
            shape.message(1, new ProtoMessage().number(1, size));
        }
        var type = new ProtoMessage().number(1, FLOAT).message(2, shape);
        return new ProtoMessage().text(1, name).message(2, new ProtoMessage().message(1, type));
    }
}
