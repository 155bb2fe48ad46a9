package smalti.cuda.point;

import java.util.ArrayList;
import java.util.List;
import smalti.cuda.axis.Columns;
import smalti.cuda.launch.DeviceTensor;
import smalti.cuda.launch.Kernels;
import smalti.cuda.launch.Queue;
import smalti.cuda.move.Box;
import smalti.tensor.Shape;

/// Two tensors that are broadcast against each other.
final class Broadcast {
    /// Elements that kernels read at once where addresses allow.
    static final int VECTOR = 4;

    private final Kernels kernels;

    /// @param kernels those of `point.cu`
    Broadcast(Kernels kernels) {
        this.kernels = kernels;
    }

    /// Joins two tensors element by element.
    void join(String kernel, DeviceTensor left, DeviceTensor right, DeviceTensor out, Queue queue) {
        if (out.elements() == 0) {
            return;
        }
        long[] placed = {0};
        box(out.shape(), left.shape(), right.shape())
                .inParts((part, leftAt, rightAt) -> {
                    long leftFrom = left.address() + leftAt * Float.BYTES;
                    long rightFrom = right.address() + rightAt * Float.BYTES;
                    long to = out.address() + placed[0] * Float.BYTES;
                    placed[0] += part.places();
                    boolean wide = isWide(part, leftFrom, rightFrom, to);
                    Box walk = wide ? part.byVectors(VECTOR) : part;
                    List<Object> arguments =
                            new ArrayList<>(
                                    List.of(
                                            leftFrom,
                                            rightFrom,
                                            to,
                                            (int) walk.places(),
                                            wide ? 1 : 0));
                    arguments.addAll(walk.arguments());
                    queue.launch(
                            kernels.get(kernel), queue.over(walk.places()), arguments.toArray());
                });
    }

    /// Whether vectors of an operand either lie together, at multiples of their size, or are one element each.
    private static boolean isWide(Box box, long left, long right, long to) {
        int last = box.rank() - 1;
        boolean wide =
                box.size(last) % VECTOR == 0
                        && isAligned(to)
                        && isSimple(box.left(last), left)
                        && isSimple(box.right(last), right);
        for (int i = 0; i < last && wide; i++) {
            wide =
                    (box.left(last) == 0 || box.left(i) % VECTOR == 0)
                            && (box.right(last) == 0 || box.right(i) % VECTOR == 0);
        }
        return wide;
    }

    private static boolean isSimple(long step, long address) {
        return step == 0 || step == 1 && isAligned(address);
    }

    private static boolean isAligned(long address) {
        return address % (VECTOR * Float.BYTES) == 0;
    }

    private static Box box(Shape joined, Shape left, Shape right) {
        return Box.of(joined.sizes(), Box.repeated(left, joined), Box.repeated(right, joined));
    }

    /// The gradients of a prelu in its input and its slopes.
    ///
    /// @param activations the kernels of `activate.cu`
    void preluGradient(
            Kernels activations,
            List<DeviceTensor> inputs,
            List<DeviceTensor> outputs,
            Queue queue) {
        DeviceTensor above = inputs.get(0);
        DeviceTensor x = inputs.get(1);
        DeviceTensor slopes = inputs.get(2);
        DeviceTensor inX = outputs.get(0);
        DeviceTensor inSlopes = outputs.get(1);
        if (x.elements() == 0) {
            queue.fill(inSlopes.address(), (byte) 0, inSlopes.bytes());
            return;
        }
        long[] placed = {0};
        box(x.shape(), x.shape(), slopes.shape())
                .inParts((part, at, slopesAt) -> {
                    long behind = placed[0] * Float.BYTES;
                    placed[0] += part.places();
                    List<Object> arguments =
                            new ArrayList<>(
                                    List.of(
                                            above.address() + behind,
                                            x.address() + at * Float.BYTES,
                                            slopes.address() + slopesAt * Float.BYTES,
                                            inX.address() + behind,
                                            (int) part.places()));
                    arguments.addAll(part.arguments());
                    queue.launch(
                            kernels.get("prelu_gradient"),
                            queue.over(part.places()),
                            arguments.toArray());
                });
        int channels = (int) inSlopes.elements();
        new Columns(1, x.elements() / channels, channels)
                .run(activations, "prelu_slopes", Double.BYTES, queue, above, x, inSlopes);
    }
}
