package smalti.bench.contest;

import smalti.bench.workload.ProductInput;

/// The terms of a matrix product.
final class ProductTerms extends Terms {
    private final ProductInput input;
    private final float[] left;
    private final float[] right;

    ProductTerms(ProductInput input) {
        this.input = input;
        this.left = input.left();
        this.right = input.right();
    }

    @Override
    void visit(int element) {
        int row = element / input.columns();
        int column = element % input.columns();
        for (int k = 0; k < input.depth(); k++) {
            add(left[row * input.depth() + k], right[k * input.columns() + column]);
        }
    }
}
