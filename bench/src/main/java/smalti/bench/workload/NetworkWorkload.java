package smalti.bench.workload;

/// An operator of networks, or a whole network, whose cost is that of its multiply-adds.
public sealed interface NetworkWorkload extends Workload
        permits ConvolutionWorkload, ProductWorkload, ModelWorkload {
    /// The floating-point operations of the plain sums, two a term. Who needs fewer gets a better figure for it.
    long operations();

    @Override
    default Unit unit() {
        return Unit.GIGAFLOPS;
    }
}
