package smalti.cuda.emulator;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import smalti.cuda.driver.Geometry;

/// A few instructions and what they compute. Values are bits in a `long`, the low ones of it.
///
/// @param body of registers `%a`, `%b`, `%c`, `%d` into `%y`, with `%p` and `%q` free; one opcode stands for itself
/// @param inputs their PTX types; `shift` is a `u32` that is often small
/// @param result its PTX type
/// @param expected what Java computes
record InstructionCase(String body, List<String> inputs, String result, Expected expected) {
    private static final int THREADS = 128;
    private static final List<Long> INTEGERS =
            List.of(
                    0L,
                    1L,
                    -1L,
                    2L,
                    31L,
                    32L,
                    63L,
                    64L,
                    127L,
                    128L,
                    255L,
                    256L,
                    0x7fffL,
                    0x8000L,
                    0xffffL,
                    0x7fff_ffffL,
                    0x8000_0000L,
                    0xffff_ffffL,
                    Long.MAX_VALUE,
                    Long.MIN_VALUE);
    private static final List<Double> NUMBERS =
            List.of(
                    0.0,
                    -0.0,
                    1.0,
                    -1.0,
                    0.5,
                    -0.5,
                    1.5,
                    -1.5,
                    2.5,
                    1e-40,
                    -1e-40,
                    1e30,
                    65504.0,
                    65520.0,
                    2147483647.0,
                    2147483648.0,
                    -2147483649.0,
                    4294967296.0,
                    9.3e18,
                    -9.3e18,
                    1.9e19,
                    Double.NaN,
                    Double.POSITIVE_INFINITY,
                    Double.NEGATIVE_INFINITY);

    /// A function of bits.
    interface Expected {
        long of(long a, long b, long c, long d);
    }

    static InstructionCase of(String body, String inputs, String result, Expected expected) {
        return new InstructionCase(body, List.of(inputs.split(" ")), result, expected);
    }

    @Override
    public String toString() {
        return body + " of " + inputs;
    }

    private static PtxType type(String name) {
        return PtxType.of(name.equals("shift") ? "u32" : name).orElseThrow();
    }

    /// Runs it on random values, special ones among them.
    ///
    /// @return for each value that is not as expected a sentence
    List<String> failures(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<long[]> values =
                inputs.stream()
                        .map(input ->
                                IntStream.range(0, THREADS)
                                        .mapToLong(_ -> value(input, random))
                                        .toArray())
                        .toList();
        EmulatedKernel kernel = new EmulatedKernel(PtxOptions.DEFAULT.seed(seed), text(), "test");
        Object[] arguments = new Object[inputs.size() + 1];
        for (int i = 0; i < inputs.size(); i++) {
            arguments[i] = kernel.upload(values.get(i));
        }
        long result = kernel.room(8 * THREADS);
        arguments[inputs.size()] = result;
        kernel.launch(Geometry.of(1, THREADS), arguments);
        long[] results = kernel.longs(result, THREADS);
        return IntStream.range(0, THREADS)
                .filter(i -> !isSame(results[i], expectedAt(values, i)))
                .mapToObj(i ->
                        "%s: (%s) gives %x, and %x is expected"
                                .formatted(
                                        body,
                                        values.stream()
                                                .map(it -> Long.toHexString(it[i]))
                                                .collect(Collectors.joining(", ")),
                                        type(this.result).extend(results[i]),
                                        type(this.result).extend(expectedAt(values, i))))
                .toList();
    }

    private long expectedAt(List<long[]> values, int i) {
        long[] inputsThere = new long[4];
        for (int k = 0; k < values.size(); k++) {
            inputsThere[k] = type(inputs.get(k)).extend(values.get(k)[i]);
        }
        return expected.of(inputsThere[0], inputsThere[1], inputsThere[2], inputsThere[3]);
    }

    private boolean isSame(long actual, long wanted) {
        return switch (result) {
            case "f32" ->
                    (int) actual == (int) wanted
                            || Float.isNaN(Float.intBitsToFloat((int) actual))
                                    && Float.isNaN(Float.intBitsToFloat((int) wanted));
            case "f64" ->
                    actual == wanted
                            || Double.isNaN(Double.longBitsToDouble(actual))
                                    && Double.isNaN(Double.longBitsToDouble(wanted));
            default -> type(result).extend(actual) == type(result).extend(wanted);
        };
    }

    private static long value(String input, SplittableRandom random) {
        boolean special = random.nextInt(3) == 0;
        return switch (input) {
            case "shift" -> special ? random.nextInt() & 0xffff_ffffL : random.nextInt(70);
            case "f16" -> Float.floatToFloat16((float) number(special, random, 10)) & 0xffff;
            case "f32" -> Float.floatToRawIntBits((float) number(special, random, 80));
            case "f64" -> Double.doubleToRawLongBits(number(special, random, 80));
            default ->
                    special
                            ? INTEGERS.get(random.nextInt(INTEGERS.size()))
                            : random.nextLong() >> random.nextInt(64);
        };
    }

    private static double number(boolean special, SplittableRandom random, int exponents) {
        return special
                ? NUMBERS.get(random.nextInt(NUMBERS.size()))
                : Math.scalb(random.nextDouble(-1, 1), random.nextInt(-exponents, exponents));
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        text.append(".version 8.0\n.target sm_75\n.address_size 64\n.visible .entry test(");
        for (int i = 0; i <= inputs.size(); i++) {
            text.append(i == 0 ? "" : ",").append(".param .u64 p").append(i);
        }
        text.append(") {\n.reg .pred %p, %q;\n.reg .b64 %at, %base, %wide;\n.reg .b32 %t;\n");
        for (int i = 0; i < inputs.size(); i++) {
            text.append(".reg .%s %%%c;\n".formatted(register(inputs.get(i)), 'a' + i));
        }
        text.append(".reg .%s %%y;\n".formatted(register(result)));
        text.append("mov.u32 %t, %tid.x;\nmul.wide.u32 %at, %t, 8;\n");
        for (int i = 0; i < inputs.size(); i++) {
            text.append(
                    "ld.param.u64 %%base, [p%d];\nadd.s64 %%base, %%base, %%at;\nld.global.%s %%%c, [%%base];\n"
                            .formatted(i, memory(inputs.get(i)), 'a' + i));
        }
        text.append(body.contains("%") ? body : line()).append("\n");
        text.append("ld.param.u64 %%base, [p%d];\n".formatted(inputs.size()));
        text.append(
                "add.s64 %base, %base, %at;\nmov.u64 %wide, 0;\nst.global.u64 [%base], %wide;\n");
        text.append("st.global.%s [%%base], %%y;\nret;\n}\n".formatted(memory(result)));
        return text.toString();
    }

    private String line() {
        String operands =
                IntStream.range(0, inputs.size())
                        .mapToObj(i -> "%" + (char) ('a' + i))
                        .collect(Collectors.joining(", "));
        return body + " %y, " + operands + ";";
    }

    private static String register(String input) {
        PtxType type = type(input);
        return type == PtxType.F32 || type == PtxType.F64
                ? type.text()
                : "b" + Math.max(16, type.bits());
    }

    private static String memory(String input) {
        PtxType type = type(input);
        return type == PtxType.F16 ? "b16" : type.text();
    }
}
