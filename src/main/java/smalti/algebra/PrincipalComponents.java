package smalti.algebra;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import smalti.device.Device;
import smalti.error.ParameterException;
import smalti.error.ShapeException;
import smalti.tensor.Tensor;

/// The directions in which rows of numbers differ most. They stand at right angles to each other and have length 1; of a
/// direction and its opposite the one is taken whose entry of the largest magnitude, the first of equal ones, is positive.
public final class PrincipalComponents {
    /// Rows are summed in parts of this number, whose sums are added in their order: results do not depend on threads.
    private static final int PARTS = 16;

    private final double[] mean;
    private final double[][] axes;
    private final double[] variances;

    private PrincipalComponents(double[] mean, double[][] axes, double[] variances) {
        this.mean = mean;
        this.axes = axes;
        this.variances = variances;
    }

    /// The first directions of some rows.
    ///
    /// @param device whose threads compute
    /// @param rows `[...,D]` of finite numbers, at least one row
    /// @param count how many, up to `D`
    public static PrincipalComponents of(Device device, Tensor rows, int count) {
        int columns = rows.shape().size(rows.shape().rank() - 1);
        if (rows.elements() == 0) {
            throw new ParameterException("rows with principal components", "at least 1", 0);
        }
        if (count < 1 || count > columns) {
            throw new ParameterException("principal components", "from 1 to " + columns, count);
        }
        int all = (int) (rows.elements() / columns);
        double[] mean = mean(device, rows, all, columns);
        double[] covariance = covariance(device, rows, all, mean);
        var eigen = SymmetricEigen.of(covariance, columns);
        int[] order =
                IntStream.range(0, columns)
                        .boxed()
                        .sorted(Comparator.comparingDouble((Integer i) -> -eigen.values()[i]))
                        .limit(count)
                        .mapToInt(Integer::intValue)
                        .toArray();
        double[][] axes =
                Arrays.stream(order)
                        .mapToObj(i -> positive(eigen.vectors()[i]))
                        .toArray(double[][]::new);
        double[] variances =
                Arrays.stream(order).mapToDouble(i -> Math.max(0, eigen.values()[i])).toArray();
        return new PrincipalComponents(mean, axes, variances);
    }

    /// Adds rows up to sums.
    private interface Adder {
        void add(double[] sums, int from, int below);
    }

    private static double[] summed(Device device, int rows, int length, Adder adder) {
        double[][] parts = new double[PARTS][length];
        device.runParts(
                PARTS, part -> adder.add(parts[part], first(part, rows), first(part + 1, rows)));
        double[] sums = new double[length];
        for (double[] part : parts) {
            for (int i = 0; i < length; i++) {
                sums[i] += part[i];
            }
        }
        return sums;
    }

    private static int first(int part, int rows) {
        return (int) ((long) rows * part / PARTS);
    }

    private static double[] mean(Device device, Tensor rows, int all, int columns) {
        float[] values = rows.floats();
        double[] sums =
                summed(
                        device,
                        all,
                        columns,
                        (part, from, below) -> {
                            for (int row = from; row < below; row++) {
                                int at = rows.offset() + row * columns;
                                for (int i = 0; i < columns; i++) {
                                    part[i] += values[at + i];
                                }
                            }
                        });
        return Arrays.stream(sums).map(sum -> sum / all).toArray();
    }

    /// `[D,D]` in raster order, symmetric.
    private static double[] covariance(Device device, Tensor rows, int all, double[] mean) {
        float[] values = rows.floats();
        int columns = mean.length;
        double[] sums =
                summed(
                        device,
                        all,
                        columns * columns,
                        (part, from, below) -> {
                            double[] centred = new double[columns];
                            for (int row = from; row < below; row++) {
                                int at = rows.offset() + row * columns;
                                for (int i = 0; i < columns; i++) {
                                    centred[i] = values[at + i] - mean[i];
                                }
                                addSquare(part, centred);
                            }
                        });
        for (int i = 0; i < columns; i++) {
            for (int j = i; j < columns; j++) {
                sums[i * columns + j] /= all;
                sums[j * columns + i] = sums[i * columns + j];
            }
        }
        return sums;
    }

    private static void addSquare(double[] sums, double[] row) {
        for (int i = 0; i < row.length; i++) {
            double value = row[i];
            int to = i * row.length;
            for (int j = i; j < row.length; j++) {
                sums[to + j] += value * row[j];
            }
        }
    }

    private static double[] positive(double[] axis) {
        double most = 0;
        for (double each : axis) {
            if (Math.abs(each) > Math.abs(most)) {
                most = each;
            }
        }
        double sign = most < 0 ? -1 : 1;
        return Arrays.stream(axis).map(each -> sign * each).toArray();
    }

    /// The directions, each of length 1.
    double[][] axes() {
        return axes;
    }

    /// The variance of rows along each direction, the largest first.
    double[] variances() {
        return variances;
    }

    /// How far rows lie from the mean along each direction, `[...,count]`.
    ///
    /// @param device whose threads compute
    /// @param rows `[...,D]`
    /// @throws ShapeException if rows have another length
    public Tensor project(Device device, Tensor rows) {
        int[] sizes = rows.shape().sizes();
        int columns = mean.length;
        if (sizes.length == 0 || sizes[sizes.length - 1] != columns) {
            throw new ShapeException(
                    "principal components", "rows [...," + columns + "]", rows.shape());
        }
        int all = (int) (rows.elements() / columns);
        float[] projected = new float[all * axes.length];
        device.runParts(
                PARTS,
                part -> {
                    int below = first(part + 1, all);
                    for (int row = first(part, all); row < below; row++) {
                        int at = rows.offset() + row * columns;
                        project(rows.floats(), at, projected, row * axes.length);
                    }
                });
        sizes[sizes.length - 1] = axes.length;
        return Tensor.of(projected, sizes);
    }

    private void project(float[] values, int at, float[] projected, int to) {
        for (int axis = 0; axis < axes.length; axis++) {
            double sum = 0;
            for (int i = 0; i < mean.length; i++) {
                sum += (values[at + i] - mean[i]) * axes[axis][i];
            }
            projected[to + axis] = (float) sum;
        }
    }
}
