package smalti.cuda.matrix;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import smalti.cuda.emulator.PtxDriver;
import smalti.cuda.emulator.TestedDriver;
import smalti.cuda.launch.DeviceTensor;
import smalti.cuda.launch.Memory;
import smalti.cuda.launch.Queue;
import smalti.cuda.launch.Scratch;
import smalti.op.MatrixOp;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;
import smalti.testkit.reference.Reference;

public class SquaredDistancesTest {
    private static Tensor random(int seed, int... sizes) {
        var random = new SplittableRandom(seed);
        Tensor tensor = Tensor.zeros(DType.F32, Shape.of(sizes));
        for (int i = 0; i < tensor.elements(); i++) {
            tensor.floats()[i] = (float) random.nextGaussian();
        }
        return tensor;
    }

    private static DeviceTensor place(Tensor tensor, Scratch memory) {
        memory.queue().upload(MemorySegment.ofArray(tensor.floats()), memory.address());
        return new DeviceTensor(memory.address(), DType.F32, tensor.shape());
    }

    /// Rows that a warp goes along several times.
    @Test
    void longRowsAreMeasuredWhole() {
        PtxDriver driver = TestedDriver.get();
        var operators = new MatrixOperators(driver, new KernelGemm(driver));
        Tensor left = random(1, 9, 101);
        Tensor right = random(2, 5, 101);
        Tensor distances = Tensor.zeros(DType.F32, Shape.of(9, 5));
        try (var queue = new Queue(driver, new Memory(driver));
                Scratch a = queue.allocate(left.elements() * Float.BYTES);
                Scratch b = queue.allocate(right.elements() * Float.BYTES);
                Scratch c = queue.allocate(distances.elements() * Float.BYTES)) {
            var out = new DeviceTensor(c.address(), DType.F32, distances.shape());
            operators.run(
                    new MatrixOp.SquaredDistances(),
                    List.of(place(left, a), place(right, b)),
                    List.of(out),
                    queue);
            queue.synchronize();
            queue.download(c.address(), MemorySegment.ofArray(distances.floats()));
        }
        Reference.outputs(new MatrixOp.SquaredDistances(), List.of(left, right))
                .getFirst()
                .check("distances", distances);
    }
}
