package smalti.cuda.emulator;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What each instruction computes that only takes and gives registers, from the methods marked with [Ptx].
final class InstructionSet {
    private static final Map<String, Computation> COMPUTATIONS =
            read(
                    IntegerInstructions.class,
                    BitInstructions.class,
                    FloatInstructions.class,
                    HalfInstructions.class,
                    ApproximateInstructions.class,
                    RoundedInstructions.class,
                    ComparisonInstructions.class,
                    ConversionInstructions.class);

    /// A method and how the instruction's registers are read.
    ///
    /// @param types of the result and of the operands; empty if all are the opcode's last type
    record Computation(Method method, List<String> types) {
        /// The type of the result, or of an operand counted from 1.
        PtxType type(Opcode opcode, int index) {
            String name = types.isEmpty() ? "t" : types.get(index);
            return switch (name) {
                case "t" -> opcode.type();
                case "s" -> opcode.typeFromEnd(1);
                case "w" -> opcode.type().wide();
                default -> PtxType.of(name).orElseThrow();
            };
        }

        boolean takesLane() {
            return method.getParameterCount() > 0 && method.getParameterTypes()[0] == Lane.class;
        }
    }

    private InstructionSet() {}

    /// What an instruction computes, by its name without what changes nothing.
    static Optional<Computation> find(String key) {
        return Optional.ofNullable(COMPUTATIONS.get(key));
    }

    private static Map<String, Computation> read(Class<?>... classes) {
        Map<String, Computation> computations = new HashMap<>();
        for (Class<?> each : classes) {
            for (Method method : each.getDeclaredMethods()) {
                Ptx ptx = method.getAnnotation(Ptx.class);
                if (ptx != null) {
                    List<String> types =
                            ptx.types().isEmpty() ? List.of() : List.of(ptx.types().split(" "));
                    Computation computation = new Computation(method, types);
                    Arrays.stream(ptx.value())
                            .flatMap(InstructionSet::expand)
                            .forEach(key -> put(computations, key, computation));
                }
            }
        }
        return computations;
    }

    private static void put(
            Map<String, Computation> computations, String key, Computation computation) {
        if (computations.put(key, computation) != null) {
            throw new IllegalStateException("two methods compute " + key);
        }
    }

    /// Every name that `{a,b}` stands for.
    private static Stream<String> expand(String pattern) {
        int open = pattern.indexOf('{');
        if (open < 0) {
            return Stream.of(pattern);
        }
        int close = pattern.indexOf('}', open);
        String before = pattern.substring(0, open);
        String behind = pattern.substring(close + 1);
        return Arrays.stream(pattern.substring(open + 1, close).split(","))
                .flatMap(each -> expand(before + each + behind));
    }
}
