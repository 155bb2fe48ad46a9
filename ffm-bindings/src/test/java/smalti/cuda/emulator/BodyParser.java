package smalti.cuda.emulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import smalti.cuda.emulator.Instruction.Guard;
import smalti.cuda.emulator.Variable.Space;

/// Reads what stands between the braces of a kernel or function.
final class BodyParser {
    private final Tokens tokens;
    private final List<Variable> variables = new ArrayList<>();
    private final List<Instruction> instructions = new ArrayList<>();
    private final Map<String, Integer> labels = new HashMap<>();
    private final Map<String, List<String>> targets = new HashMap<>();
    private Scope scope = new Scope(Optional.empty(), "");
    private int scopes;

    /// @param tokens behind the first brace
    BodyParser(Tokens tokens) {
        this.tokens = tokens;
    }

    /// Reads all up to and with the last brace.
    Procedure parse(
            String name,
            boolean entry,
            List<Variable> results,
            List<Variable> parameters,
            int mostThreads) {
        int depth = 1;
        while (depth > 0) {
            if (tokens.take("{")) {
                scope = new Scope(Optional.of(scope), "'" + ++scopes);
                depth++;
            } else if (tokens.take("}")) {
                depth--;
                scope = depth > 0 ? scope.leave() : scope;
            } else {
                statement();
            }
        }
        return new Procedure(
                name,
                entry,
                results,
                parameters,
                mostThreads,
                List.copyOf(variables),
                List.copyOf(instructions),
                Map.copyOf(labels),
                Map.copyOf(targets));
    }

    private void statement() {
        int line = tokens.line();
        int start = tokens.position();
        if (tokens.take("@")) {
            boolean wanted = !tokens.take("!");
            var register = new OperandParser(tokens, scope).register(tokens.next());
            instruction(tokens.next(), Optional.of(new Guard(register, wanted)), line, start);
            return;
        }
        String word = tokens.next();
        if (tokens.take(":")) {
            labels.put(word, instructions.size());
            if (tokens.take(".branchtargets")) {
                targets(word);
            }
        } else if (word.startsWith(".")) {
            declaration(word);
        } else {
            instruction(word, Optional.empty(), line, start);
        }
    }

    private void targets(String name) {
        List<String> list = new ArrayList<>();
        do {
            list.add(tokens.next());
        } while (tokens.take(","));
        tokens.expect(";");
        targets.put(name, List.copyOf(list));
    }

    private void instruction(String opcode, Optional<Guard> guard, int line, int start) {
        try {
            List<Operand> operands = new OperandParser(tokens, scope).all();
            instructions.add(
                    new Instruction(Opcode.of(opcode), operands, guard, line, tokens.since(start)));
        } catch (PtxSyntaxException e) {
            throw e.at("line %d: %s".formatted(line, opcode));
        }
    }

    private void declaration(String word) {
        switch (word) {
            case ".reg" -> registers();
            case ".shared" -> variable(Space.SHARED);
            case ".local", ".param" -> variable(Space.LOCAL);
            case ".pragma", ".loc", ".file" -> tokens.skipPast(";");
            default ->
                    throw new PtxSyntaxException(
                            "line %d: unknown declaration %s".formatted(tokens.line(), word));
        }
    }

    private void registers() {
        String word = tokens.next();
        PtxType type =
                PtxType.of(word.substring(1))
                        .orElseThrow(() -> new PtxSyntaxException("no type " + word));
        do {
            String name = tokens.next();
            if (tokens.take("<")) {
                scope.range(name, tokens.number(), type);
                tokens.expect(">");
            } else {
                scope.register(name, type);
            }
        } while (tokens.take(","));
        tokens.expect(";");
    }

    private void variable(Space space) {
        Variable variable = new VariableParser(tokens).variable(space);
        tokens.expect(";");
        String name = scope.declare(variable.name()).name();
        variables.add(
                new Variable(
                        name, space, variable.alignment(), variable.bytes(), variable.content()));
    }
}
