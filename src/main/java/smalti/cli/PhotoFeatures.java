package smalti.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import smalti.device.Device;
import smalti.error.FormatException;
import smalti.file.NpyReader;
import smalti.matting.ColourFeatures;
import smalti.metric.FeatureColours;
import smalti.metric.TrainedFeatures;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// Where the features come from that tell what belongs together in a photo.
interface PhotoFeatures {
    /// Values over which most of a photo's differences lie, as many rows and columns as the photo.
    ///
    /// @param pixels the photo, `[1,H,W,3]` from 0 to 255
    /// @param picture the same from 0 to 1
    /// @return `[1,H,W,D]`
    Tensor of(Device device, Tensor pixels, Tensor picture);

    /// Those of a trained network or of a file, or, without either, of colour and place.
    static PhotoFeatures of(@Nullable Path model, @Nullable Path file) throws IOException {
        if (model != null) {
            TrainedFeatures network = MetricRun.features(model);
            return (device, pixels, _) -> {
                int side = Math.max(pixels.shape().size(1), pixels.shape().size(2));
                return FeatureColours.of(device, network.of(device, pixels, side), pixels);
            };
        }
        if (file != null) {
            Tensor features = read(file);
            return (device, pixels, _) -> FeatureColours.of(device, features, pixels);
        }
        return (device, _, picture) -> ColourFeatures.of(device, picture);
    }

    private static Tensor read(Path file) throws IOException {
        Tensor features = NpyReader.read(file);
        Shape shape = features.shape();
        int rank = shape.rank();
        boolean one = rank == 3 || (rank == 4 && shape.size(0) == 1);
        if (!features.dtype().isFloating()
                || !one
                || shape.elements() == 0
                || shape.size(rank - 1) < 3) {
            throw new FormatException(
                    file.toString(),
                    -1,
                    "%s %s; features are real numbers [h,w,D], D at least 3"
                            .formatted(features.dtype(), shape));
        }
        return features.to(DType.F32)
                .reshape(1, shape.size(rank - 3), shape.size(rank - 2), shape.size(rank - 1));
    }
}
