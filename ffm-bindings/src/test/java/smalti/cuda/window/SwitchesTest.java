package smalti.cuda.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import smalti.cuda.emulator.PtxDriver;
import smalti.cuda.emulator.TestedDriver;
import smalti.cuda.launch.DeviceTensor;
import smalti.cuda.launch.Memory;
import smalti.cuda.launch.Queue;
import smalti.cuda.launch.Scratch;
import smalti.error.ParameterException;
import smalti.op.Size;
import smalti.op.WindowOp;
import smalti.tensor.DType;
import smalti.tensor.Shape;

/// Values that are moved where switches say, which may be anything.
public class SwitchesTest {
    private final PtxDriver driver = TestedDriver.get();
    private final WindowOperators operators = new WindowOperators(driver);

    /// What becomes of values of one channel on a map of three pixels.
    private float[] moved(WindowOp op, float[] values, int... switches) {
        float[] map = new float[3];
        List<Scratch> memory = new ArrayList<>();
        try (var queue = new Queue(driver, new Memory(driver))) {
            Shape shape = Shape.of(1, 1, values.length, 1);
            DeviceTensor there = place(DType.F32, shape, queue, memory);
            DeviceTensor where = place(DType.I32, shape, queue, memory);
            DeviceTensor out = place(DType.F32, Shape.of(1, 1, 3, 1), queue, memory);
            queue.upload(MemorySegment.ofArray(values), there.address());
            queue.upload(MemorySegment.ofArray(switches), where.address());
            operators.run(op, List.of(there, where), List.of(out), queue);
            queue.synchronize();
            queue.download(out.address(), MemorySegment.ofArray(map));
            memory.forEach(Scratch::close);
        }
        return map;
    }

    private static DeviceTensor place(DType dtype, Shape shape, Queue queue, List<Scratch> memory) {
        memory.add(queue.allocate(shape.elements() * dtype.bytes()));
        return new DeviceTensor(memory.getLast().address(), dtype, shape);
    }

    private float[] scattered(float[] values, int... switches) {
        return moved(new WindowOp.WindowScatter(new Size(1, 3)), values, switches);
    }

    @Test
    void sumsOfEveryScaleAreRight() {
        float least = Float.MIN_VALUE;
        float most = Float.MAX_VALUE;
        assertThat(scattered(new float[] {least, -3 * least, most}, 0, 1, 2))
                .containsExactly(least, -3 * least, most);
        assertThat(scattered(new float[] {1, 1, 1, 1.5f, -0.25f}, 1, 1, 1, 1, 2))
                .containsExactly(0, 4.5f, -0.25f);
        assertThat(scattered(new float[] {most, most, -most, least}, 0, 0, 0, 1))
                .containsExactly(most, least, 0);
        assertThat(scattered(new float[] {most, most, -1}, 2, 2, 0))
                .containsExactly(-1, 0, Float.POSITIVE_INFINITY);
    }

    @Test
    void infinitiesAndNanPropagate() {
        float infinity = Float.POSITIVE_INFINITY;
        assertThat(scattered(new float[] {infinity, 5, -infinity, -7, -infinity}, 0, 0, 1, 1, 1))
                .containsExactly(infinity, -infinity, 0);
        assertThat(
                        scattered(
                                new float[] {infinity, -infinity, Float.NaN, -infinity, 2},
                                0,
                                0,
                                1,
                                1,
                                2))
                .containsExactly(Float.NaN, Float.NaN, 2);
    }

    @Test
    void theLastOfSeveralValuesStays() {
        var op = new WindowOp.MaxUnpool(new Size(1, 3));
        assertThat(moved(op, new float[] {9, Float.NaN, -1, 4}, 2, 0, 2, 0))
                .containsExactly(4, 0, -1);
    }

    @Test
    void switchesThatPointOutsideTheMapAreToldAndNotFollowed() {
        for (WindowOp op :
                List.of(
                        new WindowOp.WindowScatter(new Size(1, 3)),
                        new WindowOp.MaxUnpool(new Size(1, 3)),
                        new WindowOp.WindowGather())) {
            assertThatThrownBy(() -> moved(op, new float[] {1, 2, 3}, 0, 3, -1))
                    .isInstanceOf(ParameterException.class)
                    .hasMessageContaining("switch 1")
                    .hasMessageContaining("below 3 pixels")
                    .hasMessageContaining("3");
        }
    }
}
