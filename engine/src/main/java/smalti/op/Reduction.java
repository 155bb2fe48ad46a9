package smalti.op;

/// What is made of the values of a segment. Of an empty segment every reduction is the stated default, 0 unless the
/// caller names another. NaN and infinities propagate whatever the order of the pixels.
public enum Reduction {
    /// The sum, accumulated wider than the storage type.
    SUM,
    /// The sum divided by the number of pixels, or by the sum of their weights.
    MEAN,
    /// The largest value and the first pixel in raster order that has it.
    MAX,
    /// The smallest value and the first pixel in raster order that has it.
    MIN,
    /// The product.
    PRODUCT,
    /// The population variance: the mean squared distance from the mean.
    VARIANCE,
    /// The square root of [#VARIANCE]; its gradient where the variance is 0 is 0.
    STDDEV,
    /// The logarithm of the sum of exponentials, computed without overflow.
    LOGSUMEXP;

    /// Whether it names the pixel that it took its value from.
    public boolean selects() {
        return this == MAX || this == MIN;
    }

    /// Whether pixels may carry weights.
    public boolean takesWeights() {
        return this == SUM || this == MEAN;
    }
}
