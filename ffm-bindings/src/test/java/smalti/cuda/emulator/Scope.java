package smalti.cuda.emulator;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import smalti.cuda.emulator.Operand.Register;
import smalti.cuda.emulator.Operand.Symbol;

/// The names between two braces. A name inside hides the same name outside.
final class Scope {
    private static final Pattern NUMBERED = Pattern.compile("(.*?)(\\d+)");

    private record Range(PtxType type, int count) {}

    private final Optional<Scope> outer;
    private final String suffix;
    private final Map<String, PtxType> registers = new HashMap<>();
    private final Map<String, Range> ranges = new HashMap<>();
    private final Map<String, Symbol> symbols = new HashMap<>();

    /// @param suffix behind every name of this scope, so that it is the only one in its function
    Scope(Optional<Scope> outer, String suffix) {
        this.outer = outer;
        this.suffix = suffix;
    }

    void register(String name, PtxType type) {
        registers.put(name, type);
    }

    /// The registers `prefix0` to before `prefixcount`.
    void range(String prefix, int count, PtxType type) {
        ranges.put(prefix, new Range(type, count));
    }

    /// A variable, by the name that it has in its function.
    Symbol declare(String name) {
        Symbol symbol = new Symbol(name + suffix);
        symbols.put(name, symbol);
        return symbol;
    }

    Optional<Register> findRegister(String name) {
        PtxType type = registers.get(name);
        if (type != null) {
            return Optional.of(new Register(name + suffix, type));
        }
        Matcher numbered = NUMBERED.matcher(name);
        if (numbered.matches()) {
            Range range = ranges.get(numbered.group(1));
            if (range != null && Integer.parseInt(numbered.group(2)) < range.count()) {
                return Optional.of(new Register(name + suffix, range.type()));
            }
        }
        return outer.flatMap(it -> it.findRegister(name));
    }

    Symbol symbol(String name) {
        Symbol symbol = symbols.get(name);
        return symbol != null ? symbol : outer.map(it -> it.symbol(name)).orElse(new Symbol(name));
    }

    Scope leave() {
        return outer.orElseThrow(() -> new PtxSyntaxException("} without {"));
    }
}
