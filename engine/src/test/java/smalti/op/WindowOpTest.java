package smalti.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import smalti.cpu.CpuDevice;
import smalti.error.ParameterException;
import smalti.error.ShapeException;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

class WindowOpTest {
    private static final CpuDevice CPU = CpuDevice.shared();

    private static Tensor map(int height, int width, float... values) {
        return Tensor.of(values, 1, height, width, 1);
    }

    @Test
    void aNanIsTheLargestAndOfEqualValuesTheFirstIsTaken() {
        var pool = new WindowOp.MaxPool(Window.of(2).stride(2));
        List<Tensor> pooled =
                CPU.run(pool, List.of(map(2, 4, 1, 5, 2, Float.NaN, 5, 0, 9, Float.NaN)));
        assertThat(pooled.get(0).floats()).containsExactly(5, Float.NaN);
        assertThat(pooled.get(1).ints()).containsExactly(1, 3);
    }

    @Test
    void theLastOfSeveralValuesForOnePlaceStays() {
        Tensor values = map(1, 3, 1, 2, 3);
        Tensor switches = Tensor.of(new int[] {3, 0, 3}, 1, 1, 3, 1);
        assertThat(CPU.run(new WindowOp.MaxUnpool(new Size(2, 2)), values, switches).floats())
                .containsExactly(2, 0, 0, 3);
        assertThat(CPU.run(new WindowOp.WindowScatter(new Size(2, 2)), values, switches).floats())
                .containsExactly(2, 0, 0, 4);
    }

    @Test
    void aSwitchOutsideTheMapIsNamed() {
        Tensor values = map(1, 2, 1, 2);
        for (int outside : new int[] {-1, 4, Integer.MIN_VALUE}) {
            Tensor switches = Tensor.of(new int[] {3, outside}, 1, 1, 2, 1);
            assertThatThrownBy(
                            () -> CPU.run(new WindowOp.MaxUnpool(new Size(2, 2)), values, switches))
                    .isInstanceOf(ParameterException.class)
                    .hasMessage("switch 1 must be from 0 to below 4 pixels, not " + outside);
        }
    }

    @Test
    void paddingCountsOrNot() {
        Tensor map = map(2, 2, 4, 4, 4, 4);
        Window window = Window.of(3).stride(2).padding(1);
        assertThat(CPU.run(new WindowOp.AveragePool(window, false), map).floats())
                .containsExactly(4);
        assertThat(CPU.run(new WindowOp.AveragePool(window, true), map).floats()[0])
                .isCloseTo(16f / 9, within(4 * Math.ulp(1f)));
    }

    @Test
    void whatOnlyCoversTheLastWindowsNeverCounts() {
        // As PyTorch has it with ceil_mode: the second window holds one column, and is its mean.
        Window window = Window.of(1, 2).stride(2).padding(Padding.of(0).covering());
        assertThat(CPU.run(new WindowOp.AveragePool(window, true), map(1, 3, 2, 4, 6)).floats())
                .containsExactly(3, 6);
    }

    @Test
    void binsOverlapWhereTheMapDoesNotDivide() {
        var bins = new WindowOp.AdaptiveAveragePool(new Size(1, 2));
        assertThat(CPU.run(bins, map(1, 3, 1, 2, 6)).floats()).containsExactly(1.5f, 4);
        assertThat(CPU.run(bins, map(1, 1, 7)).floats()).containsExactly(7, 7);
    }

    @Test
    void aWindowThatSeesNothingIsRefused() {
        Window blind = new Window(Size.square(1), Size.square(1), Size.square(1), Padding.of(1));
        assertThatThrownBy(() -> CPU.run(new WindowOp.MaxPool(blind), map(1, 1, 1)))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("a map that every window sees some of");
    }

    @Test
    void positionsBetweenPixels() {
        var aligned = new ResizeOp.Resize(new Size(1, 5), Sampling.BILINEAR, Corners.ALIGNED);
        assertThat(CPU.run(aligned, map(1, 3, 0, 4, 8)).floats()).containsExactly(0, 2, 4, 6, 8);
        var halves = new ResizeOp.Resize(new Size(1, 4), Sampling.BILINEAR, Corners.HALF_PIXEL);
        assertThat(CPU.run(halves, map(1, 2, 0, 4)).floats()).containsExactly(0, 1, 3, 4);
        var nearest = new ResizeOp.Resize(new Size(1, 4), Sampling.NEAREST, Corners.HALF_PIXEL);
        assertThat(CPU.run(nearest, map(1, 2, 3, 4)).floats()).containsExactly(3, 3, 4, 4);
    }

    @Test
    void aWeightOfNoughtHidesANan() {
        var same = new ResizeOp.Resize(new Size(1, 3), Sampling.BILINEAR, Corners.ALIGNED);
        assertThat(CPU.run(same, map(1, 3, 1, Float.NaN, 3)).floats())
                .containsExactly(1, Float.NaN, 3);
    }

    @Test
    void shapesAreKnownBefore() {
        assertThat(
                        ShapeRule.outputs(
                                        new WindowOp.MaxPool(
                                                Window.of(3)
                                                        .stride(2)
                                                        .padding(Padding.of(0).covering())),
                                        List.of(Tensor.of(new float[113 * 113], 1, 113, 113, 1)))
                                .getFirst()
                                .shape())
                .isEqualTo(Shape.of(1, 56, 56, 1));
    }
}
