package smalti.cuda.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import smalti.cuda.driver.Geometry;

/// What the interpreter finds, each by a kernel that does it, and beside it one that almost does.
class KernelFaultTest {
    private static final String MINE = "shl.b32 %a, %t, 2; mov.u32 %b, memory; add.s32 %a, %a, %b;";

    /// Runs a kernel on 40 floats and room for 40.
    private static EmulatedKernel run(String instructions, Geometry geometry, long seed) {
        EmulatedKernel kernel =
                new EmulatedKernel(
                        PtxOptions.DEFAULT.findingGlobalRaces().seed(seed),
                        KernelText.of(instructions),
                        "test");
        long in = kernel.upload(new float[40]);
        kernel.launch(geometry, in, kernel.room(160), 3);
        return kernel;
    }

    private static void expect(
            LaneFault.Kind kind, String message, String instructions, Geometry geometry) {
        for (long seed = 0; seed < 4; seed++) {
            long seedOfAll = seed;
            assertThatExceptionOfType(KernelFault.class)
                    .isThrownBy(() -> run(instructions, geometry, seedOfAll))
                    .withMessageContaining(message)
                    .satisfies(fault -> assertThat(fault.kind()).isEqualTo(kind));
        }
    }

    private static void expectNone(String instructions, Geometry geometry) {
        for (long seed = 0; seed < 4; seed++) {
            run(instructions, geometry, seed);
        }
    }

    @Test
    void findsReadsBehindTheEnd() {
        expectNone("ld.global.f32 %f, [%in];", Geometry.of(1, 40));
        String code = "ld.global.f32 %f, [%in];";
        expect(LaneFault.Kind.ADDRESS, "out of bounds: allocation 1 has", code, Geometry.of(2, 40));
        assertThatExceptionOfType(KernelFault.class)
                .isThrownBy(() -> run(code, Geometry.of(2, 40), 0))
                .withMessage(
                        "test, block (1,0,0) thread 0, line 22: ld.global.f32 %f, [%in];: "
                                + "out of bounds: allocation 1 has 160 bytes, 4 are accessed at 160");
    }

    @Test
    void findsReadsBeforeTheStart() {
        expect(
                LaneFault.Kind.ADDRESS,
                "no memory is at",
                "setp.ne.u32 %p, %t, 0; @!%p ld.global.f32 %f, [%in+-4];",
                Geometry.of(1, 40));
    }

    @Test
    void findsVectorsThatReachOverTheEnd() {
        expect(
                LaneFault.Kind.ADDRESS,
                "out of bounds",
                "{ .reg .f32 %g, %h, %k; add.s64 %in, %in, %at; add.s64 %in, %in, %at; "
                        + "add.s64 %in, %in, %at; ld.global.v4.f32 {%f, %g, %h, %k}, [%in]; }",
                Geometry.of(1, 11));
    }

    @Test
    void findsMisalignedVectors() {
        expect(
                LaneFault.Kind.ALIGNMENT,
                "misaligned: 8 bytes of allocation 1 are accessed at 4",
                "{ .reg .f32 %g; setp.eq.u32 %p, %t, 1; @%p ld.global.v2.f32 {%f, %g}, [%in]; }",
                Geometry.of(1, 40));
    }

    @Test
    void findsReadsOfWhatNobodyWrote() {
        expectNone(
                "mov.f32 %f, 0f3F800000; st.global.f32 [%out], %f; ld.global.f32 %f, [%out];",
                Geometry.of(1, 40));
        expect(
                LaneFault.Kind.UNINITIALISED,
                "uninitialised: 4 bytes of allocation 2",
                "ld.global.f32 %f, [%out];",
                Geometry.of(1, 40));
    }

    @Test
    void findsCopiesOfWhatNobodyWrote() {
        EmulatedKernel kernel = run("", Geometry.of(1, 1), 0);
        long room = kernel.room(16);
        assertThatExceptionOfType(KernelFault.class)
                .isThrownBy(() -> kernel.floats(room, 4))
                .withMessageContaining("uninitialised");
    }

    @Test
    void findsUseAfterFree() {
        EmulatedKernel kernel =
                new EmulatedKernel(
                        PtxOptions.DEFAULT, KernelText.of("ld.global.f32 %f, [%in];"), "test");
        long in = kernel.upload(1f);
        kernel.driver().free(in, kernel.stream());
        assertThatExceptionOfType(KernelFault.class)
                .isThrownBy(() -> kernel.launch(Geometry.of(1, 1), in, in, 0))
                .withMessageContaining("use after free: allocation 1 at 0");
    }

