package smalti.bench.workload;

/// A convolution, or one of its relatives.
public record ConvolutionWorkload(ConvolutionTask task, ConvolutionInput input)
        implements NetworkWorkload {
    @Override
    public String name() {
        return task.word() + "-" + input.name();
    }

    @Override
    public long bytes() {
        long map = (long) input.batch() * input.height() * input.width() * input.channels();
        long outputs =
                (long) input.batch()
                        * input.outputs().height()
                        * input.outputs().width()
                        * input.filters();
        return 4 * (map + outputs);
    }

    @Override
    public long operations() {
        return 2 * input.terms();
    }
}
