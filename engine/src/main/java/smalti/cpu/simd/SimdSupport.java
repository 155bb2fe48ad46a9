package smalti.cpu.simd;

import jdk.incubator.vector.FloatVector;

/// What vectors this machine has.
public final class SimdSupport {
    private SimdSupport() {}

    /// Bits of the widest vector that the JVM uses here.
    public static int bits() {
        return FloatVector.SPECIES_PREFERRED.vectorBitSize();
    }
}
