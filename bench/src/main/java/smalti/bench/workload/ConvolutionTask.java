package smalti.bench.workload;

/// What is done with a map and filters.
public enum ConvolutionTask {
    /// The convolution itself.
    FORWARD("conv"),
    /// Its gradient in the map.
    DATA("conv-backward-data"),
    /// Its gradient in the filters.
    WEIGHTS("conv-backward-weights"),
    /// The transposed convolution, which makes larger maps of smaller ones.
    TRANSPOSED("conv-transposed");

    private final String word;

    ConvolutionTask(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
