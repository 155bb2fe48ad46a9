package smalti.matting;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import smalti.Segmenting;
import smalti.algebra.SymmetricEigen;
import smalti.device.Device;
import smalti.error.ParameterException;
import smalti.error.ShapeException;
import smalti.segment.SegmentMap;
import smalti.superpixel.Picture;
import smalti.superpixel.Slic;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// Parts a picture into layers with soft edges, of which each shows what belongs together.
///
/// 1. The cost of a layer is a [MattingLaplacian] with affinities between superpixels ([RegionAffinities]).
/// 2. Of its smallest eigenvectors sparse components are made ([SpectralComponents]), from groups of superpixels with alike
///    features.
/// 3. Components with alike features are joined to layers ([Merging]).
/// 4. Layers are made sparse pixel by pixel ([LayerRefinement]).
///
/// Aksoy, Oh, Paris, Pollefeys, Matusik, "Semantic Soft Segmentation", 2018; Levin, Rav-Acha, Lischinski, "Spectral Matting", 2008;
/// "Superpixel-Based Metric Learning for Soft Segmentation", CVIP 2019.
///
/// Deviations from the papers: affinities of superpixels hold between the means of their pixels, rather than between the pixels
/// at their centroids: it costs the same for whatever is the same everywhere in a superpixel, and has small rank. Groups are made
/// of superpixels rather than of pixels, and four times as many as layers, up to 20, rather than 40. The Laplacian is not divided by degrees, as in the
/// authors' published code; the paper's equation 6 does. Neighbours' features part at a distance of 0.2 as in the paper; the code
/// has 0.15.
///
/// @param layers how many are made, at most
/// @param superpixels how many the picture is divided into
/// @param seed of what is drawn
public record SoftSegmentation(int layers, int superpixels, long seed) {
    /// The most layers that can be asked for.
    public static final int MOST_LAYERS = 20;

    /// The most superpixels that can be asked for: a matrix holds what all have to do with all.
    public static final int MOST_SUPERPIXELS = 4000;

    private static final int MOST_GROUPS = 20;
    private static final int GROUPS_A_LAYER = 4;

    /// @throws ParameterException if there are too few or too many of something
    public SoftSegmentation {
        expect("layers", layers, 2, MOST_LAYERS);
        expect("superpixels", superpixels, 2, MOST_SUPERPIXELS);
    }

    private static void expect(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new ParameterException(name, "from %d to %d".formatted(least, most), value);
        }
    }

    /// Is told how far a segmentation has come.
    public interface Listener {
        /// @param percent done, of all
        /// @param what is being done
        void at(int percent, String what);
    }

    /// The layers of a picture, `F32 [1,H,W,layers]`, the largest first: from 0 to 1, and in each pixel with a sum of 1.
    ///
    /// @param device whose threads compute
    /// @param picture `[1,H,W,3]` from 0 to 1, at least 3x3
    /// @param features `[1,H,W,D]`, such that what belongs together differs by less than 0.2
    /// @throws ShapeException if the two do not fit each other
    public Tensor of(Device device, Tensor picture, Tensor features, Listener listener) {
        Shape shape = picture.shape();
        if (features.shape().rank() != 4
                || features.shape().size(1) != shape.size(1)
                || features.shape().size(2) != shape.size(2)) {
            throw new ShapeException(
                    "soft segmentation",
                    "features [1,%d,%d,D]".formatted(shape.size(1), shape.size(2)),
                    features.shape());
        }
        listener.at(0, "affinities");
        SegmentMap map =
                Segmenting.by(Slic.segments(Math.min(superpixels, shape.size(1) * shape.size(2))))
                        .on(device)
                        .apply(Picture.of(picture));
        Regions regions = Regions.of(map);
        double[][] means = means(regions, features);
        double[] affinities = RegionAffinities.laplacian(map, means(regions, picture), means);
        var laplacian =
                new SoftLaplacian(MattingLaplacian.of(device, picture), regions, affinities);
        SymmetricEigen eigen =
                SmallestEigenvectors.of(
                        device,
                        laplacian,
                        seed,
                        percent -> listener.at(5 + percent / 2, "eigenvectors"));
        listener.at(55, "components");
        double[] areas = new double[regions.count()];
        Arrays.setAll(areas, regions::area);
        int[] groups = KMeans.groups(means, areas, groups(areas.length), seed);
        int[] first = new int[regions.pixels()];
        Arrays.setAll(first, i -> groups[regions.of(i)]);
        double[][] components =
                new SpectralComponents(device, eigen)
                        .from(
                                first,
                                Arrays.stream(groups).max().orElse(0) + 1,
                                (done, all) -> listener.at(55 + 25 * done / all, "components"));
        double[][] joined = joined(components, features);
        double[][] alphas =
                new LayerRefinement(device, laplacian, Gradient.of(picture))
                        .of(joined, (done, all) -> listener.at(80 + 20 * done / all, "layers"));
        return interleaved(alphas, shape);
    }

    private int groups(int regions) {
        return Math.min(regions, Math.max(layers, Math.min(MOST_GROUPS, GROUPS_A_LAYER * layers)));
    }

    private static double[][] means(Regions regions, Tensor map) {
        int channels = map.shape().size(3);
        double[][] means = new double[regions.count()][channels];
        double[] values = new double[regions.pixels()];
        for (int c = 0; c < channels; c++) {
            for (int i = 0; i < values.length; i++) {
                values[i] = map.floats()[map.offset() + i * channels + c];
            }
            double[] own = regions.means(values);
            for (int k = 0; k < own.length; k++) {
                means[k][c] = own[k];
            }
        }
        return means;
    }

    /// Components with alike features, added up.
    private double[][] joined(double[][] components, Tensor features) {
        int channels = features.shape().size(3);
        double[] areas = new double[components.length];
        double[][] means = new double[components.length][channels];
        for (int k = 0; k < components.length; k++) {
            for (int i = 0; i < components[k].length; i++) {
                double share = Math.clamp(components[k][i], 0.0, 1.0);
                areas[k] += share;
                for (int c = 0; c < channels; c++) {
                    means[k][c] += share * features.floats()[features.offset() + i * channels + c];
                }
            }
            for (int c = 0; c < channels; c++) {
                means[k][c] /= Math.max(areas[k], Double.MIN_NORMAL);
            }
        }
        return Merging.of(areas, means, layers).stream()
                .map(members -> sum(components, members))
                .toArray(double[][]::new);
    }

    private static double[] sum(double[][] components, List<Integer> members) {
        double[] sum = new double[components[0].length];
        for (int member : members) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += components[member][i];
            }
        }
        return sum;
    }

    private static Tensor interleaved(double[][] alphas, Shape shape) {
        double[][] sorted = alphas.clone();
        Arrays.sort(sorted, Comparator.comparingDouble(layer -> -Arrays.stream(layer).sum()));
        int count = sorted.length;
        float[] values = new float[sorted[0].length * count];
        for (int k = 0; k < count; k++) {
            for (int i = 0; i < sorted[k].length; i++) {
                values[i * count + k] = (float) sorted[k][i];
            }
        }
        return Tensor.of(values, 1, shape.size(1), shape.size(2), count);
    }
}
