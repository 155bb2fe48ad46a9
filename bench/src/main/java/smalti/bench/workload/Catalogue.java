package smalti.bench.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import smalti.op.Layout;

/// Every workload there is, in the order of the tables.
public final class Catalogue {
    private static final List<PoolingInput> MAPS =
            List.of(
                    new PoolingInput(4, 512, 112, 112, 200),
                    new PoolingInput(1, 64, 1024, 1024, 2000));

    private Catalogue() {}

    public static List<Workload> pooling() {
        List<Workload> all = new ArrayList<>();
        for (PoolingInput input : MAPS) {
            for (PoolingTask task : PoolingTask.values()) {
                for (Layout layout : Layout.values()) {
                    all.add(new PoolingWorkload(task, layout, input));
                }
            }
        }
        all.add(new SegmentMapWorkload(MAPS.getLast()));
        return all;
    }

    public static List<Workload> superpixels() {
        return List.of(
                new SuperpixelWorkload(PictureInput.of(481, 321), 400),
                new SuperpixelWorkload(PictureInput.of(640, 480), 1000),
                new SuperpixelWorkload(PictureInput.of(1280, 720), 1000),
                new SuperpixelWorkload(PictureInput.of(1920, 1080), 2000));
    }

    /// @throws IllegalArgumentException if there is none of that name
    public static Workload named(String name) {
        return Stream.concat(pooling().stream(), superpixels().stream())
                .filter(workload -> workload.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no workload " + name));
    }
}
