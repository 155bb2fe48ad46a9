package smalti.cpu.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import smalti.cpu.kernel.WinogradKernels;

/// Minimal filtering on vectors of channels, whose number must be a multiple of 16. A part of the channels is transformed
/// along columns and then along rows, so that what lies between stays in the first cache.
public final class SimdWinogradKernels implements WinogradKernels {
    private static final VectorSpecies<Float> LANES = Tiles.LANES;
    private static final int CHUNK = 64;

    /// The root of a half and that of two.
    private static final float SMALL = 0x1.6a09e6p-1f;

    private static final float LARGE = 0x1.6a09e6p0f;

    @Override
    public void transformMap(
            float[] x,
            int from,
            int rowStep,
            int columnStep,
            float[] out,
            int to,
            int outRowStep,
            int outColumnStep,
            int channels,
            float[] scratch) {
        for (int channel = 0; channel < channels; channel += CHUNK) {
            int count = Math.min(CHUNK, channels - channel);
            int at = from + channel;
            map(x, at, columnStep, rowStep, scratch, 0, CHUNK, 6 * CHUNK, 6, count);
            at = to + channel;
            map(scratch, 0, 6 * CHUNK, CHUNK, out, at, outRowStep, outColumnStep, 6, count);
        }
    }

    @Override
    public void transformFilter(
            float[] x,
            int from,
            int rowStep,
            int columnStep,
            float[] out,
            int to,
            int outRowStep,
            int outColumnStep,
            int channels,
            float[] scratch) {
        for (int channel = 0; channel < channels; channel += CHUNK) {
            int count = Math.min(CHUNK, channels - channel);
            int at = from + channel;
            filter(x, at, columnStep, rowStep, scratch, 0, CHUNK, 6 * CHUNK, 3, count);
            at = to + channel;
            filter(scratch, 0, 6 * CHUNK, CHUNK, out, at, outRowStep, outColumnStep, 6, count);
        }
    }

    @Override
    public void transformSums(
            float[] x,
            int from,
            int rowStep,
            int columnStep,
            float[] out,
            int to,
            int outRowStep,
            int outColumnStep,
            int channels,
            float[] scratch) {
        for (int channel = 0; channel < channels; channel += CHUNK) {
            int count = Math.min(CHUNK, channels - channel);
            int at = from + channel;
            sums(x, at, columnStep, rowStep, scratch, 0, CHUNK, 6 * CHUNK, 6, count);
            at = to + channel;
            sums(scratch, 0, 6 * CHUNK, CHUNK, out, at, outRowStep, outColumnStep, 4, count);
        }
    }

    private static void map(
            float[] x,
            int first,
            int apart,
            int step,
            float[] out,
            int firstOut,
            int outApart,
            int outStep,
            int lines,
            int count) {
        var two = FloatVector.broadcast(LANES, -2f);
        var half = FloatVector.broadcast(LANES, -0.5f);
        var middle = FloatVector.broadcast(LANES, -2.5f);
        var small = FloatVector.broadcast(LANES, SMALL);
        var large = FloatVector.broadcast(LANES, LARGE);
        var minusSmall = FloatVector.broadcast(LANES, -SMALL);
        var minusLarge = FloatVector.broadcast(LANES, -LARGE);
        for (int line = 0; line < lines; line++) {
            int from = first + line * apart;
            int to = firstOut + line * outApart;
            for (int i = 0; i < count; i += LANES.length()) {
                var x0 = FloatVector.fromArray(LANES, x, from + i);
                var x1 = FloatVector.fromArray(LANES, x, from + step + i);
                var x2 = FloatVector.fromArray(LANES, x, from + 2 * step + i);
                var x3 = FloatVector.fromArray(LANES, x, from + 3 * step + i);
                var x4 = FloatVector.fromArray(LANES, x, from + 4 * step + i);
                var evenSmall = x2.fma(two, x4);
                var oddSmall = x1.fma(two, x3);
                var evenLarge = x2.fma(half, x4);
                var oddLarge = x1.fma(half, x3);
                Species.store(x2.fma(middle, x0.add(x4)), out, to + i);
                Species.store(oddSmall.fma(small, evenSmall), out, to + outStep + i);
                Species.store(oddSmall.fma(minusSmall, evenSmall), out, to + 2 * outStep + i);
                Species.store(oddLarge.fma(large, evenLarge), out, to + 3 * outStep + i);
                Species.store(oddLarge.fma(minusLarge, evenLarge), out, to + 4 * outStep + i);
                Species.store(
                        x3.fma(
                                middle,
                                x1.add(FloatVector.fromArray(LANES, x, from + 5 * step + i))),
                        out,
                        to + 5 * outStep + i);
            }
        }
    }

