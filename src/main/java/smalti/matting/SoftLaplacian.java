package smalti.matting;

import smalti.algebra.BlockLanczos;
import smalti.algebra.GridStencil;
import smalti.algebra.SymmetricEigen;
import smalti.algebra.SymmetricOperator;
import smalti.device.Device;

/// What soft segments cost: a [MattingLaplacian] and affinities between superpixels, `L + Pᵀ·A·P`.
///
/// `P` takes means over superpixels, so that a segment which is the same everywhere in each superpixel costs what the affinities
/// of the superpixels say, and constants cost nothing. `A` has small rank, and that is how equations are solved: see
/// [ShiftedInverse].
final class SoftLaplacian {
    private static final double CLOSE = 1e-5;

    private final GridStencil matting;
    private final Regions regions;
    private final double[] affinities;

    /// @param affinities `A`, `[K,K]` in raster order
    SoftLaplacian(GridStencil matting, Regions regions, double[] affinities) {
        this.matting = matting;
        this.regions = regions;
        this.affinities = affinities;
    }

    GridStencil matting() {
        return matting;
    }

    Regions regions() {
        return regions;
    }

    int size() {
        return matting.size();
    }

    /// `A·z`.
    double[] affine(double[] values) {
        int count = regions.count();
        double[] product = new double[count];
        for (int k = 0; k < count; k++) {
            double value = values[k];
            for (int i = 0, at = k * count; i < count; i++, at++) {
                product[i] += affinities[at] * value;
            }
        }
        return product;
    }

    /// Multiplies a value a pixel.
    ///
    /// @param to overwritten
    void multiply(Device device, double[] from, double[] to) {
        matting.multiply(device, from, to);
        regions.spread(1, affine(regions.means(from)), to);
    }

    /// How far below 0 an eigenvalue can lie: affinities below 0 may make some. Those between superpixels alone lie as deep.
    double deepest(Device device) {
        int count = regions.count();
        double[] scaled = new double[count * count];
        double bound = 0;
        for (int k = 0; k < count; k++) {
            double reach = 0;
            for (int i = 0; i < count; i++) {
                double root = Math.sqrt((double) regions.area(k) * regions.area(i));
                scaled[k * count + i] = affinities[k * count + i] / root;
                reach += Math.abs(scaled[k * count + i]);
            }
            bound = Math.max(bound, reach);
        }
        if (bound == 0) {
            return 0;
        }
        var turned = new Turned(scaled, count, bound);
        SymmetricEigen eigen = BlockLanczos.largest(device, turned, 1, CLOSE, 0, _ -> {});
        return Math.max(0, eigen.values()[0] * (1 + CLOSE) - bound);
    }

    /// A small matrix, taken from a multiple of the unit matrix: its smallest eigenvalues are the largest now.
    private record Turned(double[] matrix, int size, double bound) implements SymmetricOperator {
        @Override
        public void apply(double[][] vectors) {
            for (int v = 0; v < vectors.length; v++) {
                double[] product = new double[size];
                for (int k = 0, at = 0; k < size; k++) {
                    double sum = bound * vectors[v][k];
                    for (int i = 0; i < size; i++, at++) {
                        sum -= matrix[at] * vectors[v][i];
                    }
                    product[k] = sum;
                }
                vectors[v] = product;
            }
        }
    }
}
