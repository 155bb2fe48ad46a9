package smalti.bench.contest;

import java.util.Map;
import java.util.Optional;
import smalti.bench.workload.ConvolutionWorkload;
import smalti.bench.workload.InferenceWorkload;
import smalti.bench.workload.NetworkWorkload;
import smalti.bench.workload.PictureInput;
import smalti.bench.workload.PoolingInput;
import smalti.bench.workload.PoolingTask;
import smalti.bench.workload.PoolingWorkload;
import smalti.bench.workload.ProductWorkload;
import smalti.bench.workload.SegmentMapWorkload;
import smalti.bench.workload.SuperpixelWorkload;
import smalti.bench.workload.Supplies;
import smalti.bench.workload.TrainingWorkload;
import smalti.bench.workload.Workload;
import smalti.segment.SegmentMap;
import smalti.superpixel.SuperpixelMetrics;
import smalti.tensor.Tensor;

/// Compares what a contestant handed in with what is right; a wrong result is not timed. Not safe for use by several
/// threads.
public final class Referee {
    private final Supplies supplies;
    private final ModelReference models = new ModelReference();
    private Optional<Known> known = Optional.empty();

    private record Known(PoolingInput input, int stride, PoolingReference reference) {}

    /// @param supplies the data that contestants were given
    public Referee(Supplies supplies) {
        this.supplies = supplies;
    }

    /// What is wrong with an outcome: empty if nothing is.
    public Optional<String> complaint(
            Contestant contestant, Workload workload, Outcome outcome, Setting setting) {
        return switch (workload) {
            case PoolingWorkload pooling -> pooling(contestant, pooling, outcome, setting);
            case SegmentMapWorkload map when outcome instanceof Outcome.Counts(int[] counts) ->
                    reference(map.input(), setting.channelStride()).counts(counts);
            case SuperpixelWorkload superpixels
                    when outcome instanceof Outcome.Labels(int[] labels) ->
                    superpixels(contestant, superpixels, labels);
            case NetworkWorkload _ when outcome instanceof Outcome.Streamed -> Optional.empty();
            case ConvolutionWorkload convolution
                    when outcome instanceof Outcome.Values(float[] values) -> {
                var terms = new ConvolutionTerms(convolution);
                yield terms.complaint(values, terms.length());
            }
            case ProductWorkload product when outcome instanceof Outcome.Values(float[] values) ->
                    new ProductTerms(product.input())
                            .complaint(values, product.input().rows() * product.input().columns());
            case InferenceWorkload inference
                    when outcome instanceof Outcome.Values(float[] scores) ->
                    models.complaint(
                            inference,
                            scores,
                            setting.everyForm(),
                            contestant.scoreTolerance(inference.input().model()));
            case TrainingWorkload training
                    when outcome instanceof Outcome.Step(Map<String, float[]> values) ->
                    models.complaint(training, values);
            case SegmentMapWorkload _, SuperpixelWorkload _, NetworkWorkload _ ->
                    Optional.of("is not of the form that is asked for");
        };
    }

    private Optional<String> pooling(
            Contestant contestant, PoolingWorkload workload, Outcome outcome, Setting setting) {
        // A streaming loop stands for the memory; it computes nothing of the workload.
        if (outcome instanceof Outcome.Streamed) {
            return Optional.empty();
        }
        PoolingReference reference = reference(workload.input(), setting.channelStride());
        return switch (outcome) {
            case Outcome.Values(float[] means) when workload.task() == PoolingTask.MEAN ->
                    reference.means(workload.layout(), means, contestant);
            case Outcome.Values(float[] gradient)
                    when workload.task() == PoolingTask.MEAN_BACKWARD ->
                    reference.gradient(workload.layout(), gradient);
            case Outcome.Values(float[] maxima) when workload.task() == PoolingTask.MAX ->
                    reference.maxima(workload.layout(), maxima, new int[0]);
            case Outcome.Selected(float[] maxima, int[] positions)
                    when workload.task() == PoolingTask.MAX ->
                    reference.maxima(workload.layout(), maxima, positions);
            default -> Optional.of("is not of the form that is asked for");
        };
    }

    /// Superpixels have no single right answer. Whoever hands in about as many as were asked, and explains more of the
    /// picture than squares do, computed superpixels.
    private static Optional<String> superpixels(
            Contestant contestant, SuperpixelWorkload workload, int[] labels) {
        PictureInput input = workload.input();
        int asked = workload.segments();
        SegmentMap map = SegmentMap.of(labels, input.height(), input.width());
        SuperpixelMetrics metrics = SuperpixelMetrics.of(map);
        if (Math.abs(metrics.labels() - asked) > contestant.countTolerance() * asked) {
            return Optional.of("makes " + metrics.labels() + " superpixels of " + asked + " asked");
        }
        if (contestant.promisesConnectedSegments() && metrics.components() != metrics.labels()) {
            return Optional.of(
                    "makes "
                            + metrics.labels()
                            + " superpixels of "
                            + metrics.components()
                            + " parts");
        }
        Tensor picture = input.tensor();
        double explained = metrics.explainedVariation(picture);
        SegmentMap squares =
                SegmentMap.of(input.squares(metrics.labels()), input.height(), input.width());
        double bySquares = SuperpixelMetrics.of(squares).explainedVariation(picture);
        return explained > bySquares
                ? Optional.empty()
                : Optional.of("explains " + explained + " of the variation, squares " + bySquares);
    }

    /// The reference of an input, kept for its next workload.
    private PoolingReference reference(PoolingInput input, int stride) {
        Known current =
                known.filter(last -> last.input().equals(input) && last.stride() == stride)
                        .orElseGet(() ->
                                new Known(
                                        input,
                                        stride,
                                        new PoolingReference(supplies.of(input), stride)));
        known = Optional.of(current);
        return current.reference();
    }
}
