package smalti.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import smalti.cpu.work.Workers;
import smalti.device.Device;
import smalti.op.Layout;
import smalti.op.Op;
import smalti.tensor.DType;
import smalti.tensor.Tensor;
import smalti.testkit.CaseTable;
import smalti.testkit.LabelPattern;
import smalti.testkit.OpCase;
import smalti.testkit.Scene;

/// After warm-up an operator takes no memory but its outputs: one vector that C2 cannot keep in a register would take
/// hundreds of times what is allowed here. Before, the process computes with vectors of another shape, as a program that
/// uses the engine may.
@Tag("memory")
class AllocationGateTest {
    private static final int BLOCK = 50;

    /// How long the last compiler may take over its work, on a machine that has other work too.
    private static final Duration WARM_UP = Duration.ofSeconds(30);

    /// The plan of a call: lists of parts, a record a part and a row. A vector that is boxed, if only once a segment and
    /// channel, takes 150 kB here.
    private static final long BYTES_OF_A_PLAN = 48 << 10;

    /// One thread, whose memory is counted.
    private final Device device = new CpuDevice(new Workers(1));

    @BeforeAll
    static void computeWithOtherVectors() {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
            OtherVectors.compute();
        }
    }

    @TestFactory
    Stream<DynamicTest> operatorsTakeNoMemoryButTheirOutputs() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Layout layout : Layout.values()) {
            Scene scene = Scene.of(1, 64, 64, 33).with(LabelPattern.BLOBS).with(layout);
            for (OpCase each : CaseTable.on(scene, DType.F32)) {
                tests.add(DynamicTest.dynamicTest(each.name() + " " + layout, () -> check(each)));
            }
        }
        return tests.stream();
    }

    private void check(OpCase each) {
        List<Tensor> inputs = each.inputs();
        List<Tensor> outputs = device.run(each.op(), inputs);
        long bytes = Long.MAX_VALUE;
        long start = System.nanoTime();
        while (bytes >= BYTES_OF_A_PLAN && System.nanoTime() - start < WARM_UP.toNanos()) {
            bytes = bytesOfACall(each.op(), inputs, outputs);
        }
        assertThat(bytes).as("bytes a call of %s", each).isLessThan(BYTES_OF_A_PLAN);
    }

    private long bytesOfACall(Op op, List<Tensor> inputs, List<Tensor> outputs) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int call = 0; call < BLOCK; call++) {
            device.runInto(op, inputs, outputs);
        }
        return (threads.getCurrentThreadAllocatedBytes() - before) / BLOCK;
    }
}
