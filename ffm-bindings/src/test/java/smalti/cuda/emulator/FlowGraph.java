package smalti.cuda.emulator;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import smalti.cuda.emulator.Operand.Register;
import smalti.cuda.emulator.Operand.Symbol;

/// A kernel's instructions in runs that are entered only at their start, and which registers are still needed at the
/// start of each. An instruction at which lanes meet is a run of its own.
final class FlowGraph {
    /// A longer run is cut, so that no method that is made of runs gets too long for the compiler of the JVM.
    static final int LONGEST_RUN = 200;

    /// A run of instructions.
    ///
    /// @param from the first one's index
    /// @param to the index behind the last one
    /// @param next the runs that may follow
    record Run(int index, int from, int to, List<Integer> next) {}

    private final Procedure kernel;
    private final Map<Register, Integer> registers = new LinkedHashMap<>();
    private final List<Run> runs = new ArrayList<>();
    private final Map<Integer, Integer> runAt = new HashMap<>();
    private final List<BitSet> needed = new ArrayList<>();

    FlowGraph(Procedure kernel) {
        this.kernel = kernel;
        for (Instruction instruction : kernel.instructions()) {
            instruction.read().forEach(this::number);
            instruction.written().forEach(this::number);
        }
        cut();
        findNeeded();
    }

    private void number(Register register) {
        registers.putIfAbsent(register, registers.size());
    }

    int numberOf(Register register) {
        Integer number = registers.get(register);
        if (number == null) {
            throw new IllegalStateException("no register " + register.name());
        }
        return number;
    }

    List<Run> runs() {
        return runs;
    }

    /// All registers, each with its number.
    Map<Register, Integer> registers() {
        return registers;
    }

    /// The run that starts at a label.
    int runOf(Symbol label) {
        Integer at = kernel.labels().get(label.name());
        if (at == null) {
            throw new PtxSyntaxException("no label " + label.name());
        }
        return at == kernel.instructions().size() ? runs.size() : runOf(at);
    }

    private int runOf(int instruction) {
        Integer run = runAt.get(instruction);
        if (run == null) {
            throw new IllegalStateException("no run starts at " + instruction);
        }
        return run;
    }

    /// The numbers of the registers that are read at or after the start of a run before they are written.
    BitSet needed(int run) {
        return run < runs.size() ? needed.get(run) : new BitSet();
    }

    private void cut() {
        List<Instruction> instructions = kernel.instructions();
        TreeSet<Integer> starts = new TreeSet<>(kernel.labels().values());
        starts.add(0);
        for (int i = 0; i < instructions.size(); i++) {
            if (instructions.get(i).isMeeting()) {
                starts.add(i);
            }
            if (instructions.get(i).isMeeting() || instructions.get(i).isJump()) {
                starts.add(i + 1);
            }
        }
        starts.removeIf(start -> start >= instructions.size());
        List<Integer> bounds = new ArrayList<>();
        for (int start : starts) {
            if (!bounds.isEmpty()) {
                for (int at = bounds.getLast() + LONGEST_RUN; at < start; at += LONGEST_RUN) {
                    bounds.add(at);
                }
            }
            bounds.add(start);
        }
        for (int i = 0; i < bounds.size(); i++) {
            runAt.put(bounds.get(i), i);
        }
        for (int i = 0; i < bounds.size(); i++) {
            int to = i + 1 < bounds.size() ? bounds.get(i + 1) : instructions.size();
            runs.add(new Run(i, bounds.get(i), to, next(i, instructions.get(to - 1))));
        }
    }

    private List<Integer> next(int run, Instruction last) {
        List<Integer> next = new ArrayList<>();
        if (last.isBranch()) {
            next.addAll(targets(last));
        }
        if (!last.isJump() || last.guard().isPresent()) {
            next.add(run + 1);
        }
        return List.copyOf(next);
    }

    /// The runs that a branch may lead to.
    List<Integer> targets(Instruction branch) {
        if (branch.opcode().base().equals("bra")) {
            return List.of(runOf((Symbol) branch.operand(0)));
        }
        List<String> list = kernel.targets().get(((Symbol) branch.operand(1)).name());
        if (list == null) {
            throw new PtxSyntaxException("no list of targets");
        }
        return list.stream().map(label -> runOf(new Symbol(label))).toList();
    }

    private void findNeeded() {
        List<BitSet> read = new ArrayList<>();
        List<BitSet> written = new ArrayList<>();
        for (Run run : runs) {
            BitSet readFirst = new BitSet();
            BitSet writtenThere = new BitSet();
            for (Instruction instruction : kernel.instructions().subList(run.from(), run.to())) {
                numbers(instruction.read())
                        .filter(register -> !writtenThere.get(register))
                        .forEach(readFirst::set);
                if (instruction.guard().isEmpty()) {
                    numbers(instruction.written()).forEach(writtenThere::set);
                }
            }
            read.add(readFirst);
            written.add(writtenThere);
            needed.add((BitSet) readFirst.clone());
        }
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int i = runs.size() - 1; i >= 0; i--) {
                BitSet all = new BitSet();
                for (int next : runs.get(i).next()) {
                    all.or(needed(next));
                }
                all.andNot(written.get(i));
                all.or(read.get(i));
                changed |= !all.equals(needed.get(i));
                needed.set(i, all);
            }
        }
    }

    private IntStream numbers(Collection<Register> list) {
        return list.stream().mapToInt(this::numberOf);
    }
}
