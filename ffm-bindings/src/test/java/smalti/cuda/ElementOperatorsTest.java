package smalti.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static smalti.testkit.promise.OnDevice.assertSameBits;

import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import smalti.device.Device;
import smalti.device.Devices;
import smalti.error.ParameterException;
import smalti.op.Activation;
import smalti.op.Arithmetic;
import smalti.op.AxisOp;
import smalti.op.CustomOp;
import smalti.op.Function;
import smalti.op.LossOp;
import smalti.op.MoveOp;
import smalti.op.NormOp;
import smalti.op.Op;
import smalti.op.PointOp;
import smalti.op.StepOp;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Storage;
import smalti.tensor.Tensor;
import smalti.testkit.CaseTable;
import smalti.testkit.OpCase;
import smalti.testkit.Scene;
import smalti.testkit.Tensors;
import smalti.testkit.ValuePattern;
import smalti.testkit.promise.OnDevice;
import smalti.testkit.reference.Expected;
import smalti.testkit.reference.Reference;

/// Operators on elements, axes and rows, by the interpreter: their cases, and the sizes that cases do not reach.
class ElementOperatorsTest implements OnDevice {
    private final Device gpu = EmulatedDevice.tested().device();

    @Override
    public Device device() {
        return gpu;
    }

    private static boolean isOurs(OpCase each) {
        return switch (each.op()) {
            case PointOp _, MoveOp _, AxisOp _, NormOp _, LossOp _, CustomOp _, StepOp _ -> true;
            default -> false;
        };
    }

    /// Checks every output of an operator against the reference.
    private void check(Op op, Tensor... inputs) {
        check(this, op, inputs);
    }

    private static void check(OnDevice on, Op op, Tensor... inputs) {
        List<Tensor> actual = on.run(op, inputs);
        List<Expected> expected = Reference.outputs(op, List.of(inputs));
        for (int i = 0; i < expected.size(); i++) {
            expected.get(i).check(op + ", output " + i, actual.get(i));
        }
    }

