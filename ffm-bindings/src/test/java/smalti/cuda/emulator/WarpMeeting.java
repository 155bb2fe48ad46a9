package smalti.cuda.emulator;

import java.util.List;
import java.util.Optional;
import java.util.function.LongBinaryOperator;
import smalti.cuda.emulator.Operand.Pair;

/// What lanes of one warp do together. Source: PTX ISA, "Parallel Synchronization and Communication Instructions".
///
/// @param mask the lanes that take part, as each of them tells; empty if they are those that happen to come together
/// @param action what they do
record WarpMeeting(Optional<Meeting.Source> mask, Action action) implements Meeting {
    /// What is done when all are there.
    interface Action {
        void perform(Warp warp, List<Lane> lanes);
    }

    static WarpMeeting of(KernelPlan plan, Instruction instruction) {
        Opcode opcode = instruction.opcode();
        List<Operand> operands = instruction.operands();
        Action action =
                switch (opcode.base()) {
                    case "shfl" -> Shuffle.of(plan, instruction);
                    case "vote" -> vote(plan, instruction);
                    case "match" -> match(plan, instruction);
                    case "redux" -> reduce(plan, instruction);
                    case "activemask" -> {
                        Meeting.Target target = Meeting.target(plan, operands.getFirst());
                        yield (_, lanes) -> {
                            long mask = maskOf(lanes);
                            lanes.forEach(lane -> target.put(lane, mask));
                        };
                    }
                    default -> (_, lanes) -> order(lanes);
                };
        if (opcode.base().equals("activemask")) {
            return new WarpMeeting(Optional.empty(), action);
        }
        if (!opcode.has("sync")) {
            throw new PtxSyntaxException("unknown instruction " + opcode.text());
        }
        return new WarpMeeting(
                Optional.of(Meeting.source(plan, operands.getLast(), PtxType.U32)), action);
    }

    /// What each lane touched before comes before what any of them touches behind.
    private static void order(List<Lane> lanes) {
        long clock = lanes.stream().mapToLong(Lane::clock).max().orElseThrow() + 1;
        lanes.forEach(lane -> lane.setClock(clock));
    }

    private static long maskOf(List<Lane> lanes) {
        return lanes.stream().mapToLong(lane -> 1L << lane.number()).sum();
    }

    private static Action vote(KernelPlan plan, Instruction instruction) {
        Opcode opcode = instruction.opcode();
        Meeting.Target target = Meeting.target(plan, instruction.operand(0));
        Meeting.Source predicate = Meeting.source(plan, instruction.operand(1), PtxType.PRED);
        return (_, lanes) -> {
            long ballot = maskOf(lanes.stream().filter(lane -> predicate.of(lane) != 0).toList());
            boolean everyone = ballot == maskOf(lanes);
            long result =
                    switch (opcode.parts().get(2)) {
                        case "ballot" -> ballot;
                        case "all" -> everyone ? 1 : 0;
                        case "any" -> ballot != 0 ? 1 : 0;
                        case "uni" -> everyone || ballot == 0 ? 1 : 0;
                        default -> throw new PtxSyntaxException("no vote " + opcode.text());
                    };
            lanes.forEach(lane -> target.put(lane, result));
        };
    }

    private static Action match(KernelPlan plan, Instruction instruction) {
        Opcode opcode = instruction.opcode();
        Meeting.Source value = Meeting.source(plan, instruction.operand(1), opcode.type());
        if (opcode.has("any")) {
            Meeting.Target target = Meeting.target(plan, instruction.operand(0));
            return (_, lanes) -> lanes.forEach(lane -> target.put(lane, equal(lane, lanes, value)));
        }
        Pair pair =
                instruction.operand(0) instanceof Pair both
                        ? both
                        : new Pair(instruction.operand(0), new Operand.Sink());
        Meeting.Target mask = Meeting.target(plan, pair.first());
        Meeting.Target predicate = Meeting.target(plan, pair.second());
        return (_, lanes) -> {
            boolean same = equal(lanes.getFirst(), lanes, value) == maskOf(lanes);
            for (Lane lane : lanes) {
                mask.put(lane, same ? maskOf(lanes) : 0);
                predicate.put(lane, same ? 1 : 0);
            }
        };
    }

    private static long equal(Lane lane, List<Lane> lanes, Meeting.Source value) {
        return maskOf(lanes.stream().filter(it -> value.of(it) == value.of(lane)).toList());
    }

    private static Action reduce(KernelPlan plan, Instruction instruction) {
        Opcode opcode = instruction.opcode();
        Meeting.Target target = Meeting.target(plan, instruction.operand(0));
        Meeting.Source value = Meeting.source(plan, instruction.operand(1), opcode.type());
        LongBinaryOperator operator =
                switch (opcode.parts().get(2)) {
                    case "add" -> Long::sum;
                    case "min" -> Math::min;
                    case "max" -> Math::max;
                    case "and" -> (a, b) -> a & b;
                    case "or" -> (a, b) -> a | b;
                    case "xor" -> (a, b) -> a ^ b;
                    default -> throw new PtxSyntaxException("no reduction " + opcode.text());
                };
        return (_, lanes) -> {
            long result = lanes.stream().mapToLong(value::of).reduce(operator).orElseThrow();
            lanes.forEach(lane -> target.put(lane, result));
        };
    }
}
