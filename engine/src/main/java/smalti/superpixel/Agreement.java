package smalti.superpixel;

import java.util.List;
import smalti.error.ParameterException;

/// How well superpixels agree with one segmentation drawn by a human. Every figure lies in `[0,1]`.
///
/// @param boundaryRecall the share of the truth's contour pixels with a superpixel contour within 2 rows and columns
/// @param fineBoundaryRecall the same within `round(0.0025 · diagonal)` pixels, 1 at 481x321
/// @param boundaryPrecision contour pixels of the truth that were found, as a share of them and of the superpixels'
///     contour pixels that lie further than 2 from any of the truth
/// @param undersegmentationError the pixels by which superpixels leak over the truth, the smaller side of each cut
///     counted, as a share of all (Neubert and Protzel, "Superpixel Benchmark and Comparison", 2012)
/// @param achievableAccuracy ASA: the share of pixels that are right when every superpixel takes the truth's label that
///     covers most of it (Liu, Tuzel, Ramalingam, Chellappa, "Entropy Rate Superpixel Segmentation", CVPR 2011)
public record Agreement(
        double boundaryRecall,
        double fineBoundaryRecall,
        double boundaryPrecision,
        double undersegmentationError,
        double achievableAccuracy) {
    /// The mean of each figure over several humans.
    ///
    /// @throws ParameterException if there is none
    public static Agreement mean(List<Agreement> annotators) {
        if (annotators.isEmpty()) {
            throw new ParameterException("the number of annotators", "at least 1", 0);
        }
        double[] sums = new double[5];
        for (Agreement each : annotators) {
            sums[0] += each.boundaryRecall;
            sums[1] += each.fineBoundaryRecall;
            sums[2] += each.boundaryPrecision;
            sums[3] += each.undersegmentationError;
            sums[4] += each.achievableAccuracy;
        }
        int n = annotators.size();
        return new Agreement(sums[0] / n, sums[1] / n, sums[2] / n, sums[3] / n, sums[4] / n);
    }
}
