package smalti.matting;

import smalti.algebra.GridCholesky;
import smalti.algebra.LuFactors;
import smalti.algebra.SymmetricOperator;
import smalti.device.Device;

/// The inverse of a [SoftLaplacian] whose diagonal was made larger: its largest eigenvalues belong to the smallest of the
/// Laplacian.
///
/// With `M = L + shift·I` and `S = P·M⁻¹·Pᵀ` it is `M⁻¹·(x - Pᵀ·u)`, where `(I + A·S)·u = A·P·M⁻¹·x`: the matrix inversion lemma of
/// Woodbury. Twice an equation with the grid's own matrix, instead of one with a matrix in which all is connected with all.
final class ShiftedInverse implements SymmetricOperator {
    /// Columns of `S` that are computed in one go.
    private static final int TOGETHER = 16;

    private final Device device;
    private final SoftLaplacian laplacian;
    private final GridCholesky factor;
    private final LuFactors correction;

    /// @param shift such that the sum is positive definite
    ShiftedInverse(Device device, SoftLaplacian laplacian, double shift) {
        this.device = device;
        this.laplacian = laplacian;
        this.factor = GridCholesky.of(device, laplacian.matting(), shift);
        this.correction = LuFactors.of(correction());
    }

    private double[][] correction() {
        Regions regions = laplacian.regions();
        int count = regions.count();
        double[][] rows = new double[count][count];
        for (int first = 0; first < count; first += TOGETHER) {
            int some = Math.min(TOGETHER, count - first);
            double[][] columns = new double[some][laplacian.size()];
            for (int i = 0; i < some; i++) {
                double[] unit = new double[count];
                unit[first + i] = 1;
                regions.spread(1, unit, columns[i]);
            }
            factor.solve(device, columns);
            for (int i = 0; i < some; i++) {
                double[] column = laplacian.affine(regions.means(columns[i]));
                for (int k = 0; k < count; k++) {
                    rows[k][first + i] = column[k] + (k == first + i ? 1 : 0);
                }
            }
        }
        return rows;
    }

    @Override
    public int size() {
        return laplacian.size();
    }

    @Override
    public void apply(double[][] vectors) {
        double[][] first = new double[vectors.length][];
        for (int i = 0; i < vectors.length; i++) {
            first[i] = vectors[i].clone();
        }
        factor.solve(device, first);
        device.runParts(
                vectors.length,
                i -> {
                    Regions regions = laplacian.regions();
                    double[] right = laplacian.affine(regions.means(first[i]));
                    regions.spread(-1, correction.solve(right), vectors[i]);
                });
        factor.solve(device, vectors);
    }
}
