package smalti.bench.workload;

/// Two matrices of random numbers: `[M,K]` and `[K,N]`.
public record ProductInput(int rows, int columns, int depth) implements Input {
    public static ProductInput square(int side) {
        return new ProductInput(side, side, side);
    }

    /// The sizes as people write them, `MxNxK`.
    public String name() {
        return rows + "x" + columns + "x" + depth;
    }

    public float[] left() {
        return Noise.of(rows * depth, 1);
    }

    public float[] right() {
        return Noise.of(depth * columns, 2);
    }
}
