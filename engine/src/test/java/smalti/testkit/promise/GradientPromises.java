package smalti.testkit.promise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import smalti.op.Layout;
import smalti.op.Op;
import smalti.op.Reduction;
import smalti.op.SegmentOp;
import smalti.segment.SegmentMap;
import smalti.tensor.DType;
import smalti.tensor.Tensor;
import smalti.testkit.CaseTable;
import smalti.testkit.GradientCheck;
import smalti.testkit.LabelPattern;
import smalti.testkit.OpCase;
import smalti.testkit.Scene;
import smalti.testkit.Tensors;

/// Gradients are those of the forward operators, also where formulas divide by 0.
public interface GradientPromises extends OnDevice {
    /// What `float` leaves of a gradient, relative to its largest element.
    double TOLERANCE = 2e-5;

    @Property(tries = 10)
    default void gradientsAreWhatCentralDifferencesSay(
            @ForAll LabelPattern labels, @ForAll Layout layout, @ForAll int seed) {
        Scene scene = Scene.of(2, 3, 4, 2).with(labels).with(layout).withSeed(seed);
        for (OpCase each : CaseTable.on(scene, DType.F32)) {
            GradientCheck.check(each, onHeap(), TOLERANCE);
        }
    }

    /// The device as one that takes and gives heap tensors.
    private smalti.device.Device onHeap() {
        OnDevice self = this;
        return new smalti.device.Device() {
            @Override
            public String name() {
                return self.device().name();
            }

            @Override
            public String description() {
                return self.device().description();
            }

            @Override
            public List<Tensor> run(Op op, List<Tensor> inputs) {
                return self.run(self.device(), op, inputs);
            }
        };
    }

    private double[] gradient(Reduction reduction, Layout layout, float... oneSegment) {
        SegmentMap map = SegmentMap.of(new int[oneSegment.length], 1, oneSegment.length);
        Tensor features = Tensor.of(oneSegment, layout.shape(1, 1, oneSegment.length, 1).sizes());
        Tensor reduced =
                first(new SegmentOp.Reduce(map, List.of(reduction), layout, false, 0), features);
        Tensor upstream = Tensor.of(new float[] {1}, 1, 1, 1);
        return Tensors.doubles(
                first(
                        new SegmentOp.ReduceGradient(map, reduction, layout, false),
                        upstream,
                        features,
                        reduced));
    }

    @Example
    default void theGradientOfAProductWithZerosIsTheProductOfTheOthers() {
        for (Layout layout : Layout.values()) {
            assertThat(gradient(Reduction.PRODUCT, layout, 2, 0, 3))
                    .as("one zero in %s", layout)
                    .containsExactly(0, 6, 0);
            assertThat(gradient(Reduction.PRODUCT, layout, 2, 0, 0))
                    .as("two zeros in %s", layout)
                    .containsExactly(0, 0, 0);
            assertThat(gradient(Reduction.PRODUCT, layout, 0))
                    .as("a zero alone in %s", layout)
                    .containsExactly(1);
            assertThat(gradient(Reduction.PRODUCT, layout, 2, 4, 8))
                    .as("no zero in %s", layout)
                    .containsExactly(32, 16, 8);
        }
    }

    @Example
    default void theGradientOfAProductSurvivesAProductTooSmallToStore() {
        for (Layout layout : Layout.values()) {
            double[] gradient = gradient(Reduction.PRODUCT, layout, 0x1p-100f, 0x1p-80f);
            assertThat(gradient).as("in %s", layout).containsExactly(0x1p-80, 0x1p-100);
        }
    }

    @Example
    default void theGradientOfAStandardDeviationOfNothingIsNothing() {
        for (Layout layout : Layout.values()) {
            for (float value : new float[] {0, 3, 0.1f, -7e10f}) {
                assertThat(
                                gradient(
                                        Reduction.STDDEV,
                                        layout,
                                        value,
                                        value,
                                        value,
                                        value,
                                        value,
                                        value,
                                        value))
                        .as("of %s in %s", value, layout)
                        .containsOnly(0.0);
            }
            assertThat(gradient(Reduction.STDDEV, layout, 5))
                    .as("of one value in %s", layout)
                    .containsExactly(0);
        }
    }

    @Example
    default void everyImageOfABatchHasItsGradient() {
        for (Layout layout : Layout.values()) {
            Scene scene = Scene.of(3, 5, 7, 4).with(layout);
            for (OpCase each : CaseTable.on(scene, DType.F32)) {
                if (each.name().contains("gradient")) {
                    checkAgainstReference(each);
                }
            }
        }
    }
}
