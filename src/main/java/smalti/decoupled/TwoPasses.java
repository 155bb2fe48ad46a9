package smalti.decoupled;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import smalti.tensor.Tensor;

/// What of a picture belongs to the background, and what to each of its classes: the background from one look for all of the
/// classes at once, each class from a look for it alone.
final class TwoPasses {
    private TwoPasses() {}

    /// Shares of each pixel, which add up to 1.
    ///
    /// @param classes that are there, at least one
    /// @param foreground how likely pixels belong to any of some classes, from 0 to 1, `F32 [H,W]`
    /// @return `F32 [H,W,1+classes]`, the background first
    static Tensor shares(List<Integer> classes, Function<Set<Integer>, Tensor> foreground) {
        List<Tensor> looks = new ArrayList<>();
        Tensor any = foreground.apply(new TreeSet<>(classes));
        for (int each : classes) {
            looks.add(classes.size() == 1 ? any : foreground.apply(Set.of(each)));
        }
        int maps = 1 + classes.size();
        int pixels = (int) any.elements();
        float[] shares = new float[pixels * maps];
        for (int pixel = 0; pixel < pixels; pixel++) {
            int at = pixel * maps;
            shares[at] = 1 - any.floats()[any.offset() + pixel];
            double sum = shares[at];
            for (int each = 1; each < maps; each++) {
                Tensor look = looks.get(each - 1);
                shares[at + each] = look.floats()[look.offset() + pixel];
                sum += shares[at + each];
            }
            if (sum == 0) {
                shares[at] = 1;
                sum = 1;
            }
            for (int each = 0; each < maps; each++) {
                shares[at + each] = (float) (shares[at + each] / sum);
            }
        }
        return Tensor.of(shares, any.shape().size(0), any.shape().size(1), maps);
    }
}
