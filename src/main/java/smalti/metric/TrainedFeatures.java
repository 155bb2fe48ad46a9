package smalti.metric;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import smalti.device.Device;
import smalti.filter.GuidePicture;
import smalti.nn.Parameters;
import smalti.nn.Scope;
import smalti.nn.WeightFile;
import smalti.op.Size;
import smalti.plan.Plan;
import smalti.tensor.Tensor;

/// The features that a trained network sees in photos.
public final class TrainedFeatures {
    private final MetricNetwork network;

    private TrainedFeatures(MetricNetwork network) {
        this.network = network;
    }

    /// Reads a network.
    ///
    /// @param width what its channels were multiplied by
    static TrainedFeatures read(double width, Path weights) throws IOException {
        var parameters = new Parameters();
        var network = new MetricNetwork(Scope.of(parameters, new SplittableRandom(0)), width);
        WeightFile.read(weights, parameters);
        return new TrainedFeatures(network);
    }

    /// The features of a photo, `F32 [1,h,w,D]` on the heap, `D` being [MetricNetwork#FEATURES].
    ///
    /// @param pixels `[1,H,W,3]` from 0 to 255
    /// @param side how many pixels the longer of `h` and `w` has at most: larger photos are made smaller
    public Tensor of(Device device, Tensor pixels, int side) {
        int height = pixels.shape().size(1);
        int width = pixels.shape().size(2);
        double scale = Math.min(1, (double) side / Math.max(height, width));
        Tensor seen = GuidePicture.of(pixels, new Size(height, width).scaled(scale));
        try (Plan plan = Plan.of(network, seen.shape(), device)) {
            return device.fetch(plan.run(seen));
        }
    }
}
