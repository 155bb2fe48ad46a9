package smalti.bench.workload;

/// What is done with a feature map and its segments.
public enum PoolingTask {
    /// Means `[B,K,C]` of a map.
    MEAN("mean"),
    /// The gradient of the means in the features: each pixel its segment's upstream over the segment's size.
    MEAN_BACKWARD("mean-backward"),
    /// The largest value of each segment and channel, and the pixel it came from.
    MAX("max");

    private final String word;

    PoolingTask(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    /// Whether the feature map is what is written; otherwise it is what is read.
    public boolean writesMap() {
        return this == MEAN_BACKWARD;
    }
}
