package smalti.cuda.emulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import smalti.cuda.emulator.Operand.Group;
import smalti.cuda.emulator.Operand.Register;
import smalti.cuda.emulator.Operand.Symbol;

/// Puts the body of each called function where it is called, so that a kernel is one list of instructions. What functions
/// are handed and return goes through local memory.
final class Inlining {
    private static final int DEEPEST = 16;

    private final PtxModule module;
    private final List<Instruction> instructions = new ArrayList<>();
    private final List<Variable> variables = new ArrayList<>();
    private final Map<String, Integer> labels = new HashMap<>();
    private final Map<String, List<String>> targets = new HashMap<>();
    private int calls;

    private Inlining(PtxModule module) {
        this.module = module;
    }

    /// The kernel without calls.
    static Procedure of(PtxModule module, Procedure kernel) {
        Inlining inlining = new Inlining(module);
        inlining.add(kernel, "", Map.of(), 0);
        return new Procedure(
                kernel.name(),
                true,
                List.of(),
                kernel.parameters(),
                kernel.mostThreads(),
                List.copyOf(inlining.variables),
                List.copyOf(inlining.instructions),
                Map.copyOf(inlining.labels),
                Map.copyOf(inlining.targets));
    }

    /// @param prefix before every name, so that it is the only one in the kernel
    /// @param handed the names of parameters and results, with what the caller calls them
    private void add(Procedure procedure, String prefix, Map<String, Symbol> handed, int depth) {
        UnaryOperator<Register> registers =
                register -> new Register(prefix + register.name(), register.type());
        UnaryOperator<Symbol> symbols = symbol -> rename(procedure, prefix, handed, symbol);
        procedure
                .variables()
                .forEach(it ->
                        variables.add(
                                new Variable(
                                        prefix + it.name(),
                                        it.space(),
                                        it.alignment(),
                                        it.bytes(),
                                        it.content())));
        procedure
                .targets()
                .forEach((name, list) ->
                        targets.put(prefix + name, list.stream().map(prefix::concat).toList()));
        Map<Integer, List<String>> labelsAt = new HashMap<>();
        procedure
                .labels()
                .forEach((label, at) ->
                        labelsAt.computeIfAbsent(at, _ -> new ArrayList<>()).add(label));
        String end = prefix + "end";
        for (int i = 0; i <= procedure.instructions().size(); i++) {
            for (String label : labelsAt.getOrDefault(i, List.of())) {
                labels.put(prefix + label, instructions.size());
            }
            if (i < procedure.instructions().size()) {
                Instruction instruction =
                        procedure.instructions().get(i).rename(registers, symbols);
                add(instruction, end, depth);
            }
        }
        if (depth > 0) {
            labels.put(end, instructions.size());
        }
    }

    private static Symbol rename(
            Procedure procedure, String prefix, Map<String, Symbol> handed, Symbol symbol) {
        String name = symbol.name();
        boolean own =
                procedure.labels().containsKey(name)
                        || procedure.targets().containsKey(name)
                        || procedure.variables().stream().anyMatch(it -> it.name().equals(name));
        return own ? new Symbol(prefix + name) : handed.getOrDefault(name, symbol);
    }

    private void add(Instruction instruction, String end, int depth) {
        if (depth > 0 && instruction.opcode().base().equals("ret")) {
            instructions.add(
                    new Instruction(
                            Opcode.of("bra"),
                            List.of(new Symbol(end)),
                            instruction.guard(),
                            instruction.line(),
                            instruction.text()));
        } else if (instruction.opcode().base().equals("call")) {
            call(instruction, depth);
        } else {
            instructions.add(instruction);
        }
    }

    private void call(Instruction call, int depth) {
        List<Operand> operands = new ArrayList<>(call.operands());
        Group results = operands.getFirst() instanceof Group group ? group : new Group(List.of());
        operands.removeIf(operand -> operand == results);
        if (call.guard().isPresent()
                || !(operands.getFirst() instanceof Symbol name)
                || !module.functions().containsKey(name.name())) {
            throw new PtxSyntaxException(call + ": a call that cannot be followed");
        }
        if (depth == DEEPEST) {
            throw new PtxSyntaxException(call + ": calls too deep");
        }
        Procedure function = module.functions().get(name.name());
        Group arguments =
                operands.size() > 1 && operands.get(1) instanceof Group group
                        ? group
                        : new Group(List.of());
        Map<String, Symbol> handed = new HashMap<>();
        hand(function.results(), results, handed, call);
        hand(function.parameters(), arguments, handed, call);
        instructions.add(
                new Instruction(
                        Opcode.of("call"), List.of(), Optional.empty(), call.line(), call.text()));
        add(function, name.name() + "#" + ++calls + "/", handed, depth + 1);
    }

    private static void hand(
            List<Variable> formal, Group actual, Map<String, Symbol> handed, Instruction call) {
        if (formal.size() != actual.parts().size()) {
            throw new PtxSyntaxException(call + ": another number of arguments");
        }
        for (int i = 0; i < formal.size(); i++) {
            if (!(actual.parts().get(i) instanceof Symbol symbol)) {
                throw new PtxSyntaxException(call + ": an argument without a name");
            }
            handed.put(formal.get(i).name(), symbol);
        }
    }
}
