package smalti.stream;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import smalti.error.ParameterException;
import smalti.op.Reduction;

/// What can be made of features and segments, by the names that users give.
public enum Product {
    /// The mean.
    MEAN(Reduction.MEAN),
    /// The largest value, and with it `argmax`, the pixel that has it.
    MAX(Reduction.MAX),
    /// The smallest value, and with it `argmin`, the pixel that has it.
    MIN(Reduction.MIN),
    /// The sum.
    SUM(Reduction.SUM),
    /// The product.
    PRODUCT(Reduction.PRODUCT),
    /// The population variance.
    VARIANCE(Reduction.VARIANCE),
    /// The square root of the variance.
    STDDEV(Reduction.STDDEV),
    /// The logarithm of the sum of exponentials.
    LOGSUMEXP(Reduction.LOGSUMEXP),
    /// The softmax within each segment: a map like the features.
    SOFTMAX(null),
    /// The most frequent value of whole-numbered features, -1 where none is frequent enough.
    MODE(null),
    /// The number of pixels.
    COUNT(null);

    private final @Nullable Reduction reduction;

    Product(@Nullable Reduction reduction) {
        this.reduction = reduction;
    }

    /// The engine's reduction, if it is one.
    public Optional<Reduction> reduction() {
        return Optional.ofNullable(reduction);
    }

    /// The name of its array in files: `mean`.
    public String array() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The product of a name.
    ///
    /// @throws ParameterException with all names, if there is none
    public static Product of(String name) {
        return Arrays.stream(values())
                .filter(product -> product.array().equals(name.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() ->
                        new ParameterException(
                                "a reduction",
                                "one of "
                                        + Arrays.stream(values())
                                                .map(Product::array)
                                                .collect(Collectors.joining(", ")),
                                name));
    }
}
