package smalti.evaluation;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import smalti.error.ShapeException;
import smalti.tensor.Tensor;

/// How many pixels of each true class were predicted to be of each class. Pixels whose true class is ignored count
/// nowhere.
public final class ConfusionMatrix {
    private final int classes;
    private final long[] counts;

    public ConfusionMatrix(int classes) {
        this.classes = classes;
        this.counts = new long[classes * classes];
    }

    /// Counts the pixels of a picture.
    ///
    /// @param predicted `I32 [H,W]`, from 0 to below the number of classes
    /// @param truth of the same shape; what is not from 0 to below the number of classes is ignored
    public void add(Tensor predicted, Tensor truth) {
        if (!predicted.shape().equals(truth.shape())) {
            throw new ShapeException("a confusion matrix", truth.shape(), predicted.shape());
        }
        int[] guesses = predicted.ints();
        int[] facts = truth.ints();
        for (int i = 0; i < truth.elements(); i++) {
            int fact = facts[truth.offset() + i];
            if (fact >= 0 && fact < classes) {
                counts[fact * classes + guesses[predicted.offset() + i]]++;
            }
        }
    }

    public int classes() {
        return classes;
    }

    /// The pixels of a true class that were predicted to be of another.
    public long count(int truth, int predicted) {
        return counts[truth * classes + predicted];
    }

    /// The pixels of a true class.
    public long truths(int index) {
        return IntStream.range(0, classes).mapToLong(other -> count(index, other)).sum();
    }

    /// The classes that occur in the truth.
    public List<Integer> present() {
        return IntStream.range(0, classes).filter(each -> truths(each) > 0).boxed().toList();
    }

    private long guesses(int index) {
        return IntStream.range(0, classes).mapToLong(other -> count(other, index)).sum();
    }

    /// The intersection of predicted and true pixels of a class over their union; none if there are neither.
    public OptionalDouble intersectionOverUnion(int index) {
        long union = truths(index) + guesses(index) - count(index, index);
        return union == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) count(index, index) / union);
    }

    /// The mean intersection over union of the classes that occur in the truth.
    public double meanIntersectionOverUnion() {
        return present().stream()
                .mapToDouble(each -> intersectionOverUnion(each).orElseThrow())
                .average()
                .orElse(0);
    }

    /// The share of pixels whose class was predicted.
    public double pixelAccuracy() {
        long right = IntStream.range(0, classes).mapToLong(each -> count(each, each)).sum();
        long all = IntStream.range(0, classes).mapToLong(this::truths).sum();
        return all == 0 ? 0 : (double) right / all;
    }
}
