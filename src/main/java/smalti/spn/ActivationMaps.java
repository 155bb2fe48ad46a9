package smalti.spn;

import java.util.Arrays;
import java.util.Set;
import smalti.error.ShapeException;
import smalti.tensor.Tensor;

/// How much each pixel of a picture speaks for each class: the largest value over the scales that the picture was seen in.
///
/// Not safe for use by several threads.
public final class ActivationMaps {
    private final int height;
    private final int width;
    private final int classes;
    private final float[] values;

    /// Maps of a picture that has not been seen yet.
    public ActivationMaps(int height, int width, int classes) {
        this.height = height;
        this.width = width;
        this.classes = classes;
        this.values = new float[height * width * classes];
        Arrays.fill(values, Float.NEGATIVE_INFINITY);
    }

    /// Adds what was seen at a scale.
    ///
    /// @param activations `F32 [H,W,classes]`
    public void add(Tensor activations) {
        if (activations.shape().elements() != values.length) {
            throw new ShapeException(
                    "activation maps",
                    "[" + height + "," + width + "," + classes + "]",
                    activations.shape());
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.max(values[i], activations.floats()[activations.offset() + i]);
        }
    }

    /// The maps, `F32 [H,W,classes]`; minus infinity where nothing was seen.
    public Tensor tensor() {
        return Tensor.of(values.clone(), height, width, classes);
    }

    /// The mask of a picture: of the classes that it shows the one whose map comes closest to its own maximum, among those
    /// whose map is there at least a share of it; the background where none is. Maps are compared by their shares since some
    /// classes speak louder than others: a face would else be part of the body that is always near.
    ///
    /// @param shown the classes that the picture shows
    /// @param share 0.5 in the paper
    /// @return `I32 [H,W]`: 0 for the background, else the number of the class plus one
    public Tensor mask(Set<Integer> shown, double share) {
        double[] most = new double[classes];
        for (int each : shown) {
            for (int i = each; i < values.length; i += classes) {
                most[each] = Math.max(most[each], values[i]);
            }
        }
        int[] mask = new int[height * width];
        for (int pixel = 0; pixel < mask.length; pixel++) {
            double closest = 0;
            for (int each = 0; each < classes; each++) {
                double part = most[each] > 0 ? values[pixel * classes + each] / most[each] : 0;
                if (part >= share && part > closest) {
                    closest = part;
                    mask[pixel] = each + 1;
                }
            }
        }
        return Tensor.of(mask, height, width);
    }
}
