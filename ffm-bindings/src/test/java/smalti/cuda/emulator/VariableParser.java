package smalti.cuda.emulator;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import smalti.cuda.emulator.Variable.Space;

/// Reads declarations of variables and parameters.
final class VariableParser {
    private static final Set<String> SPACES = Set.of(".global", ".shared", ".const", ".local");

    private final Tokens tokens;

    VariableParser(Tokens tokens) {
        this.tokens = tokens;
    }

    /// The parameters between parentheses, of which the first was taken.
    List<Variable> parameters() {
        List<Variable> parameters = new ArrayList<>();
        while (!tokens.take(")")) {
            tokens.expect(".param");
            parameters.add(variable(Space.PARAM));
            tokens.take(",");
        }
        return List.copyOf(parameters);
    }

    /// A variable from behind its space to behind its name and size, and what it holds.
    Variable variable(Space space) {
        int alignment = 0;
        PtxType type = PtxType.B8;
        boolean pointer = false;
        while (tokens.peek().startsWith(".")) {
            String word = tokens.next();
            if (word.equals(".align")) {
                int number = tokens.number();
                alignment = pointer ? alignment : number;
            } else if (word.equals(".ptr")) {
                pointer = true;
            } else if (!SPACES.contains(word)) {
                type =
                        PtxType.of(word.substring(1))
                                .orElseThrow(() -> new PtxSyntaxException("no type " + word));
            }
        }
        String name = tokens.next();
        int count = 1;
        while (tokens.take("[")) {
            count *= tokens.peek().equals("]") ? 0 : tokens.number();
            tokens.expect("]");
        }
        int bytes = count * type.bytes();
        byte[] content = tokens.take("=") ? content(type, bytes) : new byte[0];
        return new Variable(name, space, alignment == 0 ? type.bytes() : alignment, bytes, content);
    }

    private byte[] content(PtxType type, int bytes) {
        ByteBuffer content = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        boolean list = tokens.take("{");
        do {
            boolean negative = tokens.take("-");
            long number = OperandParser.constant(tokens.next()).bits();
            put(content, type, negative ? -number : number);
        } while (list && tokens.take(","));
        if (list) {
            tokens.expect("}");
        }
        return content.array();
    }

    private static void put(ByteBuffer content, PtxType type, long number) {
        switch (type.bytes()) {
            case 1 -> content.put((byte) number);
            case 2 -> content.putShort((short) number);
            case 4 -> content.putInt((int) number);
            default -> content.putLong(number);
        }
    }
}
