package smalti.cuda.emulator;

import java.util.List;
import java.util.function.ToIntFunction;

/// A register that the hardware sets.
///
/// @param value what it is for a thread
record SpecialRegister(String name, ToIntFunction<Lane> value) {
    static final List<SpecialRegister> VALUES =
            List.of(
                    new SpecialRegister("%tid.x", Lane::tidX),
                    new SpecialRegister("%tid.y", Lane::tidY),
                    new SpecialRegister("%tid.z", _ -> 0),
                    new SpecialRegister("%ntid.x", Lane::ntidX),
                    new SpecialRegister("%ntid.y", Lane::ntidY),
                    new SpecialRegister("%ntid.z", _ -> 1),
                    new SpecialRegister("%ctaid.x", Lane::ctaidX),
                    new SpecialRegister("%ctaid.y", Lane::ctaidY),
                    new SpecialRegister("%ctaid.z", Lane::ctaidZ),
                    new SpecialRegister("%nctaid.x", Lane::nctaidX),
                    new SpecialRegister("%nctaid.y", Lane::nctaidY),
                    new SpecialRegister("%nctaid.z", Lane::nctaidZ),
                    new SpecialRegister("%laneid", Lane::number),
                    new SpecialRegister("%warpid", lane -> lane.thread() / Warp.LANES),
                    new SpecialRegister("%lanemask_eq", lane -> 1 << lane.number()),
                    new SpecialRegister("%lanemask_lt", lane -> (1 << lane.number()) - 1),
                    new SpecialRegister("%lanemask_le", lane -> (2 << lane.number()) - 1),
                    new SpecialRegister("%lanemask_gt", lane -> -(2 << lane.number())),
                    new SpecialRegister("%lanemask_ge", lane -> -(1 << lane.number())),
                    new SpecialRegister("%smid", _ -> 0),
                    new SpecialRegister("%nsmid", _ -> PtxDriver.PROCESSORS),
                    new SpecialRegister("%clock", _ -> 0),
                    new SpecialRegister("%clock64", _ -> 0));

    static int indexOf(String name) {
        for (int i = 0; i < VALUES.size(); i++) {
            if (VALUES.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new PtxSyntaxException("no special register " + name);
    }

    int of(Lane lane) {
        return value.applyAsInt(lane);
    }
}
