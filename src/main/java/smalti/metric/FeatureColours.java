package smalti.metric;

import smalti.algebra.PrincipalComponents;
import smalti.device.Device;
import smalti.error.ShapeException;
import smalti.filter.GuidePicture;
import smalti.filter.GuidedFilter;
import smalti.op.Corners;
import smalti.op.ResizeOp;
import smalti.op.Size;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// Features as colours: what belongs together has one colour, whatever its own colours are.
///
/// Features are kept from -5 to 5, smoothed along the photo, and taken apart into their three [PrincipalComponents], which are
/// brought to the photo's size, smoothed along it again, and each spread from 0 to 1: red, green and blue.
///
/// "Superpixel-Based Metric Learning for Soft Segmentation", CVIP 2019, after Aksoy et al., "Semantic Soft Segmentation", 2018.
///
/// Deviations: of the window of 10 it is taken that 10 is its radius. Features are smoothed in the size in which the network
/// saw the photo. Channels are smoothed sixteen at a time rather than three, of which none depends on others.
public final class FeatureColours {
    private static final float LARGEST = 5;
    private static final int COMPONENTS = 3;
    private static final int RADIUS = 10;
    private static final double EPSILON_OF_FEATURES = 1e-3;
    private static final double EPSILON_OF_COMPONENTS = 1e-2;

    private FeatureColours() {}

    /// The colours of a photo's features, `[1,H,W,3]` from 0 to 1.
    ///
    /// @param features `[1,h,w,D]`, `D` being at least 3; NaN counts as 0
    /// @param pixels the photo, `[1,H,W,3]` from 0 to 255
    /// @throws ShapeException if features are no such map
    public static Tensor of(Device device, Tensor features, Tensor pixels) {
        if (features.shape().rank() != 4 || features.shape().size(3) < COMPONENTS) {
            throw new ShapeException(
                    "features as colours", "at least 3 features, [1,h,w,D]", features.shape());
        }
        Tensor small = GuidePicture.of(pixels, size(features));
        Tensor smooth =
                GuidedFilter.by(small, RADIUS, EPSILON_OF_FEATURES)
                        .filter(device, clamped(features));
        Tensor components =
                PrincipalComponents.of(device, smooth, COMPONENTS).project(device, smooth);
        Size full = size(pixels);
        var back = new ResizeOp.Resize(full, smalti.op.Sampling.BILINEAR, Corners.HALF_PIXEL);
        Tensor large = device.fetch(device.run(back, components));
        Tensor sharp =
                GuidedFilter.by(GuidePicture.of(pixels, full), RADIUS, EPSILON_OF_COMPONENTS)
                        .filter(device, large);
        return spread(sharp);
    }

    private static Size size(Tensor map) {
        Shape shape = map.shape();
        return new Size(shape.size(1), shape.size(2));
    }

    private static Tensor clamped(Tensor features) {
        float[] values = new float[(int) features.elements()];
        for (int i = 0; i < values.length; i++) {
            float value = features.floats()[features.offset() + i];
            values[i] = Float.isNaN(value) ? 0 : Math.clamp(value, -LARGEST, LARGEST);
        }
        return Tensor.of(values, features.shape().sizes());
    }

    /// Each channel from 0 to 1; a channel that is the same everywhere is halfway.
    private static Tensor spread(Tensor map) {
        float[] values = map.floats();
        float[] levels = new float[values.length];
        for (int channel = 0; channel < COMPONENTS; channel++) {
            float least = Float.POSITIVE_INFINITY;
            float most = Float.NEGATIVE_INFINITY;
            for (int i = channel; i < values.length; i += COMPONENTS) {
                least = Math.min(least, values[i]);
                most = Math.max(most, values[i]);
            }
            float range = most - least;
            for (int i = channel; i < values.length; i += COMPONENTS) {
                levels[i] = range > 0 ? (values[i] - least) / range : 0.5f;
            }
        }
        return Tensor.of(levels, map.shape().sizes());
    }
}
