package smalti.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import smalti.op.Layout;
import smalti.op.Op;
import smalti.op.SegmentOp;
import smalti.testkit.OpCase;

/// After warm-up an operator takes no memory but its outputs: one vector that C2 cannot keep in a register would take
/// hundreds of times what is allowed here. Before, the process computes with vectors of another shape, as a program that
/// uses the engine may.
///
/// All cases share one process, whose compiler learns from one what is wrong for the next: it may hold for cold a call
/// that the next case makes hot, and not inline it. A case that takes memory here is given a process of its own before it
/// fails.
@Tag("memory")
class AllocationGateTest {
    /// The plan of a call: lists of parts, a record a part and a row. A vector that is boxed, if only once a pixel, takes
    /// 400 kB here.
    private static final long BYTES_OF_A_PLAN = 48 << 10;

    /// The same of a call over segments, and for each of its outputs. A vector that is boxed once a segment and eight
    /// planes takes 8 kB here, and twice as much with its lanes.
    private static final long BYTES_OF_A_SEGMENT_PLAN = 9 << 10;

    private static final long BYTES_OF_A_TABLE = 2 << 10;

    /// How long the last compiler may take over its work, on a machine that has other work too.
    private static final Duration WARM_UP = Duration.ofSeconds(10);

    private static final Duration WARM_UP_ALONE = Duration.ofSeconds(30);

    @BeforeAll
    static void computeWithOtherVectors() {
        AllocationProbe.computeWithOtherVectors();
    }

    @TestFactory
    Stream<DynamicTest> operatorsTakeNoMemoryButTheirOutputs() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Layout layout : Layout.values()) {
            List<OpCase> cases = AllocationProbe.cases(layout);
            for (int i = 0; i < cases.size(); i++) {
                int index = i;
                String name = cases.get(i).name() + " " + layout;
                tests.add(DynamicTest.dynamicTest(name, () -> check(layout, index)));
            }
        }
        return tests.stream();
    }

    private void check(Layout layout, int index) throws IOException, InterruptedException {
        OpCase each = AllocationProbe.cases(layout).get(index);
        AllocationProbe probe = new AllocationProbe(each);
        long limit = limit(each.op(), probe.outputs());
        long bytes = probe.bytesOfACall(limit, WARM_UP);
        if (bytes >= limit) {
            bytes = AllocationProbe.alone(layout, index, limit, WARM_UP_ALONE);
        }
        assertThat(bytes).as("bytes a call of %s", each).isLessThan(limit);
    }

    private static long limit(Op op, int outputs) {
        return op instanceof SegmentOp
                ? BYTES_OF_A_SEGMENT_PLAN + outputs * BYTES_OF_A_TABLE
                : BYTES_OF_A_PLAN;
    }
}
