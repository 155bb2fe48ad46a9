package smalti.cuda.emulator;

import java.util.List;
import java.util.function.UnaryOperator;

/// What an instruction works on.
sealed interface Operand {
    /// A register that the code declares.
    record Register(String name, PtxType type) implements Operand {}

    /// A register that the hardware sets, e.g. `%tid.x`.
    record Special(String name) implements Operand {}

    /// A number.
    ///
    /// @param bits an integer, or the bits of a float or double
    /// @param type `f32` and `f64` for what is written as such, `s64` for integers
    record Constant(long bits, PtxType type) implements Operand {}

    /// The name of a variable, a label or a function.
    record Symbol(String name) implements Operand {}

    /// A predicate, turned round.
    record Not(Register register) implements Operand {}

    /// Several operands as one, `{a, b}`.
    record Vector(List<Operand> parts) implements Operand {}

    /// A place in memory.
    record Address(Operand base, long offset) implements Operand {}

    /// Two results, `a|b`.
    record Pair(Operand first, Operand second) implements Operand {}

    /// What a call hands over or gets back, `(a, b)`.
    record Group(List<Operand> parts) implements Operand {}

    /// A result that nobody wants, `_`.
    record Sink() implements Operand {}

    /// The same with every register and symbol replaced.
    default Operand rename(UnaryOperator<Register> registers, UnaryOperator<Symbol> symbols) {
        return switch (this) {
            case Register register -> registers.apply(register);
            case Symbol symbol -> symbols.apply(symbol);
            case Not not -> new Not(registers.apply(not.register()));
            case Vector vector -> new Vector(renamed(vector.parts(), registers, symbols));
            case Group group -> new Group(renamed(group.parts(), registers, symbols));
            case Address address ->
                    new Address(address.base().rename(registers, symbols), address.offset());
            case Pair pair ->
                    new Pair(
                            pair.first().rename(registers, symbols),
                            pair.second().rename(registers, symbols));
            case Special special -> special;
            case Constant constant -> constant;
            case Sink sink -> sink;
        };
    }

    private static List<Operand> renamed(
            List<Operand> operands,
            UnaryOperator<Register> registers,
            UnaryOperator<Symbol> symbols) {
        return operands.stream().map(operand -> operand.rename(registers, symbols)).toList();
    }

    /// The registers in it.
    default List<Register> registers() {
        return switch (this) {
            case Register register -> List.of(register);
            case Not not -> List.of(not.register());
            case Vector vector -> registersOf(vector.parts());
            case Group group -> registersOf(group.parts());
            case Address address -> address.base().registers();
            case Pair pair -> registersOf(List.of(pair.first(), pair.second()));
            case Special _, Constant _, Symbol _, Sink _ -> List.of();
        };
    }

    private static List<Register> registersOf(List<Operand> operands) {
        return operands.stream().flatMap(operand -> operand.registers().stream()).toList();
    }
}
