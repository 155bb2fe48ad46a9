package smalti.algebra;

import smalti.device.Device;

/// Products of long vectors with each other, and sums of them, by all threads of a device. Vectors are cut at places that do not
/// depend on the number of threads, and the sums of their parts added in order.
final class Basis {
    /// Values of a part: those of eight vectors fit the second cache.
    private static final int PART = 4096;

    private static final int TILE = 4;

    private final Device device;
    private final int size;

    Basis(Device device, int size) {
        this.device = device;
        this.size = size;
    }

    private int parts() {
        return Math.ceilDiv(size, PART);
    }

    /// The products of each of some vectors with each of others, `[lefts][rights]`.
    double[][] products(double[][] lefts, double[][] rights) {
        double[][][] sums = new double[parts()][][];
        device.runParts(
                parts(),
                part -> {
                    double[][] own = new double[lefts.length][rights.length];
                    int below = Math.min(size, (part + 1) * PART);
                    for (int i = 0; i < lefts.length; i++) {
                        for (int j = 0; j < rights.length; j += TILE) {
                            products(lefts[i], rights, j, own[i], part * PART, below);
                        }
                    }
                    sums[part] = own;
                });
        double[][] whole = new double[lefts.length][rights.length];
        for (double[][] part : sums) {
            for (int i = 0; i < lefts.length; i++) {
                for (int j = 0; j < rights.length; j++) {
                    whole[i][j] += part[i][j];
                }
            }
        }
        return whole;
    }

    private static void products(
            double[] left, double[][] rights, int first, double[] sums, int from, int below) {
        if (first + TILE > rights.length) {
            for (int j = first; j < rights.length; j++) {
                double sum = 0;
                for (int i = from; i < below; i++) {
                    sum += left[i] * rights[j][i];
                }
                sums[j] = sum;
            }
            return;
        }
        double[] p = rights[first];
        double[] q = rights[first + 1];
        double[] r = rights[first + 2];
        double[] s = rights[first + 3];
        // Four sums at a time: they do not wait for each other.
        double sumP = 0;
        double sumQ = 0;
        double sumR = 0;
        double sumS = 0;
        for (int i = from; i < below; i++) {
            double value = left[i];
            sumP += value * p[i];
            sumQ += value * q[i];
            sumR += value * r[i];
            sumS += value * s[i];
        }
        sums[first] = sumP;
        sums[first + 1] = sumQ;
        sums[first + 2] = sumR;
        sums[first + 3] = sumS;
    }

    /// Adds multiples of vectors to others: `to[j] += sum over i of factors[i][j]·from[i]`.
    void add(double[][] from, double[][] factors, double[][] to) {
        device.runParts(
                parts(),
                part -> {
                    int below = Math.min(size, (part + 1) * PART);
                    for (int j = 0; j < to.length; j++) {
                        for (int i = 0; i < from.length; i += TILE) {
                            add(from, factors, i, j, to[j], part * PART, below);
                        }
                    }
                });
    }

    private static void add(
            double[][] from,
            double[][] factors,
            int first,
            int column,
            double[] to,
            int at,
            int below) {
        if (first + TILE > from.length) {
            for (int i = first; i < from.length; i++) {
                double factor = factors[i][column];
                for (int x = at; x < below; x++) {
                    to[x] += factor * from[i][x];
                }
            }
            return;
        }
        double[] p = from[first];
        double[] q = from[first + 1];
        double[] r = from[first + 2];
        double[] s = from[first + 3];
        double a = factors[first][column];
        double b = factors[first + 1][column];
        double c = factors[first + 2][column];
        double d = factors[first + 3][column];
        for (int x = at; x < below; x++) {
            to[x] += a * p[x] + b * q[x] + c * r[x] + d * s[x];
        }
    }
}
