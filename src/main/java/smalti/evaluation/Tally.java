package smalti.evaluation;

import smalti.tensor.Tensor;

/// What was taken for what on pictures, everywhere and near [Outlines].
public final class Tally {
    private final ConfusionMatrix everywhere;
    private final ConfusionMatrix nearOutlines;

    public Tally(int classes) {
        this.everywhere = new ConfusionMatrix(classes);
        this.nearOutlines = new ConfusionMatrix(classes);
    }

    /// Counts the pixels of a picture, see [ConfusionMatrix#add].
    public void add(Tensor predicted, Tensor truth) {
        everywhere.add(predicted, truth);
        nearOutlines.add(predicted, Outlines.of(truth));
    }

    public ConfusionMatrix everywhere() {
        return everywhere;
    }

    public ConfusionMatrix nearOutlines() {
        return nearOutlines;
    }
}
