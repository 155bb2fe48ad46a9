package smalti.cpu.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import smalti.cpu.kernel.Share;
import smalti.cpu.kernel.Values;

/// Products of all other pixels of a segment, whose channels lie together: a block of channels walks back through the
/// segment and leaves the products of what lies behind each pixel, then forward.
final class InterleavedProducts {
    private static final VectorSpecies<Double> DOUBLES = Species.DOUBLES;
    private static final int LANES = DOUBLES.length();

    private InterleavedProducts() {}

    /// @param x as many channels as a vector has lanes at least; the last block overlaps that before it
    /// @param behind a vector a pixel
    static void multiplyOthers(
            Values x, double[] factor, Values out, Share share, double[] behind) {
        for (int segment = share.low(); segment < share.high(); segment++) {
            int entry = (segment - share.low()) * x.channels();
            int last = x.channels() - LANES;
            for (int block = 0; block < x.channels(); block += LANES) {
                int channel = Math.min(block, last);
                var by = DoubleVector.fromArray(DOUBLES, factor, entry + channel);
                multiplyBehind(x, channel, share, segment, behind);
                multiplyBefore(x, channel, share, segment, by, behind);
                store(out, channel, share, segment, behind);
            }
        }
    }

    private static void multiplyBehind(
            Values x, int channel, Share share, int segment, double[] behind) {
        int table = share.image() * share.map().segments() + segment;
        int[] starts = share.map().runStarts();
        int[] runs = share.map().segmentRuns();
        int first = share.map().segmentStarts()[table];
        int origin = x.origin() + channel - share.firstPixel() * x.pixelStep();
        int at = share.map().counts()[table] * LANES;
        var product = DoubleVector.broadcast(DOUBLES, 1);
        for (int index = share.map().segmentStarts()[table + 1] - 1; index >= first; index--) {
            int run = runs[index];
            for (int pixel = starts[run + 1] - 1; pixel >= starts[run]; pixel--) {
                at -= LANES;
                ((DoubleVector) Species.DOUBLES_CLASS.cast(product)).intoArray(behind, at);
                product = product.mul(Species.widened(x.array(), origin + pixel * x.pixelStep()));
            }
        }
    }

    private static void multiplyBefore(
            Values x, int channel, Share share, int segment, DoubleVector factor, double[] behind) {
        int table = share.image() * share.map().segments() + segment;
        int[] starts = share.map().runStarts();
        int[] runs = share.map().segmentRuns();
        int last = share.map().segmentStarts()[table + 1];
        int origin = x.origin() + channel - share.firstPixel() * x.pixelStep();
        int at = 0;
        var before = DoubleVector.broadcast(DOUBLES, 1);
        for (int index = share.map().segmentStarts()[table]; index < last; index++) {
            int run = runs[index];
            for (int pixel = starts[run]; pixel < starts[run + 1]; pixel++) {
                var others = before.mul(DoubleVector.fromArray(DOUBLES, behind, at));
                ((DoubleVector) Species.DOUBLES_CLASS.cast(others.mul(factor)))
                        .intoArray(behind, at);
                before = before.mul(Species.widened(x.array(), origin + pixel * x.pixelStep()));
                at += LANES;
            }
        }
    }

    /// Rounds by a plain loop: nothing beyond the block may be written, and a store of half vectors might be boxed.
    private static void store(
            Values out, int channel, Share share, int segment, double[] products) {
        int table = share.image() * share.map().segments() + segment;
        int[] starts = share.map().runStarts();
        int[] runs = share.map().segmentRuns();
        int last = share.map().segmentStarts()[table + 1];
        int origin = out.origin() + channel - share.firstPixel() * out.pixelStep();
        int at = 0;
        for (int index = share.map().segmentStarts()[table]; index < last; index++) {
            int run = runs[index];
            for (int pixel = starts[run]; pixel < starts[run + 1]; pixel++) {
                int to = origin + pixel * out.pixelStep();
                for (int lane = 0; lane < LANES; lane++) {
                    out.array()[to + lane] = (float) products[at + lane];
                }
                at += LANES;
            }
        }
    }
}
