package smalti.cuda.driver;

import smalti.error.ParameterException;

/// How many threads a kernel is started with: a grid of blocks, each of so many threads. Along `z` it is always one.
///
/// @param blocksX from 1 to 2^31-1
/// @param blocksY from 1 to [#MOST_BLOCKS_Y]
/// @param blocksZ from 1 to [#MOST_BLOCKS_Y]
/// @param threadsX threads a block along `x`
/// @param threadsY threads a block along `y`
/// @param sharedBytes of shared memory a block, beside what the kernel declares
public record Geometry(
        int blocksX, int blocksY, int blocksZ, int threadsX, int threadsY, int sharedBytes) {
    /// The most blocks along `y` and `z` on any GPU.
    public static final int MOST_BLOCKS_Y = 65_535;

    /// The most threads a block on any GPU.
    public static final int MOST_THREADS = 1024;

    public Geometry {
        expect("blocks along x", blocksX, Integer.MAX_VALUE);
        expect("blocks along y", blocksY, MOST_BLOCKS_Y);
        expect("blocks along z", blocksZ, MOST_BLOCKS_Y);
        expect("threads along x", threadsX, MOST_THREADS);
        expect("threads along y", threadsY, MOST_THREADS / threadsX);
        if (sharedBytes < 0) {
            throw new ParameterException("shared memory", "at least 0 bytes", sharedBytes);
        }
    }

    private static void expect(String what, int actual, int most) {
        if (actual < 1 || actual > most) {
            throw new ParameterException(what, "from 1 to " + most, actual);
        }
    }

    /// So many blocks in a row, of so many threads.
    public static Geometry of(int blocks, int threads) {
        return new Geometry(blocks, 1, 1, threads, 1, 0);
    }

    /// A plane of blocks, of so many threads each.
    public static Geometry of(int blocksX, int blocksY, int threads) {
        return new Geometry(blocksX, blocksY, 1, threads, 1, 0);
    }

    /// The same with shared memory.
    public Geometry shared(int bytes) {
        return new Geometry(blocksX, blocksY, blocksZ, threadsX, threadsY, bytes);
    }

    /// Threads a block.
    public int threads() {
        return threadsX * threadsY;
    }
}
