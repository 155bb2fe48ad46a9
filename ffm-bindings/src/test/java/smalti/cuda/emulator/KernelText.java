package smalti.cuda.emulator;

/// Small kernels named `test` for tests, from their instructions.
final class KernelText {
    private KernelText() {}

    /// A kernel with a pointer `%in`, a pointer `%out` and a number `%n`; `%i` is the thread's number in the grid, `%t` in
    /// the block, `%at` four times `%i` in 64 bits. Free are `%p`, `%q`, `%a` to `%e`, `%f`, `%x`, `%y` of 64 bits, and 1 KB
    /// of shared memory, `memory`.
    static String of(String instructions) {
        return """
        .version 8.0
        .target sm_75
        .address_size 64
        .visible .entry test(.param .u64 p0, .param .u64 p1, .param .u32 p2)
        .maxntid 256, 1, 1
        {
            .reg .pred %p, %q;
            .reg .b32 %a, %b, %c, %d, %e, %i, %t, %n, %block, %threads;
            .reg .f32 %f;
            .reg .b64 %in, %out, %at, %x, %y;
            .shared .align 16 .b8 memory[1024];
            ld.param.u64 %in, [p0];
            ld.param.u64 %out, [p1];
            ld.param.u32 %n, [p2];
            mov.u32 %t, %tid.x;
            mov.u32 %block, %ctaid.x;
            mov.u32 %threads, %ntid.x;
            mad.lo.s32 %i, %block, %threads, %t;
            mul.wide.s32 %at, %i, 4;
            add.s64 %in, %in, %at;
            add.s64 %out, %out, %at;
            INSTRUCTIONS
            ret;
        }
        """
                .replace("INSTRUCTIONS", instructions.replace("\n", "\n    "));
    }
}
