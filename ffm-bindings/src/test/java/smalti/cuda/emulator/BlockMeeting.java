package smalti.cuda.emulator;

import java.util.List;

/// A barrier of a block. Source: PTX ISA, "Parallel Synchronization and Communication Instructions: bar".
///
/// @param barrier its number
/// @param threads how many threads it waits for, 0 for all that have not left
/// @param action what it computes for those that come together
record BlockMeeting(Meeting.Source barrier, Meeting.Source threads, Action action)
        implements Meeting {
    /// What is done when all are there.
    interface Action {
        void perform(List<Lane> lanes);
    }

    static BlockMeeting of(KernelPlan plan, Instruction instruction) {
        Opcode opcode = instruction.opcode();
        List<Operand> operands = instruction.operands();
        boolean reduces = opcode.has("red");
        if (!reduces && !opcode.has("sync")) {
            throw new PtxSyntaxException("unknown instruction " + opcode.text());
        }
        int first = reduces ? 1 : 0;
        int last = reduces ? operands.size() - 1 : operands.size();
        Meeting.Source barrier = Meeting.source(plan, operands.get(first), PtxType.U32);
        Meeting.Source threads =
                last - first > 1
                        ? Meeting.source(plan, operands.get(first + 1), PtxType.U32)
                        : _ -> 0;
        if (!reduces) {
            return new BlockMeeting(barrier, threads, _ -> {});
        }
        Meeting.Target target = Meeting.target(plan, operands.getFirst());
        Meeting.Source predicate = Meeting.source(plan, operands.getLast(), PtxType.PRED);
        return new BlockMeeting(
                barrier,
                threads,
                lanes -> {
                    long result = reduce(opcode, lanes, predicate);
                    lanes.forEach(lane -> target.put(lane, result));
                });
    }

    private static long reduce(Opcode opcode, List<Lane> lanes, Meeting.Source predicate) {
        if (opcode.has("popc")) {
            return lanes.stream().filter(lane -> predicate.of(lane) != 0).count();
        }
        boolean result =
                opcode.has("and") ? Meeting.all(lanes, predicate) : Meeting.any(lanes, predicate);
        return result ? 1 : 0;
    }
}