    @Test
    void findsSharedMemoryThatNobodyWrote() {
        expect(
                LaneFault.Kind.UNINITIALISED,
                "shared memory",
                MINE + "ld.shared.f32 %f, [%a];",
                Geometry.of(1, 40));
    }

    @Test
    void findsSharedMemoryOfTheBlockBefore() {
        expect(
                LaneFault.Kind.UNINITIALISED,
                "shared memory",
                MINE
                        + "setp.eq.u32 %p, %block, 0; @%p st.shared.u32 [%a], %t; "
                        + "bar.sync 0; setp.eq.u32 %p, %block, 1; @%p ld.shared.u32 %c, [%a];",
                Geometry.of(2, 40));
    }

    private static final String NEIGHBOUR =
            " add.s32 %c, %t, 1; rem.u32 %c, %c, %threads; shl.b32 %c, %c, 2; add.s32 %c, %c, %b;";

    @Test
    void findsRacesBetweenWarps() {
        String write = MINE + NEIGHBOUR + "st.shared.u32 [%a], %t; ";
        expectNone(write + "bar.sync 0; ld.shared.u32 %d, [%c];", Geometry.of(1, 64));
        expect(
                LaneFault.Kind.RACE,
                "a race",
                write + "xor.b32 %c, %a, 128; bar.warp.sync -1; st.shared.u32 [%c], %t;",
                Geometry.of(1, 64));
    }

    @Test
    void findsReadsThatALaterWriteDisturbs() {
        String code =
                MINE + NEIGHBOUR + "st.shared.u32 [%a], %t; bar.sync 0; ld.shared.u32 %d, [%c]; ";
        expectNone(code + "bar.sync 0; st.shared.u32 [%a], %d;", Geometry.of(1, 64));
        expect(
                LaneFault.Kind.RACE,
                "a race: shared memory",
                code + "st.shared.u32 [%a], %d;",
                Geometry.of(1, 64));
    }

    @Test
    void findsRacesWithinAWarp() {
        String write = MINE + NEIGHBOUR + "st.shared.u32 [%a], %t; bar.warp.sync -1; ";
        expectNone(
                write + "ld.shared.u32 %d, [%c]; bar.warp.sync -1; st.shared.u32 [%a], %d;",
                Geometry.of(1, 32));
        expect(
                LaneFault.Kind.RACE,
                "no barrier or bar.warp.sync between",
                write + "ld.shared.u32 %d, [%c]; st.shared.u32 [%a], %d;",
                Geometry.of(1, 32));
    }

    @Test
    void findsRacesBetweenBlocks() {
        expectNone("st.global.u32 [%out], %t;", Geometry.of(2, 20));
        String same = "sub.s64 %out, %out, %at; ";
        expect(
                LaneFault.Kind.RACE,
                "with no end of the launch between",
                "setp.eq.u32 %p, %t, 3; " + same + "@%p st.global.u32 [%out], %t;",
                Geometry.of(2, 20));
        expect(
                LaneFault.Kind.RACE,
                "a race: allocation 1 at 0",
                "sub.s64 %in, %in, %at; ld.global.f32 %f, [%in]; setp.eq.u32 %p, %i, 21; bar.sync 0; "
                        + "@%p st.global.f32 [%in], %f;",
                Geometry.of(3, 12));
    }

    @Test
    void findsRacesInGlobalMemoryWithinABlock() {
        String code =
                "add.s64 %x, %in, 4; st.global.u32 [%in], %t; BARRIER setp.lt.u32 %p, %t, 39; "
                        + "@%p ld.global.u32 %a, [%x];";
        expectNone(code.replace("BARRIER", "bar.sync 0;"), Geometry.of(1, 40));
        expect(
                LaneFault.Kind.RACE,
                "a race: allocation 1",
                code.replace("BARRIER", ""),
                Geometry.of(1, 40));
    }

