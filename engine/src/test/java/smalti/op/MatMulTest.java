package smalti.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import smalti.cpu.CpuDevice;
import smalti.error.ShapeException;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;
import smalti.testkit.Tensors;
import smalti.testkit.reference.Reference;

class MatMulTest {
    private static final CpuDevice CPU = CpuDevice.shared();

    @Test
    void theProductOfTheTextbook() {
        Tensor left = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
        Tensor right = Tensor.of(new float[] {7, 8, 9, 10, 11, 12}, 3, 2);
        Tensor product = CPU.run(new MatrixOp.MatMul(Transposition.NONE), left, right);
        assertThat(product.shape()).isEqualTo(Shape.of(2, 2));
        assertThat(product.floats()).containsExactly(58, 64, 139, 154);
    }

    @ParameterizedTest
    @EnumSource
    void aRightMatrixIsSharedByTheBatch(Transposition stored) {
        var op = new MatrixOp.MatMul(stored);
        Tensor left = stored.ofLeft() ? random(1, 2, 3, 7, 5) : random(1, 2, 3, 5, 7);
        Tensor right = stored.ofRight() ? random(2, 37, 7) : random(2, 7, 37);
        Tensor product = CPU.run(op, left, right);
        assertThat(product.shape()).isEqualTo(Shape.of(2, 3, 5, 37));
        Reference.outputs(op, List.of(left, right)).getFirst().check(op.toString(), product);
        Tensor last = CPU.run(op, left.at(1).at(2), right);
        assertThat(Tensors.doubles(product.at(1).at(2))).isEqualTo(Tensors.doubles(last));
    }

    @ParameterizedTest
    @EnumSource
    void aBatchIsSharedOutToThreads(Transposition stored) {
        var op = new MatrixOp.MatMul(stored);
        Tensor left = stored.ofLeft() ? random(1, 9, 40, 33) : random(1, 9, 33, 40);
        Tensor right = stored.ofRight() ? random(2, 9, 35, 40) : random(2, 9, 40, 35);
        Reference.outputs(op, List.of(left, right))
                .getFirst()
                .check(op.toString(), CPU.run(op, left, right));
    }

    @Test
    void withoutDepthTheProductIsNothing() {
        Tensor given = random(3, 2, 3);
        CPU.runInto(
                new MatrixOp.MatMul(Transposition.NONE),
                List.of(Tensor.of(new float[0], 2, 0), Tensor.of(new float[0], 0, 3)),
                List.of(given));
        assertThat(Tensors.doubles(given)).containsOnly(0);
    }

    @Test
    void halfPrecisionIsRoundedOnce() {
        var op = new MatrixOp.MatMul(Transposition.RIGHT);
        for (DType type : List.of(DType.F16, DType.BF16)) {
            Tensor left = random(1, 13, 200).to(type);
            Tensor right = random(2, 17, 200).to(type);
            Reference.outputs(op, List.of(left, right))
                    .getFirst()
                    .check(type.toString(), CPU.run(op, left, right));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NONE  | 3     | 3,4     | a left matrix [..,M,K], not [3]",
                "LEFT  | 3     | 3,4     | a left matrix [..,K,M], not [3]",
                "NONE  | 2,3   | 4,3     | a right matrix F32 [3,N] for the left [2,3], not F32 [4,3]",
                "RIGHT | 2,3   | 3,4     | a right matrix F32 [N,3] for the left [2,3], not F32 [3,4]",
                "LEFT  | 2,3   | 3,4     | a right matrix F32 [2,N] for the left [2,3], not F32 [3,4]",
                "NONE  | 2,3   | 3       | a right matrix F32 [3,N] for the left [2,3], not F32 [3]",
                "NONE  | 5,2,3 | 4,3,7   | a right matrix F32 [5,3,N] or [3,N] for the left [5,2,3], not F32 [4,3,7]",
            })
    void whatDoesNotFitIsNamed(Transposition stored, String left, String right, String message) {
        assertThatThrownBy(() ->
                        ShapeRule.outputs(
                                new MatrixOp.MatMul(stored), List.of(zeros(left), zeros(right))))
                .isInstanceOf(ShapeException.class)
                .hasMessage("mat mul takes " + message);
    }

    private static Tensor random(long seed, int... sizes) {
        return Tensors.random(seed, sizes);
    }

    private static Tensor zeros(String sizes) {
        int[] parsed =
                java.util.Arrays.stream(sizes.split(",")).mapToInt(Integer::parseInt).toArray();
        return Tensor.zeros(DType.F32, Shape.of(parsed));
    }
}