    private static void filter(
            float[] x,
            int first,
            int apart,
            int step,
            float[] out,
            int firstOut,
            int outApart,
            int outStep,
            int lines,
            int count) {
        var two = FloatVector.broadcast(LANES, 2f);
        var half = FloatVector.broadcast(LANES, 0.5f);
        var third = FloatVector.broadcast(LANES, -2f / 3);
        var sixth = FloatVector.broadcast(LANES, 1f / 6);
        var small = FloatVector.broadcast(LANES, SMALL);
        var large = FloatVector.broadcast(LANES, LARGE);
        var minusSmall = FloatVector.broadcast(LANES, -SMALL);
        var minusLarge = FloatVector.broadcast(LANES, -LARGE);
        for (int line = 0; line < lines; line++) {
            int from = first + line * apart;
            int to = firstOut + line * outApart;
            for (int i = 0; i < count; i += LANES.length()) {
                var x0 = FloatVector.fromArray(LANES, x, from + i);
                var x1 = FloatVector.fromArray(LANES, x, from + step + i);
                var x2 = FloatVector.fromArray(LANES, x, from + 2 * step + i);
                var evenSmall = x2.fma(half, x0);
                var evenLarge = x2.fma(two, x0);
                ((FloatVector) Species.FLOATS_CLASS.cast(x0)).intoArray(out, to + i);
                Species.store(x1.fma(small, evenSmall).mul(third), out, to + outStep + i);
                Species.store(x1.fma(minusSmall, evenSmall).mul(third), out, to + 2 * outStep + i);
                Species.store(x1.fma(large, evenLarge).mul(sixth), out, to + 3 * outStep + i);
                Species.store(x1.fma(minusLarge, evenLarge).mul(sixth), out, to + 4 * outStep + i);
                ((FloatVector) Species.FLOATS_CLASS.cast(x2)).intoArray(out, to + 5 * outStep + i);
            }
        }
    }

    private static void sums(
            float[] x,
            int first,
            int apart,
            int step,
            float[] out,
            int firstOut,
            int outApart,
            int outStep,
            int lines,
            int count) {
        var two = FloatVector.broadcast(LANES, 2f);
        var half = FloatVector.broadcast(LANES, 0.5f);
        var small = FloatVector.broadcast(LANES, SMALL);
        var large = FloatVector.broadcast(LANES, LARGE);
        var smallCube = FloatVector.broadcast(LANES, 0.5f * SMALL);
        var largeCube = FloatVector.broadcast(LANES, 2 * LARGE);
        for (int line = 0; line < lines; line++) {
            int from = first + line * apart;
            int to = firstOut + line * outApart;
            for (int i = 0; i < count; i += LANES.length()) {
                var x1 = FloatVector.fromArray(LANES, x, from + step + i);
                var x2 = FloatVector.fromArray(LANES, x, from + 2 * step + i);
                var x3 = FloatVector.fromArray(LANES, x, from + 3 * step + i);
                var x4 = FloatVector.fromArray(LANES, x, from + 4 * step + i);
                var sumSmall = x1.add(x2);
                var differenceSmall = x1.sub(x2);
                var sumLarge = x3.add(x4);
                var differenceLarge = x3.sub(x4);
                Species.store(
                        FloatVector.fromArray(LANES, x, from + i).add(sumSmall).add(sumLarge),
                        out,
                        to + i);
                Species.store(
                        differenceSmall.fma(small, differenceLarge.mul(large)),
                        out,
                        to + outStep + i);
                Species.store(sumSmall.fma(half, sumLarge.mul(two)), out, to + 2 * outStep + i);
                Species.store(
                        differenceSmall.fma(
                                smallCube,
                                differenceLarge.fma(
                                        largeCube,
                                        FloatVector.fromArray(LANES, x, from + 5 * step + i))),
                        out,
                        to + 3 * outStep + i);
            }
        }
    }
}
