package smalti.bench.workload;

/// Checking and indexing labels `[B,H,W]`: what is done once a picture.
public record SegmentMapWorkload(PoolingInput input) implements Workload {
    @Override
    public String name() {
        return "segment-map-" + input.width() + "x" + input.height();
    }

    @Override
    public long bytes() {
        return 4L * input.batch() * input.pixels();
    }

    @Override
    public Unit unit() {
        return Unit.MILLISECONDS_PER_MEGAPIXEL;
    }
}
