package smalti.cuda.emulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import smalti.cuda.emulator.FlowGraph.Run;
import smalti.cuda.emulator.Operand.Register;

/// What the methods of one kernel share while they are written.
final class KernelPlan {
    private final Procedure procedure;
    private final Layout layout;
    private final FlowGraph graph;
    private final Map<Register, Integer> frame = new HashMap<>();
    private final List<AtomicOperation> atomics = new ArrayList<>();

    KernelPlan(Procedure procedure, Layout layout) {
        this.procedure = procedure;
        this.layout = layout;
        graph = new FlowGraph(procedure);
    }

    String name() {
        return procedure.name();
    }

    Procedure procedure() {
        return procedure;
    }

    Layout layout() {
        return layout;
    }

    FlowGraph graph() {
        return graph;
    }

    Instruction instruction(int index) {
        return procedure.instructions().get(index);
    }

    List<Instruction> instructions(Run run) {
        return procedure.instructions().subList(run.from(), run.to());
    }

    /// Where in a thread's frame a register is kept.
    int frameSlot(Register register) {
        return frame.computeIfAbsent(register, _ -> frame.size());
    }

    int frameSize() {
        return frame.size();
    }

    /// The number of an atomic operation.
    int atomic(AtomicOperation operation) {
        int known = atomics.indexOf(operation);
        if (known < 0) {
            atomics.add(operation);
        }
        return atomics.indexOf(operation);
    }

    List<AtomicOperation> atomics() {
        return List.copyOf(atomics);
    }

    /// Cuts the runs into parts of about so many instructions.
    List<List<Run>> parts(int instructions) {
        List<List<Run>> parts = new ArrayList<>();
        List<Run> part = new ArrayList<>();
        int size = 0;
        for (Run run : graph.runs()) {
            int length = run.to() - run.from();
            if (!part.isEmpty() && size + length > instructions) {
                parts.add(List.copyOf(part));
                part.clear();
                size = 0;
            }
            part.add(run);
            size += length;
        }
        parts.add(List.copyOf(part));
        return parts;
    }

    /// The runs of a part at which a thread may come in: from another part, or after it has waited.
    TreeSet<Integer> entries(List<Run> part) {
        int first = part.getFirst().index();
        int last = part.getLast().index();
        TreeSet<Integer> entries = new TreeSet<>();
        for (Run run : graph.runs()) {
            boolean waits = instruction(run.from()).isMeeting();
            boolean elsewhere = run.index() < first || run.index() > last;
            if (waits || elsewhere) {
                run.next().stream()
                        .filter(next -> next >= first && next <= last)
                        .forEach(entries::add);
            }
        }
        if (first == 0) {
            entries.add(0);
        }
        if (entries.isEmpty()) {
            // Nothing leads here; still the method has to start somewhere.
            entries.add(first);
        }
        return entries;
    }
}
