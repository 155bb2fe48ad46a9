package smalti.cuda.emulator;

import java.util.List;
import smalti.cuda.emulator.Operand.Pair;

/// Lanes that read each other's registers. Source: PTX ISA, "shfl.sync".
///
/// @param mode how a lane finds the one that it reads
/// @param value what is handed on
/// @param operand distance or lane
/// @param bounds the last lane, and from bit 8 a mask of the bits that stay
/// @param result what a lane gets
/// @param inside whether the lane that it asked for was within its bounds
record Shuffle(
        String mode,
        Meeting.Source value,
        Meeting.Source operand,
        Meeting.Source bounds,
        Meeting.Target result,
        Meeting.Target inside)
        implements WarpMeeting.Action {
    static Shuffle of(KernelPlan plan, Instruction instruction) {
        Pair pair =
                instruction.operand(0) instanceof Pair both
                        ? both
                        : new Pair(instruction.operand(0), new Operand.Sink());
        return new Shuffle(
                instruction.opcode().parts().get(2),
                Meeting.source(plan, instruction.operand(1), PtxType.B32),
                Meeting.source(plan, instruction.operand(2), PtxType.U32),
                Meeting.source(plan, instruction.operand(3), PtxType.U32),
                Meeting.target(plan, pair.first()),
                Meeting.target(plan, pair.second()));
    }

    @Override
    public void perform(Warp warp, List<Lane> lanes) {
        long[] values = new long[Warp.LANES];
        int there = 0;
        for (Lane lane : lanes) {
            values[lane.number()] = value.of(lane);
            there |= 1 << lane.number();
        }
        for (Lane lane : lanes) {
            warp.blame(lane);
            int own = lane.number();
            int bound = bounds.bits(lane);
            int kept = bound >> 8 & 31;
            int last = own & kept | bound & 31 & ~kept;
            int by = operand.bits(lane) & 31;
            int from =
                    switch (mode) {
                        case "up" -> own - by;
                        case "down" -> own + by;
                        case "bfly" -> own ^ by;
                        case "idx" -> own & kept | by & ~kept;
                        default -> throw new PtxSyntaxException("no shuffle " + mode);
                    };
            boolean within = mode.equals("up") ? from >= last : from <= last;
            int source = within ? from : own;
            if ((there >>> source & 1) == 0) {
                throw new LaneFault(
                        LaneFault.Kind.LANES,
                        "a shuffle reads from lane %d, which does not take part".formatted(source));
            }
            result.put(lane, values[source]);
            inside.put(lane, within ? 1 : 0);
        }
    }
}
