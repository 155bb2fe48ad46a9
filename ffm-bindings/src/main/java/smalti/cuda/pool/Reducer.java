package smalti.cuda.pool;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import smalti.cuda.driver.Geometry;
import smalti.cuda.driver.GpuDriver;
import smalti.cuda.launch.DeviceTensor;
import smalti.cuda.launch.Kernels;
import smalti.cuda.launch.Queue;
import smalti.cuda.launch.Scratch;
import smalti.op.Layout;
import smalti.op.Reduction;
import smalti.op.SegmentOp;
import smalti.tensor.DType;
import smalti.tensor.Shape;

/// Reduces maps over segments.
final class Reducer {
    private static final int WARPS = Queue.THREADS / 32;

    private static final int WIDE_BYTES = 16;

    private final Map<DType, Kernels> reduce = new EnumMap<>(DType.class);
    private final Kernels finish;

    Reducer(GpuDriver driver) {
        for (DType dtype : DType.values()) {
            reduce.put(dtype, new Kernels(driver, "segment_reduce_" + FeatureMap.word(dtype)));
        }
        this.finish = new Kernels(driver, "segment_finish");
    }

    void run(
            SegmentOp.Reduce op,
            SegmentPlan plan,
            List<DeviceTensor> inputs,
            List<DeviceTensor> outputs,
            Queue queue) {
        var x = new FeatureMap(inputs.getFirst(), op.layout());
        Set<Accumulation> wanted = EnumSet.noneOf(Accumulation.class);
        for (Reduction reduction : op.reductions()) {
            wanted.add(Accumulation.of(reduction, op.weighted()));
        }
        // Other types have few kernels, and their maps are rare.
        boolean floats =
                x.tensor().dtype().bytes() <= Float.BYTES && x.tensor().dtype().isFloating();
        Map<Accumulation, Scratch> columns = new EnumMap<>(Accumulation.class);
        long weights = op.weighted() ? inputs.get(1).address() : 0;
        try (Scratch weightSums =
                op.weighted() ? weightSums(plan, inputs.get(1), queue) : queue.allocate(0)) {
            for (Accumulation kind : floats ? Accumulation.covering(wanted) : wanted) {
                columns.put(kind, columns(kind, plan, x, weights, queue));
            }
            int output = 0;
            for (Reduction reduction : op.reductions()) {
                DeviceTensor table = outputs.get(output++);
                long positions = reduction.selects() ? outputs.get(output++).address() : 0;
                long from = column(Accumulation.of(reduction, op.weighted()), columns, plan, x);
                long divisor = op.weighted() ? weightSums.address() : 0;
                finish(reduction, from, divisor, plan, op.empty(), table, positions, queue);
            }
        } finally {
            columns.values().forEach(Scratch::close);
        }
    }

    /// Where the first number of a kind lies.
    private static long column(
            Accumulation kind, Map<Accumulation, Scratch> columns, SegmentPlan plan, FeatureMap x) {
        for (Map.Entry<Accumulation, Scratch> each : columns.entrySet()) {
            OptionalInt place = each.getKey().placeOf(kind);
            if (place.isPresent()) {
                long before = (long) place.getAsInt() * plan.pieceCount() * x.channels();
                return each.getValue().address() + before * Double.BYTES;
            }
        }
        throw new IllegalStateException("nothing computes " + kind);
    }

    /// The sums of the weights of each segment, in double precision.
    Scratch weightSums(SegmentPlan plan, DeviceTensor weights, Queue queue) {
        var map = new FeatureMap(weights.reshape(plan.batch(), plan.pixels(), 1, 1), Layout.NHWC);
        return table(Reduction.SUM, plan, map, queue);
    }

    /// What one reduction comes to in double precision.
    Scratch table(Reduction reduction, SegmentPlan plan, FeatureMap x, Queue queue) {
        Shape shape = Shape.of(plan.segments(), x.channels());
        Scratch table = queue.allocate(shape.elements() * Double.BYTES);
        try (Scratch columns = columns(Accumulation.of(reduction, false), plan, x, 0, queue)) {
            var out = new DeviceTensor(table.address(), DType.F64, shape);
            finish(reduction, columns.address(), 0, plan, 0, out, 0, queue);
        }
        return table;
    }

