package smalti.bench.workload;

/// The product of two matrices, both stored by rows.
public record ProductWorkload(ProductInput input) implements NetworkWorkload {
    @Override
    public String name() {
        return "gemm-" + input.name();
    }

    @Override
    public long bytes() {
        return 4L
                * ((long) input.rows() * input.depth()
                        + (long) input.depth() * input.columns()
                        + (long) input.rows() * input.columns());
    }

    @Override
    public long operations() {
        return 2L * input.rows() * input.columns() * input.depth();
    }
}
