package smalti.cuda.ffm;

/// How exactly cuBLAS multiplies numbers of single precision; it always adds in single precision. Source:
/// `cublasComputeType_t`.
public enum ComputeType {
    /// In single precision.
    FP32(68, 0),

    /// With factors rounded to TensorFloat-32, of 10 bits.
    TF32(77, 80),

    /// With factors rounded to BFloat16, of 7 bits.
    BF16(75, 80);

    private final int number;
    private final int leastCapability;

    ComputeType(int number, int leastCapability) {
        this.number = number;
        this.leastCapability = leastCapability;
    }

    /// The library's number for it; older GPUs compute in single precision whatever is asked.
    int number(int capability) {
        return capability >= leastCapability ? number : FP32.number;
    }
}
