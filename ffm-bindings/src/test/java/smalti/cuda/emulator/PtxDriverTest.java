package smalti.cuda.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import smalti.cuda.driver.Geometry;

class PtxDriverTest {
    private static final String SCALE =
            """
            .version 8.0
            .target sm_75
            .address_size 64

            .visible .entry scale(
                .param .u64 scale_param_0,
                .param .u64 scale_param_1,
                .param .f32 scale_param_2,
                .param .u32 scale_param_3
            )
            {
                .reg .pred %p<2>;
                .reg .f32 %f<4>;
                .reg .b32 %r<6>;
                .reg .b64 %rd<8>;

                ld.param.u64 %rd1, [scale_param_0];
                ld.param.u64 %rd2, [scale_param_1];
                ld.param.f32 %f1, [scale_param_2];
                ld.param.u32 %r2, [scale_param_3];
                mov.u32 %r3, %ntid.x;
                mov.u32 %r4, %ctaid.x;
                mov.u32 %r5, %tid.x;
                mad.lo.s32 %r1, %r4, %r3, %r5;
                setp.ge.s32 %p1, %r1, %r2;
                @%p1 bra $L_end;
                cvta.to.global.u64 %rd3, %rd1;
                mul.wide.s32 %rd4, %r1, 4;
                add.s64 %rd5, %rd3, %rd4;
                ld.global.f32 %f2, [%rd5];
                mul.rn.f32 %f3, %f2, %f1;
                cvta.to.global.u64 %rd6, %rd2;
                add.s64 %rd7, %rd6, %rd4;
                st.global.f32 [%rd7], %f3;
            $L_end:
                ret;
            }
            """;

    @Test
    void runsAKernel() {
        EmulatedKernel kernel = new EmulatedKernel(PtxOptions.DEFAULT, SCALE, "scale");
        long from = kernel.upload(1f, 2f, 3f, 4f, 5f);
        long to = kernel.room(20);

        kernel.launch(Geometry.of(2, 4), from, to, 1.5f, 5);

        assertThat(kernel.floats(to, 5)).containsExactly(1.5f, 3f, 4.5f, 6f, 7.5f);
    }
}
