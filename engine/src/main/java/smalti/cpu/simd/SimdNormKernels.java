package smalti.cpu.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import smalti.cpu.kernel.NormKernels;
import smalti.cpu.scalar.ScalarNormKernels;

/// Scaling and shifting on the Vector API: by floats where parameters are a row, by doubles where they are one number.
/// What does not fill a vector is computed by the same steps one by one.
public final class SimdNormKernels implements NormKernels {
    private static final VectorSpecies<Float> FLOATS = Species.FLOATS;
    private static final int LANES = FLOATS.length();
    private static final int WIDE_LANES = Species.DOUBLES.length();

    private static final int ROWS = 4;

    private static FloatVector load(float[] x, int at) {
        return FloatVector.fromArray(FLOATS, x, at);
    }

    private static DoubleVector wide(float[] x, int at) {
        return Species.widened(x, at);
    }

    private static DoubleVector row(double[] table, int at) {
        return DoubleVector.fromArray(Species.DOUBLES, table, at);
    }

    private static void store(DoubleVector values, double[] table, int at) {
        ((DoubleVector) Species.DOUBLES_CLASS.cast(values)).intoArray(table, at);
    }

    /// Four rows are added up before sums are touched: reading and writing those takes as long as all else. This and
    /// [#addProducts] are in one piece each, larger than what the compiler inlines: where it put both into the same caller,
    /// vectors were boxed.
    @Override
    public void addDistances(
            float[] x, int from, int count, double[] shift, double[] sums, double[] squares) {
        int width = shift.length;
        int end = from + count;
        int first = from;
        for (; first <= end - ROWS * width; first += ROWS * width) {
            int second = first + width;
            int third = second + width;
            int fourth = third + width;
            int i = 0;
            for (; i <= width - WIDE_LANES; i += WIDE_LANES) {
                var middle = row(shift, i);
                var d0 = wide(x, first + i).sub(middle);
                var d1 = wide(x, second + i).sub(middle);
                var d2 = wide(x, third + i).sub(middle);
                var d3 = wide(x, fourth + i).sub(middle);
                var squared = d0.fma(d0, d1.mul(d1)).add(d2.fma(d2, d3.mul(d3)));
                store(row(sums, i).add(d0.add(d1).add(d2.add(d3))), sums, i);
                store(row(squares, i).add(squared), squares, i);
            }
            for (; i < width; i++) {
                double d0 = x[first + i] - shift[i];
                double d1 = x[second + i] - shift[i];
                double d2 = x[third + i] - shift[i];
                double d3 = x[fourth + i] - shift[i];
                sums[i] += (d0 + d1) + (d2 + d3);
                squares[i] += (d0 * d0 + d1 * d1) + (d2 * d2 + d3 * d3);
            }
        }
        for (; first < end; first += width) {
            ScalarNormKernels.addRow(x, first, Math.min(width, end - first), shift, sums, squares);
        }
    }

    @Override
    public void addProducts(
            float[] upstream,
            int upstreamFrom,
            float[] x,
            int xFrom,
            int count,
            double[] mean,
            double[] sums,
            double[] products) {
        int width = mean.length;
        int done = 0;
        for (; done <= count - ROWS * width; done += ROWS * width) {
            int above = upstreamFrom + done;
            int at = xFrom + done;
            int i = 0;
            for (; i <= width - WIDE_LANES; i += WIDE_LANES) {
                var middle = row(mean, i);
                var u0 = wide(upstream, above + i);
                var u1 = wide(upstream, above + width + i);
                var u2 = wide(upstream, above + 2 * width + i);
                var u3 = wide(upstream, above + 3 * width + i);
                var first =
                        wide(x, at + i)
                                .sub(middle)
                                .fma(u0, wide(x, at + width + i).sub(middle).mul(u1));
                var second =
                        wide(x, at + 2 * width + i)
                                .sub(middle)
                                .fma(u2, wide(x, at + 3 * width + i).sub(middle).mul(u3));
                store(row(sums, i).add(u0.add(u1).add(u2.add(u3))), sums, i);
                store(row(products, i).add(first.add(second)), products, i);
            }
            for (; i < width; i++) {
                for (int row = i; row < ROWS * width; row += width) {
                    double value = upstream[above + row];
                    sums[i] += value;
                    products[i] += value * (x[at + row] - mean[i]);
                }
            }
        }
        for (; done < count; done += width) {
            ScalarNormKernels.addRow(
                    upstream,
                    upstreamFrom + done,
                    x,
                    xFrom + done,
                    Math.min(width, count - done),
                    mean,
                    sums,
                    products);
        }
    }

