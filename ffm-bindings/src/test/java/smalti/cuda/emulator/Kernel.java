package smalti.cuda.emulator;

import java.util.List;

/// A kernel that can be launched.
///
/// @param procedure without calls
/// @param code what each thread does between two places where it waits
/// @param graph the runs of instructions, each with a count in the code
/// @param meetings for each run that is one, what happens there; empty for all others
/// @param frame how many registers a thread keeps while it waits
/// @param atomics the atomic operations, by the number that the code has for them
record Kernel(
        Procedure procedure,
        Layout layout,
        KernelCode code,
        FlowGraph graph,
        List<Meeting> meetings,
        int frame,
        List<AtomicOperation> atomics) {
    String name() {
        return procedure.name();
    }

    AtomicOperation atomic(int index) {
        return atomics.get(index);
    }

    /// What lanes do together at a run where they wait.
    Meeting meeting(int run) {
        return meetings.get(run);
    }

    /// The instruction that a run starts with.
    Instruction first(int run) {
        return procedure.instructions().get(graph.runs().get(run).from());
    }
}
