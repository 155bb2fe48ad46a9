package smalti.cuda.slic;

import smalti.cuda.driver.Geometry;
import smalti.cuda.launch.Allotment;
import smalti.cuda.launch.Kernels;
import smalti.cuda.launch.Queue;

/// How many of a row of bits are set before each of them, by addresses on the GPU.
///
/// @param words the bits, 32 a word
/// @param ranks for each word the bits before it in its block of words
/// @param bases for each block of words the bits before it, and behind the last their number
/// @param total the address of their number
record Ranks(long words, long ranks, long bases, long total) {
    private static final int WORDS_A_BLOCK = 1024;

    /// Words for so many bits.
    static int words(long bits) {
        return (int) ((bits + Integer.SIZE - 1) / Integer.SIZE);
    }

    static Ranks of(long words, int count, Kernels kernels, Queue queue, Allotment memory) {
        int blocks = (count + WORDS_A_BLOCK - 1) / WORDS_A_BLOCK;
        long ranks = memory.take((long) count * Integer.BYTES);
        long bases = memory.take((blocks + 1L) * Integer.BYTES);
        queue.launch(
                kernels.get("parts_ranks"),
                Geometry.of(blocks, Queue.THREADS),
                words,
                ranks,
                bases,
                count);
        queue.launch(kernels.get("parts_bases"), Geometry.of(1, Queue.THREADS), bases, blocks);
        return new Ranks(words, ranks, bases, bases + (long) blocks * Integer.BYTES);
    }
}
