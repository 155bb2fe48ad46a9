package smalti.cpu.scalar;

import smalti.cpu.kernel.ReduceKernels;
import smalti.cpu.kernel.Share;
import smalti.cpu.kernel.Values;

/// The reference: one accumulator an entry, every segment's pixels in raster order, both layouts by the same loops.
public final class ScalarReduceKernels implements ReduceKernels {
    @Override
    public int lanes(Values x) {
        return 1;
    }

    @Override
    public boolean addsInOrder(Values x) {
        return false;
    }

    @Override
    public int room(Values x) {
        return 0;
    }

    @Override
    public void addSums(Values x, Share share, double[] sums) {
        float[] array = x.array();
        RunCursor run = new RunCursor(x, share);
        while (run.next()) {
            for (int channel = 0; channel < x.channels(); channel++) {
                double sum = sums[run.entry + channel];
                int end = run.end(channel);
                for (int at = run.begin(channel); at < end; at += x.pixelStep()) {
                    sum += array[at];
                }
                sums[run.entry + channel] = sum;
            }
        }
    }

    @Override
    public void addWeighted(
            Values x, float[] weights, int weightsFrom, Share share, double[] sums) {
        float[] array = x.array();
        RunCursor run = new RunCursor(x, share);
        while (run.next()) {
            for (int channel = 0; channel < x.channels(); channel++) {
                double sum = sums[run.entry + channel];
                int at = run.begin(channel);
                for (int pixel = run.pixel; pixel < run.endPixel; pixel++) {
                    sum += (double) weights[weightsFrom + pixel] * array[at];
                    at += x.pixelStep();
                }
                sums[run.entry + channel] = sum;
            }
        }
    }

    @Override
    public void addProducts(Values x, Values y, Share share, double[] sums) {
        RunCursor run = new RunCursor(x, share);
        while (run.next()) {
            for (int channel = 0; channel < x.channels(); channel++) {
                double sum = sums[run.entry + channel];
                int to = y.origin() - x.origin();
                for (int at = run.begin(channel); at < run.end(channel); at += x.pixelStep()) {
                    sum += (double) x.array()[at] * y.array()[at + to];
                }
                sums[run.entry + channel] = sum;
            }
        }
    }

    @Override
    public void multiply(Values x, Share share, double[] products) {
        float[] array = x.array();
        RunCursor run = new RunCursor(x, share);
        while (run.next()) {
            for (int channel = 0; channel < x.channels(); channel++) {
                double product = products[run.entry + channel];
                int end = run.end(channel);
                for (int at = run.begin(channel); at < end; at += x.pixelStep()) {
                    product *= array[at];
                }
                products[run.entry + channel] = product;
            }
        }
    }

    @Override
    public void selectLargest(Values x, float sign, Share share, float[] best, int[] positions) {
        float[] array = x.array();
        RunCursor run = new RunCursor(x, share);
        while (run.next()) {
            for (int channel = 0; channel < x.channels(); channel++) {
                float largest = best[run.entry + channel];
                int position = positions[run.entry + channel];
                int at = run.begin(channel);
                for (int pixel = run.pixel; pixel < run.endPixel; pixel++) {
                    float value = sign * array[at];
                    // Not `value > largest`: a NaN must win, but only the first.
                    if (!(value <= largest) && !Float.isNaN(largest)) {
                        largest = value;
                        position = pixel;
                    }
                    at += x.pixelStep();
                }
                best[run.entry + channel] = largest;
                positions[run.entry + channel] = position;
            }
        }
    }

    @Override
    public void addMoments(Values x, Share share, double[] sums, double[] squares) {
        float[] array = x.array();
        RunCursor run = new RunCursor(x, share);
        while (run.next()) {
            for (int channel = 0; channel < x.channels(); channel++) {
                double origin = array[run.first(channel)];
                double sum = sums[run.entry + channel];
                double square = squares[run.entry + channel];
                int end = run.end(channel);
                for (int at = run.begin(channel); at < end; at += x.pixelStep()) {
                    double distance = array[at] - origin;
                    sum += distance;
                    square += distance * distance;
                }
                sums[run.entry + channel] = sum;
                squares[run.entry + channel] = square;
            }
        }
    }

    @Override
    public void addExponentials(Values x, Share share, double[] largest, double[] sums) {
        float[] array = x.array();
        RunCursor run = new RunCursor(x, share);
        while (run.next()) {
            for (int channel = 0; channel < x.channels(); channel++) {
                int begin = run.begin(channel);
                int end = run.end(channel);
                double before = largest[run.entry + channel];
                double now = before;
                for (int at = begin; at < end; at += x.pixelStep()) {
                    now = Math.max(now, array[at]);
                }
                largest[run.entry + channel] = now;
                // An infinite or NaN maximum is the result by itself; differences to it would be
                // NaN.
                if (!Double.isFinite(now)) {
                    continue;
                }
                double sum = sums[run.entry + channel] * Math.exp(before - now);
                for (int at = begin; at < end; at += x.pixelStep()) {
                    sum += Math.exp(array[at] - now);
                }
                sums[run.entry + channel] = sum;
            }
        }
    }

    @Override
    public void foldProducts(Values x, double[] table, int entries) {}

    @Override
    public void foldLargest(Values x, float[] best, int[] positions, int entries) {}

    @Override
    public void foldExponentials(Values x, double[] largest, double[] sums, int entries) {}
}
