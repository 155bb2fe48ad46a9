package smalti.cuda.ffm;

/// What is asked of CUDA's runtime library, which nothing here computes with. Source: `cuda_runtime_api.h`.
enum RuntimeFunction implements NativeFunction {
    GET_VERSION("cudaRuntimeGetVersion", "P");

    private final String symbol;
    private final String parameters;

    RuntimeFunction(String symbol, String parameters) {
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
}
