package smalti.cuda.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import smalti.cuda.driver.Geometry;

class PtxMutantTest {
    private static final String CODE =
            KernelText.of(
                    """
                    setp.lt.s32 %p, %i, 3;
                    selp.b32 %a, %n, 5, %p;
                    add.s32 %b, %b, 4;
                    mul.wide.s32 %x, %a, 4;
                    shl.b32 %c, %a, 2;
                    bar.sync 0;
                    st.global.u32 [%out], %a;\
                    """);

    @Test
    void makesMistakesOfAllKinds() {
        assertThat(PtxMutant.of(CODE))
                .map(PtxMutant::after)
                .contains(
                        "setp.le.s32 %p, %i, 3;",
                        "setp.lt.s32 %p, %i, 4;",
                        "selp.b32 %a, 5, %n, %p;",
                        "add.s32 %b, %b, 5;",
                        "add.s32 %b, %b, 4; add.s32 %b, %b, 4;",
                        "mul.wide.s32 %x, %a, 8;",
                        "shl.b32 %c, %a, 3;",
                        "");
    }

    /// What happens to equal numbers is decided where they are compared for equality.
    @Test
    void makesNoMistakesThatChangeNothing() {
        String equal = "setp.eq.f32 %p, %f, %g;";
        String larger = "setp.gt.f32 %q, %g, %f;";
        assertThat(shifted(larger)).isEqualTo(1);
        assertThat(shifted(equal + "\n" + larger)).isZero();
        assertThat(shifted(larger + "\n" + equal)).isZero();
    }

    private static long shifted(String code) {
        return PtxMutant.of(KernelText.of(code)).stream()
                .filter(each -> each.mistake() == PtxMistake.SHIFTED_COMPARISON)
                .count();
    }

    @Test
    void runsAMistake() {
        PtxMutant mutant =
                PtxMutant.of(CODE).stream()
                        .filter(it -> it.after().startsWith("selp"))
                        .findFirst()
                        .orElseThrow();
        EmulatedKernel kernel =
                new EmulatedKernel(new PtxDriver(PtxOptions.DEFAULT, mutant), CODE, "test");
        long to = kernel.room(16);

        kernel.launch(Geometry.of(1, 4), to, to, 7);

        assertThat(kernel.ints(to, 4)).containsExactly(5, 5, 5, 7);
    }

    /// Every barrier that is left out of a kernel that needs it is a race.
    @Test
    void barriersThatAreLeftOutAreNoticed() {
        String code =
                KernelText.of(
                        """
                        shl.b32 %a, %t, 2;
                        mov.u32 %b, memory;
                        add.s32 %a, %a, %b;
                        st.shared.u32 [%a], %t;
                        bar.sync 0;
                        xor.b32 %a, %a, 128;
                        ld.shared.u32 %c, [%a];\
                        """);
        PtxMutant mutant =
                PtxMutant.of(code).stream()
                        .filter(it -> it.after().isEmpty())
                        .findFirst()
                        .orElseThrow();
        EmulatedKernel kernel =
                new EmulatedKernel(new PtxDriver(PtxOptions.DEFAULT, mutant), code, "test");
        long room = kernel.room(4);

        assertThatExceptionOfType(KernelFault.class)
                .isThrownBy(() -> kernel.launch(Geometry.of(1, 64), room, room, 0));
    }
}
