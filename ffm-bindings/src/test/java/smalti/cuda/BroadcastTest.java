package smalti.cuda;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import smalti.device.Device;
import smalti.op.Arithmetic;
import smalti.op.AxisOp;
import smalti.op.MoveOp;
import smalti.op.Op;
import smalti.op.PointOp;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;
import smalti.testkit.Tensors;
import smalti.testkit.ValuePattern;
import smalti.testkit.promise.OnDevice;
import smalti.testkit.reference.Expected;
import smalti.testkit.reference.Reference;

/// What walks tensors by steps of their own, dimension by dimension. Kernels know six dimensions, of which those that lie
/// together are one; the host walks the others.
class BroadcastTest implements OnDevice {
    private static final int ODD = 3;
    private static final int QUADS = 8;
    private static final int[] RANKS = {1, 2, 3, 4, 5, 6, 7, 8};

    /// Sizes that are divided by in ways of their own.
    private static int size(int dimension) {
        return new int[] {3, 2, 5}[dimension % 3];
    }

    /// Which operands have elements of their own along the last dimension.
    private enum Last {
        BOTH,
        LEFT,
        RIGHT
    }

    private final Device gpu = EmulatedDevice.tested().device();

    @Override
    public Device device() {
        return gpu;
    }

    private void check(Op op, Tensor... inputs) {
        List<Tensor> actual = run(op, inputs);
        List<Expected> expected = Reference.outputs(op, List.of(inputs));
        for (int i = 0; i < expected.size(); i++) {
            expected.get(i).check(op + " of " + Arrays.toString(inputs), actual.get(i));
        }
    }

    /// The shape of an operand. Dimensions before the last are those of one operand in turn, so that none can be joined with
    /// the next.
    private static Shape shape(int rank, int last, Last own, boolean left) {
        int[] sizes = new int[rank];
        for (int i = 0; i < rank - 1; i++) {
            boolean ofLeft = (rank - 1 - i) % 2 == 0 == (own == Last.LEFT);
            sizes[i] = ofLeft == left ? size(i) : 1;
        }
        sizes[rank - 1] = own == (left ? Last.RIGHT : Last.LEFT) ? 1 : last;
        return Shape.of(sizes);
    }

    @Test
    void operandsOfManyDimensionsAreJoined() {
        for (int rank : RANKS) {
            for (ValuePattern values : List.of(ValuePattern.TIES, ValuePattern.SPECIAL)) {
                for (Last own : Last.values()) {
                    for (int last : new int[] {ODD, QUADS}) {
                        Shape left = shape(rank, last, own, true);
                        Shape right = shape(rank, last, own, false);
                        for (Arithmetic arithmetic : Arithmetic.values()) {
                            check(
                                    new PointOp.Binary(arithmetic),
                                    Tensors.random(values, DType.F32, left, 0, 51),
                                    Tensors.random(values, DType.F32, right, 0, 52));
                        }
                    }
                }
            }
        }
    }

    /// Among many pairs are those that are equal, zeros of both signs, and what is no number, at each place of a quad.
    @Test
    void manyPairsOfAllKindsAreJoined() {
        for (int elements : new int[] {2048, 2049}) {
            for (ValuePattern values : List.of(ValuePattern.TIES, ValuePattern.SPECIAL)) {
                for (Arithmetic arithmetic : Arithmetic.values()) {
                    check(
                            new PointOp.Binary(arithmetic),
                            Tensors.random(values, DType.F32, Shape.of(elements), 0, 53),
                            Tensors.random(values, DType.F32, Shape.of(elements), 0, 54));
                }
            }
        }
    }

    @Test
    void slopesOfChannelsAndOfAllAreTaken() {
        for (int channels : new int[] {ODD, QUADS}) {
            for (int slopes : new int[] {1, channels}) {
                // More than five elements a thread.
                Tensor x = Tensors.random(55, 21_000 / channels, channels);
                check(new PointOp.Prelu(), x, Tensors.random(56, slopes));
                check(
                        new PointOp.PreluGradient(),
                        Tensors.random(57, 21_000 / channels, channels),
                        x,
                        Tensors.random(56, slopes));
            }
        }
    }

    /// By elements of each width that kernels move, in boxes of each rank.
    @Test
    void dimensionsAreTurnedRound() {
        for (int rank : RANKS) {
            for (DType dtype : List.of(DType.F16, DType.F32, DType.F64)) {
                for (int last : new int[] {1, 4}) {
                    int[] sizes = new int[rank + 1];
                    Arrays.setAll(sizes, BroadcastTest::size);
                    sizes[rank] = last;
                    Integer[] order = new Integer[rank + 1];
                    Arrays.setAll(order, i -> i < rank ? rank - 1 - i : i);
                    check(
                            new MoveOp.Permute(List.of(order)),
                            Tensors.random(ValuePattern.NORMAL, dtype, Shape.of(sizes), 0, 58));
                }
            }
        }
    }

    /// Of equal maxima the first one takes the gradient.
    @Test
    void gradientsOfMaximaAreSpreadOverManyDimensions() {
        for (int rank : RANKS) {
            int[] sizes = new int[rank];
            Arrays.setAll(sizes, BroadcastTest::size);
            Tensor x = Tensors.random(ValuePattern.TIES, DType.F32, Shape.of(sizes), 0, 59);
            List<Integer> everyOther =
                    IntStream.range(0, rank).filter(i -> i % 2 == 0).boxed().toList();
            Tensor most = first(new AxisOp.Max(everyOther, false), x);
            check(
                    new AxisOp.MaxGradient(everyOther, false),
                    Tensors.random(ValuePattern.NORMAL, DType.F32, most.shape(), 0, 60),
                    x,
                    most);
        }
    }
}
