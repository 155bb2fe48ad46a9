package smalti.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import smalti.cpu.CpuDevice;
import smalti.error.ParameterException;
import smalti.error.ShapeException;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

class ConvolutionTest {
    private static final CpuDevice CPU = CpuDevice.shared();

    @Test
    void aWindowSlidesOverAMapAsOnPaper() {
        Tensor map = Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 1, 3, 3, 1);
        Tensor filter = Tensor.of(new float[] {1, 0, -1, 2}, 2, 2, 1, 1);
        Tensor bias = Tensor.of(new float[] {10}, 1);
        Tensor output = CPU.run(new ConvolutionOp.Conv2d(Window.of(2), 1, true), map, filter, bias);
        assertThat(output.shape()).isEqualTo(Shape.of(1, 2, 2, 1));
        // 10 + 1·a - 1·c + 2·d of each square a b / c d
        assertThat(output.floats()).containsExactly(17, 19, 23, 25);
    }

    @Test
    void aTransposedConvolutionAddsAFilterForEachInput() {
        Tensor map = Tensor.of(new float[] {1, 2, 3, 4}, 1, 2, 2, 1);
        Tensor filter = Tensor.of(new float[] {1, 10, 100, 1000}, 2, 2, 1, 1);
        var op =
                new ConvolutionOp.ConvTranspose2d(Window.of(2).stride(2), 1, new Size(5, 4), false);
        assertThat(CPU.run(op, map, filter).floats())
                .containsExactly(
                        1, 10, 2, 20, 100, 1000, 200, 2000, 3, 30, 4, 40, 300, 3000, 400, 4000, 0,
                        0, 0, 0);
    }

    @Test
    void anEpilogueBendsSumsWithTheirBias() {
        Tensor map = Tensor.of(new float[] {-3, 1, 9}, 1, 1, 3, 1);
        Tensor filter = Tensor.of(new float[] {1}, 1, 1, 1, 1);
        Tensor bias = Tensor.of(new float[] {1}, 1);
        Tensor slopes = Tensor.of(new float[] {-0.5f}, 1);
        var relu6 = new Epilogue.Activated(new Activation.Relu6());
        var clamped = new ConvolutionOp.Conv2d(Window.of(1), 1, true, relu6);
        assertThat(CPU.run(clamped, map, filter, bias).floats()).containsExactly(0, 2, 6);
        var sloped = new ConvolutionOp.Conv2d(Window.of(1), 1, false, new Epilogue.Prelu());
        assertThat(CPU.run(sloped, map, filter, slopes).floats()).containsExactly(1.5f, 1, 9);
        assertThatThrownBy(() -> CPU.run(sloped, map, filter, map))
                .isInstanceOf(ShapeException.class)
                .hasMessage("conv2d takes slopes F32 [1], not F32 [1,1,3,1]");
        assertThatThrownBy(() -> new Epilogue.Activated(new Activation.Tanh()))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("relu, leaky relu or relu6");
    }

    @Test
    void filtersOfAGroupSeeItsChannelsAlone() {
        Tensor map = Tensor.of(new float[] {1, 2, 3, 4}, 1, 1, 1, 4);
        Tensor filter = Tensor.of(new float[] {1, 10, 100, 1000}, 1, 1, 2, 2);
        var op = new ConvolutionOp.Conv2d(Window.of(1), 2, false);
        assertThat(CPU.run(op, map, filter).floats()).containsExactly(201, 4030);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | 2,5,5   | 3,3,4,8 | conv2d takes a map [B,H,W,C] of floats, not F32 [2,5,5]",
                "1 | 2,5,5,4 | 3,2,4,8 | conv2d takes filters F32 [3,3,C/groups,F], not F32 [3,2,4,8]",
                "1 | 2,5,5,4 | 3,3,5,8 | conv2d takes filters of 4/1 channels, not [3,3,5,8]",
                "2 | 2,5,5,4 | 3,3,4,8 | conv2d takes filters of 4/2 channels, not [3,3,4,8]",
                "2 | 2,5,5,4 | 3,3,2,7 | conv2d takes filters in 2 equal groups, not 7",
                "1 | 2,2,5,4 | 3,3,4,8 | a window of 3x3 takes a map, with its padding, at least as large, not 2x5",
            })
    void whatDoesNotFitIsNamed(int groups, String map, String filter, String message) {
        var op = new ConvolutionOp.Conv2d(Window.of(3), groups, false);
        assertRefused(op, message, zeros(map), zeros(filter));
    }

    @Test
    void aBiasHasAValueAFilter() {
        var op = new ConvolutionOp.Conv2d(Window.of(3), 1, true);
        assertRefused(
                op,
                "conv2d takes a bias F32 [8], not F32 [4]",
                zeros("1,5,5,4"),
                zeros("3,3,4,8"),
                zeros("4"));
    }

    @Test
    void theOutputOfATransposedConvolutionMustFitItsInput() {
        var op = new ConvolutionOp.ConvTranspose2d(Window.of(3), 1, new Size(8, 7), false);
        assertRefused(
                op,
                "conv transpose2d takes a map of 6x5 for one of 8x7, not [1,5,5,8]",
                zeros("1,5,5,8"),
                zeros("3,3,4,8"));
        assertRefused(
                op,
                "conv transpose2d takes 8 filters, not [3,3,4,9]",
                zeros("1,6,5,8"),
                zeros("3,3,4,9"));
    }

    @Test
    void aFilterGradientTakesMapsOfTheSameImages() {
        var op = new ConvolutionOp.Conv2dFilterGradient(Window.of(3), 1);
        assertRefused(
                op,
                "conv2d filter gradient takes 2 images, not [1,5,5,4]",
                zeros("2,3,3,8"),
                zeros("1,5,5,4"));
        assertRefused(
                op,
                "conv2d filter gradient takes a map of 3x3 for one of 5x5, not [1,2,3,8]",
                zeros("1,2,3,8"),
                zeros("1,5,5,4"));
    }

    @Test
    void groupsAreCounted() {
        assertThatThrownBy(() -> new ConvolutionOp.Conv2d(Window.of(3), 0, false))
                .isInstanceOf(ParameterException.class)
                .hasMessage("the number of groups must be at least 1, not 0");
    }

    private static void assertRefused(Op op, String message, Tensor... inputs) {
        assertThatThrownBy(() -> ShapeRule.outputs(op, List.of(inputs)))
                .isInstanceOf(ShapeException.class)
                .hasMessage(message);
    }

    private static Tensor zeros(String sizes) {
        int[] parsed = Arrays.stream(sizes.split(",")).mapToInt(Integer::parseInt).toArray();
        return Tensor.zeros(DType.F32, Shape.of(parsed));
    }
}
