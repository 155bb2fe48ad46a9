package smalti.algebra;

/// A symmetric matrix by what it does with vectors.
public interface SymmetricOperator {
    /// Rows and columns.
    int size();

    /// Replaces vectors by their products.
    ///
    /// @param vectors each of [#size()] values
    void apply(double[][] vectors);
}