    @ParameterizedTest
    @EnumSource(ValuePattern.class)
    void operatorsGiveWhatTheReferenceGives(ValuePattern values) {
        for (Scene scene : List.of(Scene.of(2, 5, 7, 3), Scene.of(1, 3, 9, 16))) {
            for (OpCase each : CaseTable.on(scene.with(values), DType.F32)) {
                if (isOurs(each)) {
                    checkAgainstReference(each);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"F16", "BF16", "I32", "F64"})
    void operatorsOnOtherTypesGiveWhatTheReferenceGivesWhereTheyAreOffered(DType dtype) {
        for (OpCase each : CaseTable.on(Scene.of(1, 4, 5, 3), dtype)) {
            if (isOurs(each) && each.offeredBy(gpu)) {
                checkAgainstReference(each);
            }
        }
    }

    @Test
    void everyOperatorIsOfferedForFloats() {
        for (OpCase each : CaseTable.on(Scene.of(1, 2, 2, 1), DType.F32)) {
            assertThat(!isOurs(each) || each.offeredBy(gpu)).as(each.name()).isTrue();
        }
    }

    @Test
    void longSumsAreCutIntoPiecesAndJoined() {
        check(new AxisOp.Sum(List.of(0), false), Tensors.random(1, 9000, 3));
        check(new AxisOp.Mean(List.of(0), true), Tensors.random(2, 300, 70));
        check(new AxisOp.Sum(List.of(1), false), Tensors.random(3, 2, 9000));
        check(new AxisOp.Max(List.of(0), false), Tensors.random(4, 20_000));
        check(new AxisOp.Sum(List.of(0, 2), false), Tensors.random(5, 5, 3, 40));
    }

    /// Of maxima of pieces some are equal, and some are no numbers.
    @Test
    void maximaOfPiecesAreJoined() {
        for (ValuePattern values : List.of(ValuePattern.TIES, ValuePattern.SPECIAL)) {
            check(
                    new AxisOp.Max(List.of(0), false),
                    Tensors.random(values, DType.F32, Shape.of(30_000, 3), 0, 43));
        }
    }

    @Test
    void columnsOfMoreThanABlockAreSummed() {
        check(new AxisOp.Sum(List.of(0), false), Tensors.random(6, 20, 600));
        check(new AxisOp.Max(List.of(1), false), Tensors.random(7, 2, 5, 300));
    }

    @Test
    void rowsOfMoreThanABlockAreReduced() {
        check(new AxisOp.Sum(List.of(1), false), Tensors.random(8, 3, 1500));
        check(new NormOp.Softmax(), Tensors.random(9, 3, 1500));
        check(new NormOp.LogSoftmax(), Tensors.random(10, 2, 300));
        check(new NormOp.L2Normalize(1e-6), Tensors.random(11, 2, 2000));
    }

    @Test
    void scalarsAndEmptyTensorsAreComputed() {
        check(new PointOp.Unary(Function.NEGATE), Tensors.random(1));
        check(new PointOp.Binary(Arithmetic.ADD), Tensors.random(1), Tensors.random(2));
        check(new AxisOp.Sum(List.of(1), false), Tensors.random(3, 4, 0));
        check(new AxisOp.Sum(List.of(0), false), Tensors.random(4, 0, 4));
        check(new NormOp.Softmax(), Tensors.random(5, 4, 0));
        check(new MoveOp.Pad(List.of(1), List.of(2)), Tensors.random(6, 0));
        check(new MoveOp.ScatterRows(3), Tensors.random(7, 0, 2), Tensor.of(new int[0], 0));
        check(new LossOp.BinaryCrossEntropy(), Tensors.random(8, 0), Tensors.random(9, 0));
        check(
                new LossOp.SoftmaxCrossEntropy(OptionalInt.empty(), false),
                Tensors.random(10, 0, 3),
                Tensor.of(new int[0], 0));
    }

    @Test
    void largeSumsOfSquaresDoNotOverflow() {
        float[] large = {3e30f, -4e30f, 0, 1e-30f};
        check(new NormOp.L2Normalize(1e-6), Tensor.of(large, 1, 4));
    }

    @Test
    void channelsOfManyRowsAreStandardized() {
        for (int channels : new int[] {3, 8, 300}) {
            Tensor x = Tensors.random(12, 9000 / channels, channels);
            Tensor gamma = Tensors.random(13, channels);
            Tensor beta = Tensors.random(14, channels);
            var op = new NormOp.BatchNorm(1e-3);
            check(op, x, gamma, beta);
            List<Tensor> outputs = run(op, x, gamma, beta);
            check(
                    new NormOp.BatchNormGradient(1e-3),
                    Tensors.random(15, 9000 / channels, channels),
                    x,
                    gamma,
                    outputs.get(1),
                    outputs.get(2));
        }
    }

    @Test
    void slopesOfManyRowsAreSummed() {
        Tensor above = Tensors.random(16, 5000, 2);
        Tensor x = Tensors.random(17, 5000, 2);
        check(new PointOp.PreluGradient(), above, x, Tensors.random(18, 2));
        check(new PointOp.PreluGradient(), above, x, Tensors.random(19, 1));
    }

    @Test
    void matricesAreTransposedByTiles() {
        check(new MoveOp.Permute(List.of(1, 0)), Tensors.random(20, 70, 45));
        check(new MoveOp.Permute(List.of(0, 2, 1)), Tensors.random(21, 3, 33, 65));
        check(new MoveOp.Permute(List.of(2, 1, 0)), Tensors.random(22, 40, 3, 33));
        for (DType dtype : List.of(DType.F16, DType.F64, DType.I32)) {
            check(
                    new MoveOp.Permute(List.of(1, 0)),
                    Tensors.random(ValuePattern.NORMAL, dtype, Shape.of(37, 12), 3, 23));
        }
    }

    @Test
    void moreDimensionsThanKernelsKnowAreWalked() {
        List<Integer> reversed = IntStream.range(0, 8).map(i -> 7 - i).boxed().toList();
        check(new MoveOp.Permute(reversed), Tensors.random(24, 2, 3, 2, 1, 3, 2, 3, 2));
        check(
                new PointOp.Binary(Arithmetic.MULTIPLY),
                Tensors.random(25, 2, 1, 2, 1, 3, 1, 2, 1),
                Tensors.random(26, 1, 3, 1, 2, 1, 2, 1, 4));
        check(
                new AxisOp.Max(List.of(0, 2, 4, 6), false),
                Tensors.random(27, 2, 2, 2, 3, 2, 2, 2, 2));
        Tensor input = Tensors.random(28, 2, 2, 2, 3, 2, 2, 2, 2);
        var max = new AxisOp.Max(List.of(0, 2, 4, 6), false);
        Tensor most = first(max, input);
        check(
                new AxisOp.MaxGradient(List.of(0, 2, 4, 6), false),
                Tensors.random(29, 2, 3, 2, 2),
                input,
                most);
    }

    @Test
    void unitsAreAsWideAsViewsAllow() {
        Tensor x = Tensors.random(30, 6, 8, 4);
        for (int offset = 1; offset < 5; offset++) {
            var views = new DisplacedTensors(gpu, offset, _ -> true);
            check(views, new MoveOp.Slice(1, 2, 4), x);
            check(views, new MoveOp.Concat(1), x, x);
            check(views, new PointOp.Activate(new Activation.Relu()), x);
            check(views, new PointOp.Binary(Arithmetic.SUBTRACT), x, Tensors.random(31, 4));
        }
    }

    /// By 2, 4, 8 and 16 bytes, more than five of them a thread.
    @Test
    void longRowsAreLookedUp() {
        Tensor numbers = Tensor.of(new int[] {4, 0, 0, 3, 1}, 5);
        Shape table = Shape.of(5, 231);
        for (DType dtype : List.of(DType.F16, DType.F32, DType.F64)) {
            check(
                    new MoveOp.GatherRows(),
                    Tensors.random(ValuePattern.NORMAL, dtype, table, 0, 44),
                    numbers);
        }
        check(new MoveOp.GatherRows(), Tensors.random(45, 5, 4 * 231), numbers);
    }

    /// Alternating signs, so that most of a wrong order would show.
    @Test
    void manyRowsAreAddedToFewInOrder() {
        int[] numbers = IntStream.range(0, 3000).map(i -> i % 7 == 0 ? 4 : i % 3).toArray();
        Tensor rows = Tensors.random(ValuePattern.WIDE, DType.F32, Shape.of(3000, 3), 1, 32);
        check(new MoveOp.ScatterRows(6), rows, Tensor.of(numbers, 3000));
    }

    @Test
    void theElementsThatAreDroppedAreThoseOfTheCpu() {
        var dropout = new PointOp.Dropout(0.4, -77);
        Tensor x = Tensors.random(33, 1001);
        assertSameBits("dropout", first(dropout, x), Devices.named("cpu").run(dropout, x));
    }

    @Test
    void numbersThatNameNothingAreToldAsOnTheCpu() {
        Tensor numbers = Tensor.of(new int[] {0, 2, 5, -1}, 4);
        assertSameError(new MoveOp.GatherRows(), Tensors.random(34, 5, 2), numbers);
        assertSameError(new MoveOp.GatherRows(), Tensors.random(34, 5, 0), numbers);
        assertSameError(new MoveOp.ScatterRows(5), Tensors.random(35, 4, 2), numbers);
        assertSameError(new MoveOp.ScatterRows(0), Tensors.random(35, 4, 2), numbers);
        for (OptionalInt ignore : List.of(OptionalInt.empty(), OptionalInt.of(-1))) {
            Tensor scores = Tensors.random(36, 4, 5);
            assertSameError(new LossOp.SoftmaxCrossEntropy(ignore, false), scores, numbers);
            assertSameError(
                    new LossOp.SoftmaxCrossEntropyGradient(ignore, false),
                    Tensors.random(37),
                    scores,
                    numbers);
        }
        // The device is none the worse for it.
        check(new MoveOp.GatherRows(), Tensors.random(38, 6, 2), Tensor.of(new int[] {5, 0}, 2));
    }

    /// Of many wrong targets the first one is told.
    @Test
    void wrongTargetsAmongManyAreToldAsOnTheCpu() {
        int rows = 9000;
        Tensor scores = Tensors.random(47, rows, 3);
        Tensor weights = Tensor.of(new float[] {0.5f, 1, 2}, 3);
        int[] targets = IntStream.range(0, rows).map(i -> i < 50 ? 1 : i % 7 - 2).toArray();
        Tensor numbers = Tensor.of(targets, rows);
        for (OptionalInt ignore : List.of(OptionalInt.empty(), OptionalInt.of(-1))) {
            var gradient = new LossOp.SoftmaxCrossEntropyGradient(ignore, false);
            assertSameError(gradient, Tensors.random(48), scores, numbers);
            var weighted = new LossOp.SoftmaxCrossEntropyGradient(ignore, true);
            assertSameError(weighted, Tensors.random(48), scores, numbers, weights);
        }
    }

    private void assertSameError(Op op, Tensor... inputs) {
        List<Tensor> given = List.of(inputs);
        assertThatThrownBy(() -> gpu.run(op, given))
                .isInstanceOf(ParameterException.class)
                .satisfies(error ->
                        assertThatThrownBy(() -> Devices.named("cpu").run(op, given))
                                .hasMessage(error.getMessage()));
    }

    @Test
    void manyLossesAreJoined() {
        checkManyLosses(3);
        checkManyLosses(50);
    }

    /// More than one piece of rows.
    private void checkManyLosses(int classes) {
        int rows = 9000;
        Tensor scores = Tensors.random(39, rows, classes);
        Tensor softmax = first(new NormOp.Softmax(), scores);
        Tensor weights = Tensors.random(46, classes);
        for (int i = 0; i < classes; i++) {
            weights.floats()[i] = Math.max(0, weights.floats()[i]);
        }
        for (OptionalInt ignore : List.of(OptionalInt.empty(), OptionalInt.of(-1))) {
            int least = ignore.orElse(0);
            int[] targets =
                    IntStream.range(0, rows).map(i -> i % (classes - least) + least).toArray();
            Tensor right = Tensor.of(targets, rows);
            check(new LossOp.SoftmaxCrossEntropy(ignore, false), scores, right);
            check(new LossOp.SoftmaxCrossEntropy(ignore, true), scores, right, weights);
            var gradient = new LossOp.SoftmaxCrossEntropyGradient(ignore, false);
            check(gradient, Tensors.random(40), softmax, right);
            var weighted = new LossOp.SoftmaxCrossEntropyGradient(ignore, true);
            check(weighted, Tensors.random(40), softmax, right, weights);
        }
    }

    @Test
    void manyAnswersOfYesOrNoAreJoined() {
        Tensor scores = Tensors.random(41, 9000);
        check(new LossOp.BinaryCrossEntropy(), scores, Tensor.of(new float[9000], 9000));
    }

    /// The largest numbers, the smallest ones, and those where results leave the range of numbers.
    @Test
    void functionsHoldAtTheEdgesOfNumbers() {
        float[] edges = {
            88.72f, 88.73f, -87.33f, -87.34f, -103.9f, -104, 1e-45f, -1e-45f, 1e-38f, 3.4e38f,
            -3.4e38f, 1e-8f, -1e-8f, 1, -1, 16.6f, -16.6f, 9.01f, -9.01f, 0.55f, 0.625f, -0.3f
        };
        Tensor x = Tensor.of(edges, edges.length);
        for (Function function : Function.values()) {
            check(new PointOp.Unary(function), x);
        }
        for (Activation each :
                List.of(
                        new Activation.Sigmoid(),
                        new Activation.Tanh(),
                        new Activation.Softplus(),
                        new Activation.Elu(1.5))) {
            check(new PointOp.Activate(each), x);
        }
        check(new NormOp.Softmax(), x.reshape(2, edges.length / 2));
        check(new NormOp.Softmax(), Tensor.of(new float[] {80.3f, 0.7f, -7.9f, 13.01f}, 1, 4));
    }

    @Test
    void tensorsOfAWorkspaceNeedNoCopies() {
        try (var workspace = gpu.workspace()) {
            Tensor x = workspace.place(Tensors.random(42, 3, 4));
            Tensor y = workspace.run(new PointOp.Scale(2, 1), List.of(x)).getFirst();
            assertThat(y.storage()).isInstanceOf(Storage.OnDevice.class);
            Tensor sum = workspace.run(new AxisOp.Sum(List.of(0), false), List.of(y)).getFirst();
            assertThat(workspace.fetch(sum).shape()).isEqualTo(Shape.of(4));
            assertThat(Collections.singletonList(workspace.fetch(y).get(0)))
                    .isEqualTo(Collections.singletonList(2 * workspace.fetch(x).get(0) + 1));
        }
    }
}
