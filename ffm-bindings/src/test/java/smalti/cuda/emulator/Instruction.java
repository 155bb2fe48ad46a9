package smalti.cuda.emulator;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import smalti.cuda.emulator.Operand.Register;
import smalti.cuda.emulator.Operand.Symbol;

/// One instruction of PTX.
///
/// @param guard the predicate without which it is not done
/// @param line in the file, from 1
/// @param text as it is written, for people
record Instruction(
        Opcode opcode, List<Operand> operands, Optional<Guard> guard, int line, String text) {
    /// A predicate before an instruction, `@p` or `@!p`.
    record Guard(Register register, boolean wanted) {}

    Operand operand(int index) {
        if (index >= operands.size()) {
            throw new PtxSyntaxException("operand %d is missing".formatted(index));
        }
        return operands.get(index);
    }

    boolean isBranch() {
        return opcode.isOneOf("bra", "brx");
    }

    boolean isReturn() {
        return opcode.isOneOf("ret", "exit");
    }

    /// Whether lanes wait for each other here.
    boolean isMeeting() {
        return opcode.isOneOf("bar", "barrier", "shfl", "vote", "match", "redux", "activemask");
    }

    /// Whether it ends a run of instructions that are done one after the other.
    boolean isJump() {
        return isBranch() || isReturn() || opcode.isOneOf("trap");
    }

    /// Whether its first operand is a result.
    private boolean writesFirst() {
        return switch (opcode.base()) {
            case "st",
                    "red",
                    "bra",
                    "brx",
                    "ret",
                    "exit",
                    "trap",
                    "membar",
                    "fence",
                    "prefetch",
                    "prefetchu",
                    "call",
                    "nanosleep",
                    "pmevent",
                    "brkpt" ->
                    false;
            case "bar", "barrier" -> opcode.has("red");
            default -> true;
        };
    }

    List<Register> written() {
        return writesFirst() && !operands.isEmpty() ? operands.getFirst().registers() : List.of();
    }

    List<Register> read() {
        Stream<Operand> sources = operands.stream().skip(writesFirst() ? 1 : 0);
        Stream<Register> guards = guard.stream().map(Guard::register);
        return Stream.concat(guards, sources.flatMap(operand -> operand.registers().stream()))
                .toList();
    }

    Instruction rename(UnaryOperator<Register> registers, UnaryOperator<Symbol> symbols) {
        return new Instruction(
                opcode,
                operands.stream().map(operand -> operand.rename(registers, symbols)).toList(),
                guard.map(it -> new Guard(registers.apply(it.register()), it.wanted())),
                line,
                text);
    }

    @Override
    public String toString() {
        return "line %d: %s".formatted(line, text);
    }
}
