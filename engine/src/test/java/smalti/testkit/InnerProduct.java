package smalti.testkit;

import smalti.tensor.Tensor;

/// `<a, b>`, with the sum of the magnitudes of its terms as the measure of what rounding may cost.
public record InnerProduct(double value, double magnitude) {
    private static final double TOLERANCE = 4e-6;

    /// The product of two heap tensors of as many elements.
    public static InnerProduct of(Tensor a, Tensor b) {
        double value = 0;
        double magnitude = 0;
        for (int i = 0; i < a.elements(); i++) {
            double term = a.get(i) * b.get(i);
            value += term;
            magnitude += Math.abs(term);
        }
        return new InnerProduct(value, magnitude);
    }

    /// Checks that two products agree but for rounding of `float`.
    public void checkEquals(InnerProduct other) {
        double allowed = TOLERANCE * Math.max(magnitude, other.magnitude);
        if (!(Math.abs(value - other.value) <= allowed)) {
            throw new AssertionError(
                    "%s and %s differ by more than %s".formatted(value, other.value, allowed));
        }
    }
}
