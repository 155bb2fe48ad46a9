package smalti.cpu.matrix;

/// Finishes elements of a product, of which every term has been added, while they are in the cache.
@FunctionalInterface
public interface Finisher {
    /// Leaves products as they are.
    Finisher NONE = (_, _, _, _, _, _) -> {};

    /// Finishes a part of the product.
    ///
    /// @param at where the part begins; its next row is `step` later
    /// @param column the part's first column in the whole product
    void finish(float[] out, int at, int step, int rows, int column, int columns);

    /// The same for a product whose first column is the `first` of this one.
    default Finisher from(int first) {
        return (out, at, step, rows, column, columns) ->
                finish(out, at, step, rows, first + column, columns);
    }
}
