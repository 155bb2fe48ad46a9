package smalti.cpu.pool;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import smalti.cpu.kernel.ReduceKernels;
import smalti.cpu.kernel.Values;
import smalti.cpu.work.Workers;
import smalti.op.Reduction;
import smalti.op.SegmentOp;
import smalti.segment.SegmentMap;
import smalti.tensor.Tensor;

/// Reduces maps of floats: cuts the map into parts, feeds each part's pixels to the accumulations that the reductions
/// need, and writes the tables.
final class FloatReducer {
    /// Planes that share the positions and masks of a part.
    private static final int PLANES = 8;

    /// The entries of a part's table: bounds the working memory where segments are as many as pixels.
    private static final int MOST_ENTRIES = 1 << 20;

    private final Workers workers;
    private final ReduceKernels kernels;
    private final ScratchPool scratches;

    FloatReducer(Workers workers, ReduceKernels kernels, ScratchPool scratches) {
        this.workers = workers;
        this.kernels = kernels;
        this.scratches = scratches;
    }

    /// The parts that `x` is reduced in.
    static List<Part> parts(SegmentMap map, MapView x, Workers workers) {
        int atLeast = workers.threads() == 1 ? 1 : 2 * workers.threads();
        return x.interleaved()
                ? Part.cut(map, x.channels(), x.channels(), atLeast, MOST_ENTRIES)
                : Part.cut(map, x.channels(), PLANES, atLeast, MOST_ENTRIES / PLANES);
    }

    void reduce(SegmentOp.Reduce op, List<Tensor> inputs, List<Tensor> outputs) {
        MapView x = MapView.of(inputs.getFirst(), op.segments(), op.layout());
        List<Part> parts = parts(op.segments(), x, workers);
        if (!op.weighted()) {
            workers.run(
                    parts.size(),
                    part ->
                            scratches.with(scratch ->
                                    new Unweighted(op, x, outputs, scratch)
                                            .reduce(parts.get(part))));
            return;
        }
        scratches.with(shared -> {
            Tensor weights = inputs.get(1);
            double[] sums = WeightSums.of(op.segments(), weights, shared);
            workers.run(
                    parts.size(),
                    part ->
                            scratches.with(scratch ->
                                    reduceWeighted(
                                            op,
                                            x,
                                            weights,
                                            sums,
                                            outputs,
                                            parts.get(part),
                                            scratch)));
        });
    }

    private void reduceWeighted(
            SegmentOp.Reduce op,
            MapView x,
            Tensor weights,
            double[] weightSums,
            List<Tensor> outputs,
            Part part,
            Scratch scratch) {
        SegmentMap map = op.segments();
        Values values = x.values(part.image(), part.fromChannel(), part.toChannel());
        var sums =
                new Accumulation.WeightedSums(
                        kernels,
                        values,
                        weights.floats(),
                        weights.offset() + part.image() * map.height() * map.width(),
                        scratch.doubles(part.entries(), 0));
        ReadAhead.of(map, part, values).feed(sums::add);
        TableWriter writer = new TableWriter(map, part, x.channels(), op.empty());
        int channels = part.channels();
        for (int i = 0; i < outputs.size(); i++) {
            if (op.reductions().get(i) == Reduction.SUM) {
                writer.write(outputs.get(i), Rows.plain(sums.table(), channels));
            } else {
                writer.write(
                        outputs.get(i),
                        Rows.quotient(sums.table(), weightSums, op.empty(), channels));
            }
        }
    }

    /// The reductions of one part.
    private final class Unweighted {
        private final SegmentOp.Reduce op;
        private final MapView x;
        private final List<Tensor> outputs;
        private final Scratch scratch;
        private final Map<Reduction, Accumulation> accumulations = new EnumMap<>(Reduction.class);

        Unweighted(SegmentOp.Reduce op, MapView x, List<Tensor> outputs, Scratch scratch) {
            this.op = op;
            this.x = x;
            this.outputs = outputs;
            this.scratch = scratch;
        }

        void reduce(Part part) {
            Values values = x.values(part.image(), part.fromChannel(), part.toChannel());
            for (Reduction reduction : op.reductions()) {
                accumulations.computeIfAbsent(
                        source(reduction), source -> accumulation(source, values, part.entries()));
            }
            boolean inOrder = accumulations.values().stream().allMatch(Accumulation::inOrder);
            ReadAhead shares =
                    inOrder
                            ? ReadAhead.without(op.segments(), part, values)
                            : ReadAhead.of(op.segments(), part, values);
            shares.feed(share -> accumulations.values().forEach(each -> each.add(share)));
            accumulations.values().forEach(Accumulation::finish);
            write(part);
        }

        private void write(Part part) {
            TableWriter writer = new TableWriter(op.segments(), part, x.channels(), op.empty());
            int output = 0;
            for (Reduction reduction : op.reductions()) {
                Accumulation from = Objects.requireNonNull(accumulations.get(source(reduction)));
                writer.write(outputs.get(output++), rows(reduction, from, part.channels()));
                if (from instanceof Accumulation.Selection selection) {
                    writer.writePositions(outputs.get(output++), selection.positions());
                }
            }
        }

        /// The reduction whose accumulation serves this one too.
        private static Reduction source(Reduction reduction) {
            return switch (reduction) {
                case MEAN -> Reduction.SUM;
                case STDDEV -> Reduction.VARIANCE;
                case SUM, MAX, MIN, PRODUCT, VARIANCE, LOGSUMEXP -> reduction;
            };
        }

        private Accumulation accumulation(Reduction source, Values values, int entries) {
            return switch (source) {
                case SUM, MEAN -> Accumulation.Sums.of(kernels, values, entries, scratch);
                case MAX -> Accumulation.Selection.of(kernels, values, 1, entries, scratch);
                case MIN -> Accumulation.Selection.of(kernels, values, -1, entries, scratch);
                case PRODUCT -> Accumulation.Products.of(kernels, values, entries, scratch);
                case VARIANCE, STDDEV -> Accumulation.Moments.of(kernels, values, entries, scratch);
                case LOGSUMEXP -> Accumulation.Exponentials.of(kernels, values, entries, scratch);
            };
        }

        private static TableWriter.Row rows(Reduction reduction, Accumulation from, int channels) {
            return switch (from) {
                case Accumulation.Sums sums ->
                        reduction == Reduction.SUM
                                ? Rows.plain(sums.table(), channels)
                                : Rows.mean(sums.table(), channels);
                case Accumulation.WeightedSums sums -> Rows.plain(sums.table(), channels);
                case Accumulation.ProductSums sums -> Rows.plain(sums.table(), channels);
                case Accumulation.Products products -> Rows.plain(products.table(), channels);
                case Accumulation.Selection selection -> Rows.selected(selection, channels);
                case Accumulation.Moments moments ->
                        reduction == Reduction.VARIANCE
                                ? Rows.variance(moments, channels)
                                : Rows.deviation(moments, channels);
                case Accumulation.Exponentials sums -> Rows.logarithm(sums, channels);
            };
        }
    }
}
