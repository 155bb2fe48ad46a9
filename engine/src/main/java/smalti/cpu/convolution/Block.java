package smalti.cpu.convolution;

import java.util.ArrayList;
import java.util.List;

/// A part of the depth of a product. Sums are taken to this depth and then added up, so it shows in the bits.
record Block(int from, int depth) {
    private static final int DEPTH = 768;

    /// Floats of a line of memory.
    private static final int LINE = 16;

    /// The whole depth, cut into blocks of about the same size.
    static List<Block> of(int depth) {
        List<Block> blocks = new ArrayList<>();
        if (depth > 0) {
            int size = Math.ceilDiv(depth, Math.ceilDiv(depth, DEPTH));
            for (int from = 0; from < depth; from += size) {
                blocks.add(new Block(from, Math.min(size, depth - from)));
            }
        }
        return blocks;
    }

    /// How far apart to keep so many values that are written and read side by side with others: an odd number of lines, so
    /// that they fall on different sets of the cache.
    static int apart(int values) {
        return (Math.ceilDiv(values, LINE) | 1) * LINE;
    }

    /// How far apart to keep rows of so many values: whole lines, but not so that rows share the sets of a cache.
    static int step(int values) {
        return (values + LINE - 1) / LINE * LINE + LINE;
    }
}
