package smalti.cpu.kernel;

/// Loops that reach what the machine can do at most, to measure others against.
public interface ProbeKernels {
    /// The sum of part of an array: as fast as memory is read.
    float sum(float[] x, int from, int to);

    /// Computes fused multiply-adds on registers alone.
    ///
    /// @return their sum, so that none can be left out
    float multiplyAdd(int rounds);

    /// The floating-point operations of one round, two a multiply-add.
    int operations();
}