    @Test
    void letsVolatileAccessesMeetAtomicOnes() {
        String code = "sub.s64 %in, %in, %at; atom.global.add.u32 %a, [%in], 1; ";
        expectNone(code + "ld.volatile.global.u32 %a, [%in];", Geometry.of(3, 12));
        expect(
                LaneFault.Kind.RACE,
                "a race: allocation 1 at 0",
                code + "ld.global.u32 %a, [%in];",
                Geometry.of(3, 12));
    }

    @Test
    void findsPlainReadsAmongAtomicOperationsOnSharedMemory() {
        expect(
                LaneFault.Kind.RACE,
                "a race",
                "setp.eq.u32 %p, %t, 0; mov.u32 %c, 0; @%p st.shared.u32 [memory], %c; bar.sync 0; "
                        + "atom.shared.add.u32 %d, [memory], 1; ld.shared.u32 %d, [memory];",
                Geometry.of(1, 64));
    }

    @Test
    void findsRacesOfBytes() {
        String write = "mov.u32 %b, memory; add.s32 %a, %b, %t; st.shared.u8 [%a], %t; ";
        expectNone(write, Geometry.of(1, 64));
        expect(
                LaneFault.Kind.RACE,
                "a race",
                write + "xor.b32 %c, %t, 1; add.s32 %c, %b, %c; st.shared.u8 [%c], %t;",
                Geometry.of(1, 64));
    }

    @Test
    void letsAtomicOperationsMeet() {
        expectNone(
                "setp.eq.u32 %p, %t, 0; mov.u32 %c, 0; @%p st.shared.u32 [memory], %c; bar.sync 0; "
                        + "atom.shared.add.u32 %d, [memory], 1; bar.sync 0; ld.shared.u32 %d, [memory];",
                Geometry.of(1, 64));
    }

    @Test
    void findsBarriersThatNotAllReach() {
        expect(
                LaneFault.Kind.HANG,
                "a deadlock: 32 threads wait at line",
                "setp.lt.u32 %p, %t, 32; @%p bra $other; bar.sync 0; bra $end; "
                        + "$other: bar.sync 1; $end:",
                Geometry.of(1, 64));
    }

    @Test
    void findsWarpsThatAreDividedAtABarrier() {
        expect(
                LaneFault.Kind.LANES,
                "a warp is divided at a barrier",
                "setp.lt.u32 %p, %t, 16; @%p bra $other; bar.sync 0; bra $end; "
                        + "$other: bar.sync 0; $end:",
                Geometry.of(1, 32));
    }

    @Test
    void findsLanesThatWaitInVain() {
        expect(
                LaneFault.Kind.HANG,
                "a deadlock: 16 threads wait at line",
                "setp.lt.u32 %p, %t, 16; @%p bra $other; bar.warp.sync -1; bra $end; "
                        + "$other: bar.sync 0; $end:",
                Geometry.of(1, 32));
    }

    @Test
    void findsShufflesFromAbsentLanes() {
        String shuffle = "shfl.sync.down.b32 %c|%p, %t, 16, 31, -1;";
        expectNone(shuffle, Geometry.of(1, 32));
        expect(
                LaneFault.Kind.LANES,
                "a shuffle reads from lane 16, which does not take part",
                "setp.lt.u32 %p, %t, 16; @%p " + shuffle.replace("-1", "0xffff"),
                Geometry.of(1, 32));
    }

    @Test
    void findsLanesOutsideTheirOwnMask() {
        expect(
                LaneFault.Kind.LANES,
                "is not in its own mask 0000ffff",
                "shfl.sync.bfly.b32 %c|%p, %t, 1, 31, 0xffff;",
                Geometry.of(1, 32));
    }

    @Test
    void findsDivisionByZero() {
        expect(
                LaneFault.Kind.DIVISION,
                "divided by zero",
                "div.s32 %a, %n, %t;",
                Geometry.of(1, 2));
    }

    @Test
    void findsTraps() {
        expectNone("setp.gt.u32 %p, %t, 100; @%p trap;", Geometry.of(1, 2));
        expect(
                LaneFault.Kind.TRAP,
                "thread 1, line 22: @%p trap;: trap",
                "setp.eq.u32 %p, %t, 1; @%p trap;",
                Geometry.of(1, 2));
    }

    @Test
    void findsLoopsWithoutEnd() {
        expect(
                LaneFault.Kind.HANG,
                "does not come out of its loops",
                "$again: bra $again;",
                Geometry.of(1, 1));
    }
}
