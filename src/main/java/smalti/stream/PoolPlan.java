package smalti.stream;

import java.util.List;
import java.util.OptionalInt;
import smalti.device.Device;
import smalti.error.ParameterException;
import smalti.op.Layout;

/// How to pool.
///
/// @param layout of the features
/// @param segments K, or empty for the largest label plus one
/// @param ignore a label that means "no segment" besides the negative ones, or empty
/// @param products what to make
/// @param empty the value of an empty segment
/// @param purity the share that the most frequent value must exceed
/// @param device what computes
public record PoolPlan(
        Layout layout,
        OptionalInt segments,
        OptionalInt ignore,
        List<Product> products,
        double empty,
        double purity,
        Device device) {
    public PoolPlan {
        products = List.copyOf(products);
        if (products.isEmpty()) {
            throw new ParameterException("the list of reductions", "at least one long", "empty");
        }
        if (segments.isPresent() && segments.getAsInt() < 1) {
            throw new ParameterException(
                    "the number of segments", "at least 1", segments.getAsInt());
        }
        if (!(purity >= 0 && purity < 1)) {
            throw new ParameterException("purity", "from 0 to below 1", purity);
        }
    }
}
