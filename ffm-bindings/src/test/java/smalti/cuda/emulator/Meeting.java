package smalti.cuda.emulator;

import java.util.List;

/// What happens where lanes wait for each other. Its operands are read from and written to the frames of the lanes.
sealed interface Meeting permits Meeting.None, WarpMeeting, BlockMeeting {
    /// A run at which nobody waits.
    record None() implements Meeting {}

    /// An operand as each lane has it.
    interface Source {
        long of(Lane lane);

        default int bits(Lane lane) {
            return (int) of(lane);
        }
    }

    /// A register that each lane gets a result in.
    interface Target {
        void put(Lane lane, long value);
    }

    /// The meeting that an instruction is, if it is one.
    static Meeting of(KernelPlan plan, Instruction instruction) {
        if (!instruction.isMeeting()) {
            return new None();
        }
        try {
            String opcode = instruction.opcode().text();
            boolean ofBlock =
                    instruction.opcode().isOneOf("bar", "barrier") && !opcode.contains(".warp.");
            return ofBlock ? BlockMeeting.of(plan, instruction) : WarpMeeting.of(plan, instruction);
        } catch (PtxSyntaxException e) {
            throw e.at("%s, %s".formatted(plan.name(), instruction));
        }
    }

    /// How an operand is found.
    static Source source(KernelPlan plan, Operand operand, PtxType type) {
        return switch (operand) {
            case Operand.Register register -> {
                int slot = plan.frameSlot(register);
                yield lane -> type.extend(lane.frame()[slot]);
            }
            case Operand.Not not -> {
                int slot = plan.frameSlot(not.register());
                yield lane -> lane.frame()[slot] ^ 1;
            }
            case Operand.Constant constant -> {
                long value = type.extend(InstructionEmitter.bits(constant, type));
                yield _ -> value;
            }
            case Operand.Special special -> {
                int index = SpecialRegister.indexOf(special.name());
                yield lane -> type.extend(lane.special(index));
            }
            default -> throw new PtxSyntaxException("an operand of another kind is expected");
        };
    }

    static Target target(KernelPlan plan, Operand operand) {
        return switch (operand) {
            case Operand.Register register -> {
                int slot = plan.frameSlot(register);
                yield (lane, value) -> lane.frame()[slot] = value;
            }
            case Operand.Sink _ -> (_, _) -> {};
            default -> throw new PtxSyntaxException("a register is expected as result");
        };
    }

    /// Whether a predicate holds for each of some lanes.
    static boolean all(List<Lane> lanes, Source predicate) {
        return lanes.stream().allMatch(lane -> predicate.of(lane) != 0);
    }

    static boolean any(List<Lane> lanes, Source predicate) {
        return lanes.stream().anyMatch(lane -> predicate.of(lane) != 0);
    }
}
