package smalti.bench.workload;

import java.util.Locale;
import smalti.op.Layout;

/// Pooling of one feature map, its segment map given.
public record PoolingWorkload(PoolingTask task, Layout layout, PoolingInput input)
        implements Workload {
    @Override
    public String name() {
        return task.word() + "-" + layout.name().toLowerCase(Locale.ROOT) + "-" + input.name();
    }

    @Override
    public long bytes() {
        return 4L * input.elements();
    }

    @Override
    public Unit unit() {
        return Unit.GIGABYTES_PER_SECOND;
    }
}
