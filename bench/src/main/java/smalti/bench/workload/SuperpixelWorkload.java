package smalti.bench.workload;

/// Superpixels of one picture: RGB in, labels out, conversion of colours and connectivity included.
///
/// @param segments how many are asked for, of everybody alike
public record SuperpixelWorkload(PictureInput input, int segments) implements Workload {
    @Override
    public String name() {
        return "slic-" + input.width() + "x" + input.height() + "-k" + segments;
    }

    @Override
    public long bytes() {
        return 3L * input.width() * input.height();
    }

    @Override
    public Unit unit() {
        return Unit.MILLISECONDS;
    }
}
