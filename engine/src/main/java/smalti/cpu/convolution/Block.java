package smalti.cpu.convolution;

import java.util.ArrayList;
import java.util.List;

/// A part of the depth of a product: some taps with all their channels, or one with some of them.
record Block(int tap, int taps, int channel, int channels) {
    /// The depth of blocks; sums are taken to this depth and then added up, so it shows in the bits.
    private static final int DEPTH = 768;

    /// The whole depth, cut into blocks of about the same size.
    static List<Block> of(int taps, int channels) {
        List<Block> blocks = new ArrayList<>();
        if (channels > DEPTH) {
            int size = Math.ceilDiv(channels, Math.ceilDiv(channels, DEPTH));
            for (int tap = 0; tap < taps; tap++) {
                for (int from = 0; from < channels; from += size) {
                    blocks.add(new Block(tap, 1, from, Math.min(size, channels - from)));
                }
            }
            return blocks;
        }
        int atMost = DEPTH / channels;
        int size = Math.ceilDiv(taps, Math.ceilDiv(taps, atMost));
        for (int from = 0; from < taps; from += size) {
            blocks.add(new Block(from, Math.min(size, taps - from), 0, channels));
        }
        return blocks;
    }

    int depth() {
        return taps * channels;
    }
}
