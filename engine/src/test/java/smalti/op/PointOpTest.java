package smalti.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import smalti.cpu.CpuDevice;
import smalti.error.ParameterException;
import smalti.error.ShapeException;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;
import smalti.testkit.Tensors;

class PointOpTest {
    private static final CpuDevice CPU = CpuDevice.shared();

    @Test
    void shapesAreBroadcastFromTheLastDimension() {
        Tensor column = Tensor.of(new float[] {10, 20}, 2, 1);
        Tensor row = Tensor.of(new float[] {1, 2, 3}, 3);
        Tensor sum = CPU.run(new PointOp.Binary(Arithmetic.ADD), column, row);
        assertThat(sum.shape()).isEqualTo(Shape.of(2, 3));
        assertThat(sum.floats()).containsExactly(11, 12, 13, 21, 22, 23);
    }

    @Test
    void shapesThatDoNotFitAreNamed() {
        Tensor left = Tensor.zeros(DType.F32, Shape.of(2, 3));
        Tensor right = Tensor.zeros(DType.F32, Shape.of(2));
        assertThatThrownBy(() -> CPU.run(new PointOp.Binary(Arithmetic.ADD), left, right))
                .isInstanceOf(ShapeException.class)
                .hasMessage(
                        "binary takes a right tensor that broadcasts with F32 [2,3], not F32 [2]");
    }

    @Test
    void aLongRowRepeatsToo() {
        int channels = 5000;
        Tensor map = Tensors.random(1, 3, channels);
        Tensor row = Tensors.random(2, channels);
        Tensor product = CPU.run(new PointOp.Binary(Arithmetic.MULTIPLY), map, row);
        for (int at = 0; at < product.elements(); at++) {
            assertThat(product.get(at))
                    .isEqualTo((float) map.get(at) * (float) row.get(at % channels));
        }
    }

    @Test
    void aDropoutDropsItsShareAndKeepsTheMean() {
        Tensor ones = Tensor.zeros(DType.F32, Shape.of(100_000));
        java.util.Arrays.fill(ones.floats(), 1);
        var dropout = new PointOp.Dropout(0.25, 7);
        float[] kept = CPU.run(dropout, ones).floats();
        int zeros = 0;
        double sum = 0;
        for (float each : kept) {
            zeros += each == 0 ? 1 : 0;
            sum += each;
        }
        // Four standard deviations.
        assertThat(zeros / 1e5).isCloseTo(0.25, within(0.0055));
        assertThat(sum / 1e5).isCloseTo(1, within(0.0075));
        assertThat(CPU.run(dropout, ones).floats()).isEqualTo(kept);
        assertThat(CPU.run(new PointOp.Dropout(0.25, 8), ones).floats()).isNotEqualTo(kept);
        assertThat(CPU.run(new PointOp.Dropout(0, 7), ones).floats()).isEqualTo(ones.floats());
    }

    @Test
    void parametersAreChecked() {
        for (double rate : new double[] {-0.1, 1, Double.NaN}) {
            assertThatThrownBy(() -> new PointOp.Dropout(rate, 0))
                    .isInstanceOf(ParameterException.class);
        }
        for (double slope : new double[] {-0.1, Double.POSITIVE_INFINITY, Double.NaN}) {
            assertThatThrownBy(() -> new Activation.LeakyRelu(slope))
                    .isInstanceOf(ParameterException.class);
        }
        assertThatThrownBy(() -> new NormOp.BatchNorm(0)).isInstanceOf(ParameterException.class);
        assertThatThrownBy(() -> new MoveOp.Permute(List.of(0, 2)))
                .isInstanceOf(ParameterException.class);
        assertThat(new MoveOp.Permute(List.of(2, 0, 1)).inverse())
                .isEqualTo(new MoveOp.Permute(List.of(1, 2, 0)));
    }

    @Test
    void rowNumbersOutsideTheTableAreNamed() {
        Tensor table = Tensors.random(1, 3, 2);
        Tensor numbers = Tensor.of(new int[] {0, 3}, 2);
        assertThatThrownBy(() -> CPU.run(new MoveOp.GatherRows(), table, numbers))
                .isInstanceOf(ParameterException.class)
                .hasMessage("row number 1 must be from 0 to below 3, not 3");
    }
}
