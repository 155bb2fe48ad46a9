package smalti.cuda.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import smalti.cuda.driver.Geometry;

class PtxCoverageTest {
    @Test
    void countsWhatWasExecuted() {
        String text =
                KernelText.of(
                        "setp.eq.u32 %p, %n, 7;\n@%p bra $seven;\nmov.u32 %a, 1;\nbra $end;\n"
                                + "$seven: mov.u32 %a, 2;\n$end: // of the coverage");
        EmulatedKernel kernel = new EmulatedKernel(PtxOptions.DEFAULT, text, "test");
        Kernel code = CompiledModule.of(text).kernel("test").orElseThrow();
        long room = kernel.room(4);

        kernel.launch(Geometry.of(1, 1), room, room, 3);
        assertThat(PtxCoverage.missed(code))
                .map(Instruction::text)
                .containsExactly("mov.u32 %a, 2;");
        kernel.launch(Geometry.of(1, 1), room, room, 7);

        assertThat(PtxCoverage.missed(code)).isEmpty();
        assertThat(PtxCoverage.of(code).percent()).isEqualTo(100);
    }
}
