package smalti.cuda.emulator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import smalti.cuda.emulator.Variable.Space;

/// Reads a file of PTX. Source: NVIDIA, "Parallel Thread Execution ISA", chapters 4 to 7; what nvcc writes of it.
final class PtxParser {
    private final Tokens tokens;
    private final Map<String, Procedure> entries = new LinkedHashMap<>();
    private final Map<String, Procedure> functions = new LinkedHashMap<>();
    private final List<Variable> variables = new ArrayList<>();
    private String version = "";

    private PtxParser(String text) {
        tokens = new Tokens(text);
    }

    /// @throws PtxSyntaxException naming the line
    static PtxModule parse(String text) {
        PtxParser parser = new PtxParser(text);
        while (!parser.tokens.atEnd()) {
            parser.statement();
        }
        return new PtxModule(
                parser.version,
                Map.copyOf(parser.entries),
                Map.copyOf(parser.functions),
                List.copyOf(parser.variables));
    }

    private void statement() {
        int line = tokens.line();
        String word = tokens.next();
        switch (word) {
            case ".version" -> version = tokens.next();
            case ".target" -> {
                do {
                    tokens.next();
                } while (tokens.take(","));
            }
            case ".address_size" -> tokens.next();
            case ".visible", ".weak", ".extern", ".common" -> {}
            case ".pragma", ".file" -> tokens.skipPast(";");
            case ".entry" -> entry();
            case ".func" -> function();
            case ".global" -> variable(Space.GLOBAL);
            case ".const" -> variable(Space.CONST);
            case ".shared" -> variable(Space.SHARED);
            default ->
                    throw new PtxSyntaxException(
                            "line %d: unknown statement %s".formatted(line, word));
        }
    }

    private void variable(Space space) {
        variables.add(new VariableParser(tokens).variable(space));
        tokens.expect(";");
    }

    private void entry() {
        String name = tokens.next();
        List<Variable> parameters = parameters();
        int mostThreads = mostThreads();
        tokens.expect("{");
        entries.put(
                name, new BodyParser(tokens).parse(name, true, List.of(), parameters, mostThreads));
    }

    private List<Variable> parameters() {
        return tokens.take("(") ? new VariableParser(tokens).parameters() : List.of();
    }

    /// What stands between the parameters and the body.
    private int mostThreads() {
        Optional<Integer> most = Optional.empty();
        while (!tokens.peek().equals("{") && !tokens.peek().equals(";")) {
            String word = tokens.next();
            if (word.equals(".maxntid") || word.equals(".reqntid")) {
                int threads = tokens.number();
                while (tokens.take(",")) {
                    threads *= tokens.number();
                }
                most = Optional.of(threads);
            } else if (word.equals(".minnctapersm") || word.equals(".maxnreg")) {
                tokens.number();
            } else if (!word.equals(".noreturn")) {
                throw new PtxSyntaxException(
                        "line %d: unknown directive %s".formatted(tokens.line(), word));
            }
        }
        return most.orElse(Procedure.MOST_THREADS);
    }

    private void function() {
        List<Variable> results = parameters();
        String name = tokens.next();
        List<Variable> parameters = parameters();
        int mostThreads = mostThreads();
        if (!tokens.take(";")) {
            tokens.expect("{");
            functions.put(
                    name,
                    new BodyParser(tokens).parse(name, false, results, parameters, mostThreads));
        }
    }
}
