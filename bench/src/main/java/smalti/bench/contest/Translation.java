package smalti.bench.contest;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import smalti.cpu.CpuDevice;
import smalti.op.ConvolutionOp;
import smalti.op.MoveOp;
import smalti.op.Padding;
import smalti.op.Size;
import smalti.op.Window;
import smalti.plan.Slot;
import smalti.plan.Step;
import smalti.plan.Trace;
import smalti.tensor.Tensor;

/// A traced network on its way to a runtime that takes maps as `[B,C,H,W]`: what its values and constants are called
/// there. Whoever extends it writes down a step at a time.
public abstract class Translation {
    /// What a constant is, hence how its dimensions are ordered.
    public enum Role {
        /// `[R,S,C/groups,F]` with us, `[F,C/groups,R,S]` there.
        FILTER(List.of(3, 2, 0, 1)),
        /// `[B,H,W,C]` with us, `[B,C,H,W]` there.
        MAP(List.of(0, 3, 1, 2)),
        /// The same on both sides.
        PLAIN(List.of());

        private final List<Integer> order;

        Role(List<Integer> order) {
            this.order = order;
        }

        /// A tensor of ours in the order of dimensions there.
        public Tensor there(Tensor ours) {
            return order.isEmpty() ? ours : CpuDevice.shared().run(new MoveOp.Permute(order), ours);
        }

        /// A tensor from there in our order of dimensions.
        public Tensor ours(Tensor there) {
            return order.isEmpty()
                    ? there
                    : CpuDevice.shared().run(new MoveOp.Permute(order).inverse(), there);
        }
    }

    /// A tensor of ours that is known by name there.
    public record Constant(Tensor tensor, Role role) {}

    private static final Map<Integer, Integer> AXES = Map.of(0, 0, 1, 2, 2, 3, 3, 1);

    private final Trace trace;
    private final Map<String, Constant> constants = new LinkedHashMap<>();
    private final Map<Integer, String> values = new HashMap<>();

    /// @param input what the network's input is called
    protected Translation(Trace trace, String input) {
        this.trace = trace;
        values.put(trace.input().id(), input);
    }

    /// The constants that were met, by name.
    public final Map<String, Constant> constants() {
        return constants;
    }

    /// Tells what a value is called from now on.
    protected final void name(Slot slot, String name) {
        values.put(slot.id(), name);
    }

    /// What an input of a step is called.
    protected final String value(Step step, int input) {
        return value(step.inputs().get(input));
    }

    protected final String value(Slot slot) {
        String name = values.get(slot.id());
        if (name != null) {
            return name;
        }
        if (trace.constants().containsKey(slot.id())) {
            return constant(slot, slot.shape().rank() == 4 ? Role.MAP : Role.PLAIN);
        }
        Slot viewed = trace.views().get(slot.id());
        if (viewed == null) {
            throw new IllegalArgumentException("no words for " + slot);
        }
        boolean isOfPixels = viewed.shape().rank() == 4 && slot.shape().rank() == 2;
        return isOfPixels && size(viewed).equals(Size.square(1))
                ? flat(value(viewed))
                : reshaped(value(viewed), viewed, slot);
    }

    /// What a value is called under another shape of ours.
    protected String reshaped(String value, Slot from, Slot to) {
        throw new IllegalArgumentException("no words for the view " + to + " of " + from);
    }

    /// What an input of a step that is known beforehand is called.
    protected final String constant(Step step, int input, Role role) {
        return constant(step.inputs().get(input), role);
    }

    private String constant(Slot slot, Role role) {
        return constant(new Constant(known(slot), role));
    }

    /// An input of a step that is known beforehand.
    protected final Tensor known(Step step, int input) {
        return known(step.inputs().get(input));
    }

    private Tensor known(Slot slot) {
        Tensor tensor = trace.constants().get(slot.id());
        if (tensor == null) {
            throw new IllegalArgumentException(slot + " is not known beforehand");
        }
        return tensor;
    }

    /// Adds a constant, and tells what it is called.
    protected final String constant(Constant constant) {
        String name = "c" + constants.size();
        constants.put(name, constant);
        return reference(name);
    }

    /// How a constant is spoken of.
    protected abstract String reference(String constant);

    /// What a map of single pixels is called as a matrix `[B,C]`.
    protected abstract String flat(String map);

    /// An axis of a value, as it is counted there.
    protected static int axis(int axis, Slot output) {
        int rank = output.shape().rank();
        int own = Math.floorMod(axis, rank);
        return rank == 4 ? AXES.getOrDefault(own, own) : own;
    }

    protected static Size size(Slot map) {
        return new Size(map.shape().size(1), map.shape().size(2));
    }

    /// What a transposed convolution must add to its output at the bottom and on the right.
    protected static Size missing(Step step, ConvolutionOp.ConvTranspose2d op) {
        Window window = op.window();
        Size input = size(step.inputs().getFirst());
        Padding.Margins margins = window.margins(op.output());
        int rows =
                (input.height() - 1) * window.stride().height()
                        - margins.top()
                        - margins.bottom()
                        + window.reach().height();
        int columns =
                (input.width() - 1) * window.stride().width()
                        - margins.left()
                        - margins.right()
                        + window.reach().width();
        return new Size(op.output().height() - rows, op.output().width() - columns);
    }
}