    /// The sums of the products of two maps' elements in double precision.
    Scratch dots(SegmentPlan plan, FeatureMap x, DeviceTensor other, Queue queue) {
        Shape shape = Shape.of(plan.segments(), x.channels());
        Scratch table = queue.allocate(shape.elements() * Double.BYTES);
        try (Scratch columns = columns(Accumulation.DOTS, plan, x, other.address(), queue)) {
            var out = new DeviceTensor(table.address(), DType.F64, shape);
            finish(Reduction.SUM, columns.address(), 0, plan, 0, out, 0, queue);
        }
        return table;
    }

    /// What the softmax within segments needs of each: the largest values into `largest`, and what an exponential of 0 has
    /// of the sum into `share`, in double precision.
    void softmaxTables(
            SegmentPlan plan, FeatureMap x, Scratch largest, Scratch share, Queue queue) {
        if (plan.segments() == 0 || x.channels() == 0) {
            return;
        }
        try (Scratch columns = columns(Accumulation.EXPONENTIALS, plan, x, 0, queue)) {
            queue.launch(
                    finish.get("segment_finish_softmax"),
                    queue.over((long) plan.segments() * x.channels()),
                    columns.address(),
                    plan.starts(),
                    largest.address(),
                    share.address(),
                    plan.segments(),
                    x.channels(),
                    plan.pieceCount(),
                    SegmentPlan.PIECE_PIXELS);
        }
    }

    /// What every piece comes to.
    ///
    /// @param companion the address of what values come with: weights or another map; 0 if nothing
    private Scratch columns(
            Accumulation kind, SegmentPlan plan, FeatureMap x, long companion, Queue queue) {
        int channels = x.channels();
        long numbers = (long) kind.numbers() * plan.pieceCount() * channels;
        Scratch columns = queue.allocate(numbers * Double.BYTES);
        if (numbers == 0) {
            return columns;
        }
        Kernels kernels = reduce.get(x.tensor().dtype());
        if (kernels == null) {
            throw new IllegalStateException("no kernels for " + x.tensor().dtype());
        }
        if (x.planes() && channels > 1) {
            int groups = Math.ceilDiv(channels, kind.planesTogether());
            queue.launch(
                    kernels.get("segment_" + kind.word() + "_planes_" + x.word()),
                    Geometry.of(
                            Math.ceilDiv(plan.pieceCount(), WARPS),
                            Math.min(groups, Geometry.MOST_BLOCKS_Y),
                            Queue.THREADS),
                    x.tensor(),
                    companion,
                    plan.order(),
                    plan.starts(),
                    plan.pieces(),
                    columns.address(),
                    channels,
                    plan.pieceCount(),
                    SegmentPlan.PIECE_PIXELS,
                    plan.pixels(),
                    plan.segmentsAnImage());
            return columns;
        }
        int together = kind.channelsOf(x.wideElements());
        boolean wide = together > 1 && x.hasWideRows() && companion % WIDE_BYTES == 0;
        Workers workers = Workers.of(wide ? channels / together : channels);
        queue.launch(
                kernels.get(
                        "segment_" + kind.word() + (wide ? "_rows_wide_" : "_rows_") + x.word()),
                workers.geometry(Math.ceilDiv(plan.pieceCount(), workers.perBlock())),
                x.tensor(),
                companion,
                plan.order(),
                plan.starts(),
                plan.pieces(),
                columns.address(),
                channels,
                plan.pieceCount(),
                SegmentPlan.PIECE_PIXELS,
                workers.lanesLog());
        return columns;
    }

    private void finish(
            Reduction reduction,
            long columns,
            long weightSums,
            SegmentPlan plan,
            double empty,
            DeviceTensor table,
            long positions,
            Queue queue) {
        if (table.elements() == 0) {
            return;
        }
        queue.launch(
                finish.get("segment_finish_" + FeatureMap.word(table.dtype())),
                queue.over(table.elements()),
                reduction.ordinal(),
                columns,
                weightSums,
                plan.starts(),
                empty,
                table,
                positions,
                plan.segments(),
                table.columns(),
                plan.pieceCount(),
                SegmentPlan.PIECE_PIXELS,
                plan.pixels(),
                plan.segmentsAnImage());
    }
}