    @Override
    public void standardize(
            float[] x,
            int xFrom,
            float[] mean,
            float[] factor,
            float[] offset,
            float[] out,
            int outFrom,
            int count) {
        int i = 0;
        for (; i < FLOATS.loopBound(count); i += LANES) {
            Species.store(
                    load(x, xFrom + i).sub(load(mean, i)).mul(load(factor, i)).add(load(offset, i)),
                    out,
                    outFrom + i);
        }
        for (; i < count; i++) {
            out[outFrom + i] = (x[xFrom + i] - mean[i]) * factor[i] + offset[i];
        }
    }

    @Override
    public void standardizeGradient(
            float[] upstream,
            int upstreamFrom,
            float[] above,
            float[] factor,
            float[] x,
            int xFrom,
            float[] mean,
            float[] slope,
            float[] out,
            int outFrom,
            int count) {
        int i = 0;
        for (; i < FLOATS.loopBound(count); i += LANES) {
            Species.store(
                    load(upstream, upstreamFrom + i)
                            .sub(load(above, i))
                            .mul(load(factor, i))
                            .sub(load(x, xFrom + i).sub(load(mean, i)).mul(load(slope, i))),
                    out,
                    outFrom + i);
        }
        for (; i < count; i++) {
            out[outFrom + i] =
                    (upstream[upstreamFrom + i] - above[i]) * factor[i]
                            - (x[xFrom + i] - mean[i]) * slope[i];
        }
    }

    @Override
    public void exponentials(
            float[] x, int xFrom, double shift, float[] out, int outFrom, int count) {
        int whole = Transcendental.whole(count);
        int i = 0;
        for (; i < whole; i += WIDE_LANES) {
            Species.store(
                    Exponential.of(wide(x, xFrom + i).sub(Species.all(shift))), out, outFrom + i);
        }
        for (; i < count; i++) {
            out[outFrom + i] = (float) Exponential.of(x[xFrom + i] - shift);
        }
    }

    @Override
    public void distances(float[] x, int xFrom, double shift, float[] out, int outFrom, int count) {
        int whole = Transcendental.whole(count);
        int i = 0;
        for (; i < whole; i += WIDE_LANES) {
            Species.store(wide(x, xFrom + i).sub(Species.all(shift)), out, outFrom + i);
        }
        for (; i < count; i++) {
            out[outFrom + i] = (float) (x[xFrom + i] - shift);
        }
    }

    @Override
    public void multiplyDistances(
            float[] x,
            int xFrom,
            float[] y,
            int yFrom,
            float shift,
            float[] out,
            int outFrom,
            int count) {
        int i = 0;
        for (; i < FLOATS.loopBound(count); i += LANES) {
            Species.store(
                    load(x, xFrom + i).sub(Species.all(shift)).mul(load(y, yFrom + i)),
                    out,
                    outFrom + i);
        }
        for (; i < count; i++) {
            out[outFrom + i] = y[yFrom + i] * (x[xFrom + i] - shift);
        }
    }

    @Override
    public void subtractExponentials(
            float[] x,
            int xFrom,
            float[] y,
            int yFrom,
            double factor,
            float[] out,
            int outFrom,
            int count) {
        int whole = Transcendental.whole(count);
        int i = 0;
        for (; i < whole; i += WIDE_LANES) {
            Species.store(
                    wide(x, xFrom + i)
                            .sub(Exponential.of(wide(y, yFrom + i)).mul(Species.all(factor))),
                    out,
                    outFrom + i);
        }
        for (; i < count; i++) {
            out[outFrom + i] = (float) (x[xFrom + i] - factor * Exponential.of(y[yFrom + i]));
        }
    }

    @Override
    public void mixTwo(
            double a,
            float[] x,
            int xFrom,
            double b,
            float[] y,
            int yFrom,
            float[] out,
            int outFrom,
            int count) {
        int whole = Transcendental.whole(count);
        int i = 0;
        for (; i < whole; i += WIDE_LANES) {
            Species.store(
                    wide(x, xFrom + i)
                            .mul(Species.all(a))
                            .add(wide(y, yFrom + i).mul(Species.all(b))),
                    out,
                    outFrom + i);
        }
        for (; i < count; i++) {
            out[outFrom + i] = (float) (a * x[xFrom + i] + b * y[yFrom + i]);
        }
    }
}
