package smalti.cuda.ffm;

/// The functions of cuBLAS that are used. Source: `cublas_api.h` of CUDA 12 and 13; a test compares the two. Unless it
/// returns a text, each returns a `cublasStatus_t`, 0 for success.
enum CublasFunction implements NativeFunction {
    GET_PROPERTY("cublasGetProperty", "IP"),
    GET_STATUS_NAME("cublasGetStatusName", "I"),
    GET_STATUS_STRING("cublasGetStatusString", "I"),

    CREATE("cublasCreate_v2", "P"),
    DESTROY("cublasDestroy_v2", "H"),
    SET_STREAM("cublasSetStream_v2", "HH"),
    SET_WORKSPACE("cublasSetWorkspace_v2", "HDL"),
    SET_MATH_MODE("cublasSetMathMode", "HI"),
    SET_POINTER_MODE("cublasSetPointerMode_v2", "HI"),

    GEMM("cublasGemmEx", "HIIIIIPDIIDIIPDIIII"),
    GEMM_64("cublasGemmEx_64", "HIILLLPDILDILPDILII"),
    GEMM_BATCHED("cublasGemmStridedBatchedEx", "HIIIIIPDIILDIILPDIILIII"),
    GEMM_BATCHED_64("cublasGemmStridedBatchedEx_64", "HIILLLPDILLDILLPDILLLII");

    private final String symbol;
    private final String parameters;

    CublasFunction(String symbol, String parameters) {
        this.symbol = symbol;
        this.parameters = parameters;
    }

    @Override
    public String symbol() {
        return symbol;
    }

    @Override
    public String parameters() {
        return parameters;
    }

    @Override
    public boolean returnsAddress() {
        return this == GET_STATUS_NAME || this == GET_STATUS_STRING;
    }
}
