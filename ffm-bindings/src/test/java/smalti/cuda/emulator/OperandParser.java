package smalti.cuda.emulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import smalti.cuda.emulator.Operand.Address;
import smalti.cuda.emulator.Operand.Constant;
import smalti.cuda.emulator.Operand.Group;
import smalti.cuda.emulator.Operand.Not;
import smalti.cuda.emulator.Operand.Pair;
import smalti.cuda.emulator.Operand.Register;
import smalti.cuda.emulator.Operand.Sink;
import smalti.cuda.emulator.Operand.Special;
import smalti.cuda.emulator.Operand.Vector;

/// Reads the operands of an instruction.
final class OperandParser {
    private final Tokens tokens;
    private final Scope scope;

    OperandParser(Tokens tokens, Scope scope) {
        this.tokens = tokens;
        this.scope = scope;
    }

    /// All up to the semicolon, which is taken too.
    List<Operand> all() {
        List<Operand> operands = new ArrayList<>();
        while (!tokens.take(";")) {
            operands.add(operand());
            if (!tokens.peek().equals(";")) {
                tokens.expect(",");
            }
        }
        return List.copyOf(operands);
    }

    private Operand operand() {
        if (tokens.take("{")) {
            return new Vector(parts("}"));
        }
        if (tokens.take("(")) {
            return new Group(parts(")"));
        }
        if (tokens.take("[")) {
            return address();
        }
        if (tokens.take("!")) {
            return new Not(register(tokens.next()));
        }
        Operand operand = simple();
        return tokens.take("|") ? new Pair(operand, operand()) : operand;
    }

    private List<Operand> parts(String end) {
        List<Operand> parts = new ArrayList<>();
        while (!tokens.take(end)) {
            parts.add(operand());
            tokens.take(",");
        }
        return List.copyOf(parts);
    }

    private Address address() {
        Operand base = simple();
        long offset = 0;
        while (!tokens.take("]")) {
            boolean negative = tokens.take("-");
            if (!negative) {
                tokens.expect("+");
                negative = tokens.take("-");
            }
            long step = constant(tokens.next()).bits();
            offset += negative ? -step : step;
        }
        return new Address(base, offset);
    }

    Register register(String name) {
        return scope.findRegister(name)
                .orElseThrow(() -> new PtxSyntaxException("no register " + name));
    }

    private Operand simple() {
        if (tokens.take("-")) {
            return new Constant(-constant(tokens.next()).bits(), PtxType.S64);
        }
        String word = tokens.next();
        if (word.equals("_")) {
            return new Sink();
        }
        if (Character.isDigit(word.charAt(0))) {
            return constant(word);
        }
        if (word.equals("WARP_SZ")) {
            return new Constant(Warp.LANES, PtxType.S64);
        }
        var register = scope.findRegister(word);
        if (register.isPresent()) {
            return register.get();
        }
        return word.startsWith("%") ? new Special(word) : scope.symbol(word);
    }

    /// A number: `0f` and `0d` lead the bits of a float and of a double.
    static Constant constant(String word) {
        String text = word.toLowerCase(Locale.ROOT);
        if (text.startsWith("0f")) {
            return new Constant(Long.parseLong(text.substring(2), 16), PtxType.F32);
        }
        if (text.startsWith("0d")) {
            return new Constant(Long.parseUnsignedLong(text.substring(2), 16), PtxType.F64);
        }
        if (text.endsWith("u")) {
            text = text.substring(0, text.length() - 1);
        }
        long bits =
                text.startsWith("0x")
                        ? Long.parseUnsignedLong(text.substring(2), 16)
                        : Long.parseUnsignedLong(text);
        return new Constant(bits, PtxType.S64);
    }
}
