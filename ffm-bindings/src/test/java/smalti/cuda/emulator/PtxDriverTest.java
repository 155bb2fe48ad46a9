package smalti.cuda.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import smalti.cuda.driver.DriverException;
import smalti.cuda.driver.Geometry;
import smalti.cuda.emulator.PtxOptions.Failures;

class PtxDriverTest {
    private static final String DOUBLE =
            KernelText.of(
                    "ld.global.f32 %f, [%in]; add.rn.f32 %f, %f, %f; st.global.f32 [%out], %f;");

    private static EmulatedKernel kernel(PtxOptions options) {
        return new EmulatedKernel(options, DOUBLE, "test");
    }

    private static void expectCode(int code, ThrowingCallable call) {
        assertThatExceptionOfType(DriverException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void runsAKernel() {
        EmulatedKernel kernel = kernel(PtxOptions.DEFAULT);
        long to = kernel.room(24);

        kernel.launch(Geometry.of(2, 3), kernel.upload(1f, 2f, 3f, 4f, 5f, 6f), to, 0);

        assertThat(kernel.floats(to, 6)).containsExactly(2, 4, 6, 8, 10, 12);
    }

    @Test
    void callsFunctions() {
        String text =
                ".version 8.0\n.func (.param .b32 result) twice(.param .b32 x) { .reg .f32 %f<3>;"
                        + " ld.param.f32 %f1, [x]; add.f32 %f2, %f1, %f1; st.param.f32 [result], %f2;"
                        + " ret; }\n"
                        + DOUBLE.replace(".version 8.0", "")
                                .replace(
                                        "add.rn.f32 %f, %f, %f;",
                                        "{ .param .b32 a; st.param.f32 [a+0], %f; .param .b32 r;"
                                                + " call.uni (r), twice, (a); ld.param.f32 %f, [r+0]; }");
        EmulatedKernel kernel = new EmulatedKernel(PtxOptions.DEFAULT, text, "test");
        long to = kernel.room(8);

        kernel.launch(Geometry.of(1, 2), kernel.upload(1f, 2.5f), to, 0);

        assertThat(kernel.floats(to, 2)).containsExactly(2, 5);
    }

    @Test
    void readsAndWritesVariablesOfModulesAndLocalMemory() {
        String text =
                DOUBLE.replace(
                                ".address_size 64",
                                ".address_size 64\n.const .align 4 .u32 table[3] = {5, 6, 7};\n"
                                        + ".global .align 4 .u32 counter = 40;")
                        .replace(
                                "add.rn.f32 %f, %f, %f;",
                                "{ .local .align 4 .b8 depot[16]; .reg .b64 %l; mov.u64 %l, depot;"
                                        + " mul.wide.u32 %y, %t, 4; add.s64 %l, %l, %y;"
                                        + " mov.u64 %x, table; add.s64 %x, %x, %y;"
                                        + " ld.const.u32 %a, [%x]; st.local.u32 [%l], %a;"
                                        + " atom.global.add.u32 %c, [counter], 1;"
                                        + " cvta.local.u64 %x, %l; ld.u32 %b, [%x];"
                                        + " cvt.rn.f32.u32 %f, %b; }");
        EmulatedKernel kernel = new EmulatedKernel(PtxOptions.DEFAULT, text, "test");
        long to = kernel.room(12);

        kernel.launch(Geometry.of(1, 3), kernel.upload(0f, 0f, 0f), to, 0);

        assertThat(kernel.floats(to, 3)).containsExactly(5, 6, 7);
    }

    @Test
    void branchesByATable() {
        String text =
                KernelText.of(
                        "$list: .branchtargets $L0, $L1, $L2; brx.idx.uni %t, $list;\n"
                                + "$L0: mov.u32 %a, 10; bra $end;\n$L1: mov.u32 %a, 11; bra $end;\n"
                                + "$L2: mov.u32 %a, 12;\n$end: st.global.u32 [%out], %a;");
        EmulatedKernel kernel = new EmulatedKernel(PtxOptions.DEFAULT, text, "test");
        long to = kernel.room(12);

        kernel.launch(Geometry.of(1, 3), to, to, 0);

        assertThat(kernel.ints(to, 3)).containsExactly(10, 11, 12);
    }

    @Test
    void reducesAcrossLanesAndWarps() {
        String text =
                KernelText.of(
                        "setp.lt.u32 %p, %t, 40; bar.red.popc.u32 %a, 0, %p;"
                                + " mov.u32 %b, %t; shfl.sync.bfly.b32 %c|%q, %b, 1, 31, -1;"
                                + " vote.sync.ballot.b32 %d, %p, -1; and.b32 %d, %d, 0xffff;"
                                + " mad.lo.s32 %a, %a, 1000, %c; add.s32 %a, %a, %d;"
                                + " st.global.u32 [%out], %a;");
        for (long seed = 0; seed < 5; seed++) {
            EmulatedKernel kernel = new EmulatedKernel(PtxOptions.DEFAULT.seed(seed), text, "test");
            long to = kernel.room(4 * 64);

            kernel.launch(Geometry.of(1, 64), to, to, 0);

            int[] expected = new int[64];
            Arrays.setAll(expected, t -> 40_000 + (t ^ 1) + (t < 32 ? 0xffff : 0xff));
            assertThat(kernel.ints(to, 64)).containsExactly(expected);
        }
    }

    @Test
    void refusesWrongLaunches() {
        EmulatedKernel kernel = kernel(PtxOptions.DEFAULT);
        long in = kernel.upload(1f);

        expectCode(1, () -> kernel.launch(Geometry.of(1, 1), in, in));
        expectCode(1, () -> kernel.launch(Geometry.of(1, 1), in, in, 0, 0));
        expectCode(1, () -> kernel.launch(Geometry.of(1, 257), in, in, 0));
        expectCode(1, () -> kernel.launch(Geometry.of(1, 1).shared(48 << 10), in, in, 0));
        kernel.driver().allowSharedMemory(kernel.function(), 48 << 10);
        kernel.launch(Geometry.of(1, 1).shared(48 << 10), in, in, 0);
    }

    @Test
    void tellsUnknownInstructionsByLine() {
        assertThatExceptionOfType(DriverException.class)
                .isThrownBy(() -> new PtxDriver().load(KernelText.of("frob.s32 %a, %b;")))
                .withMessageContaining("test, line 22: frob.s32 %a, %b;: unknown instruction")
                .satisfies(e -> assertThat(e.code()).isEqualTo(218));
    }

    @Test
    void refusesNewerPtx() {
        expectCode(222, () -> new PtxDriver().load(DOUBLE.replace("8.0", "9.0")));
    }

    @Test
    void countsMemory() {
        EmulatedKernel kernel = kernel(PtxOptions.DEFAULT.memory(4096));
        PtxDriver driver = kernel.driver();
        long first = driver.allocate(1000, kernel.stream());
        assertThat(driver.memory().poolUsed()).isEqualTo(1024);
        expectCode(2, () -> driver.allocate(4000, kernel.stream()));
        driver.free(first, kernel.stream());
        assertThat(driver.memory().poolUsed()).isZero();
        assertThat(driver.memory().free()).isEqualTo(3072);
        driver.trim();
        assertThat(driver.memory().free()).isEqualTo(4096);
        driver.allocate(4000, kernel.stream());
    }

    @Test
    void failsAllocationsWhereTold() {
        EmulatedKernel once = kernel(PtxOptions.DEFAULT.failing(Failures.ofAllocation(2)));
        once.room(4);
        expectCode(2, () -> once.room(4));
        once.room(4);

        EmulatedKernel always = kernel(PtxOptions.DEFAULT.failing(Failures.ofAllocationsFrom(2)));
        always.room(4);
        expectCode(2, () -> always.room(4));
        expectCode(2, () -> always.room(4));
    }

    @Test
    void spoilsTheContextWhereTold() {
        EmulatedKernel kernel = kernel(PtxOptions.DEFAULT.failing(Failures.ofLaunch(2)));
        long in = kernel.upload(1f);
        kernel.launch(Geometry.of(1, 1), in, in, 0);
        kernel.driver().synchronize(kernel.stream());
        kernel.launch(Geometry.of(1, 1), in, in, 0);
        expectCode(700, () -> kernel.driver().synchronize(kernel.stream()));
        expectCode(700, () -> kernel.room(4));
        expectCode(700, () -> kernel.launch(Geometry.of(1, 1), in, in, 0));
    }

    @Test
    void defersFaultsAsCudaDoes() {
        EmulatedKernel kernel = kernel(PtxOptions.DEFAULT.deferring());
        long in = kernel.upload(1f);
        kernel.launch(Geometry.of(1, 2), in, kernel.room(4), 0);
        expectCode(700, () -> kernel.driver().synchronize(kernel.stream()));
        expectCode(700, () -> kernel.room(4));
    }

    @Test
    void keepsGraphsAndRepeatsThem() {
        EmulatedKernel kernel = kernel(PtxOptions.DEFAULT);
        PtxDriver driver = kernel.driver();
        long in = kernel.upload(1f, 2f);
        long stream = kernel.stream();
        MemorySegment host = driver.allocateHost(8);
        driver.beginCapture(stream);
        kernel.launch(Geometry.of(1, 2), in, in, 0);
        expectCode(900, () -> driver.allocate(4, stream));
        expectCode(900, () -> driver.copyToHost(host, in, stream));
        expectCode(900, () -> driver.copyToDevice(in, host, stream));
        expectCode(900, () -> driver.synchronize(stream));
        long graph = driver.endCapture(stream);
        assertThat(kernel.floats(in, 2)).containsExactly(1, 2);

        driver.launchGraph(graph, stream);
        driver.launchGraph(graph, stream);

        assertThat(kernel.floats(in, 2)).containsExactly(4, 8);
        driver.destroyGraph(graph);
        expectCode(400, () -> driver.launchGraph(graph, stream));
    }

    @Test
    void copiesOnlyFromMemoryThatItGave() {
        EmulatedKernel kernel = kernel(PtxOptions.DEFAULT);
        long to = kernel.room(8);
        expectCode(
                1,
                () ->
                        kernel.driver()
                                .copyToDevice(
                                        to, MemorySegment.ofArray(new byte[8]), kernel.stream()));
    }

    @Test
    void timesEvents() {
        EmulatedKernel kernel = kernel(PtxOptions.DEFAULT);
        PtxDriver driver = kernel.driver();
        long before = driver.createEvent();
        long behind = driver.createEvent();
        driver.record(before, kernel.stream());
        driver.record(behind, kernel.stream());
        driver.await(kernel.stream(), behind);
        assertThat(driver.hasHappened(behind)).isTrue();
        assertThat(driver.milliseconds(before, behind)).isNotNegative();
        driver.destroyEvent(before);
        expectCode(400, () -> driver.record(before, kernel.stream()));
    }
}
