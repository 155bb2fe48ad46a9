package smalti.conformance.fault;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import smalti.error.LabelException;
import smalti.error.ShapeException;
import smalti.op.Op;
import smalti.segment.Labelling;
import smalti.segment.SegmentMap;
import smalti.tensor.Tensor;

/// Errors in what a device makes of labels.
public final class FaultyLabels {
    private FaultyLabels() {}

    /// A healthy device that makes maps in its own way.
    private record Making(BiFunction<Tensor, Labelling, SegmentMap> way) implements Computation {
        @Override
        public SegmentMap segments(Tensor labels, Labelling labelling) {
            return way.apply(labels, labelling);
        }

        @Override
        public List<Tensor> run(Op op, List<Tensor> inputs) {
            return Computation.healthy(op, inputs);
        }
    }

    private static Fault of(
            String error, String catcher, BiFunction<Tensor, Labelling, SegmentMap> way) {
        return Fault.of(error, catcher, new Making(way));
    }

    public static List<Fault> all() {
        return List.of(
                of(
                        "all images have as many segments as the one that has most",
                        "labelsThatLieOnADeviceMakeTheMapThatTheirCopyMakes",
                        (labels, labelling) -> {
                            int segments = SegmentMap.of(labels, labelling).segments();
                            return SegmentMap.of(
                                    labels,
                                    segments == 0 ? labelling : labelling.withSegments(segments));
                        }),
                of(
                        "the last pixel is left out",
                        "operatorsOverLabelsThatLieOnADeviceGiveWhatTheyGiveOverTheirCopy",
                        FaultyLabels::withoutLast),
                of(
                        "wrong labels are ignored",
                        "aWrongLabelIsTheSameErrorWhereverItLies",
                        FaultyLabels::ignoringWrong),
                of(
                        "tables are made for any label",
                        "aLabelFarBeyondThePixelsIsTheSameErrorWhereverItLies",
                        FaultyLabels::ignoringWrong),
                of(
                        "labels of another shape are said in other words",
                        "labelsOfAnotherShapeOrTypeAreTheSameErrorWhereverTheyLie",
                        (labels, labelling) -> {
                            try {
                                return SegmentMap.of(labels, labelling);
                            } catch (ShapeException refused) {
                                throw new ShapeException("labels", "something else", labels);
                            }
                        }),
                of(
                        "only negative labels are ignored",
                        "picturesWithoutSegmentsAndOfOneImageMakeMapsToo",
                        (labels, labelling) ->
                                SegmentMap.of(
                                        labels,
                                        new Labelling(labelling.segments(), OptionalInt.empty()))));
    }

    private static SegmentMap withoutLast(Tensor labels, Labelling labelling) {
        SegmentMap map = SegmentMap.of(labels, labelling);
        int[] others = map.labels().ints();
        if (others.length > 0 && map.segments() > 0) {
            others[others.length - 1] = -1;
            return SegmentMap.of(
                    Tensor.of(others, map.batch(), map.height(), map.width()),
                    labelling.withSegments(map.segments()));
        }
        return map;
    }

    private static SegmentMap ignoringWrong(Tensor labels, Labelling labelling) {
        try {
            return SegmentMap.of(labels, labelling);
        } catch (LabelException refused) {
            int from = labels.offset();
            int[] right =
                    Arrays.stream(labels.ints(), from, from + (int) labels.elements())
                            .map(label -> label < refused.limit() ? label : -1)
                            .toArray();
            return SegmentMap.of(Tensor.of(right, labels.shape().sizes()), labelling);
        }
    }
}
