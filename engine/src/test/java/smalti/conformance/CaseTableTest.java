package smalti.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import smalti.op.CustomOp;
import smalti.op.Layout;
import smalti.op.Op;
import smalti.op.PictureOp;
import smalti.op.Reduction;
import smalti.op.SegmentOp;
import smalti.tensor.DType;
import smalti.testkit.CaseTable;
import smalti.testkit.GradientCheck;
import smalti.testkit.LabelPattern;
import smalti.testkit.OpCase;
import smalti.testkit.OpCase.Derivative;
import smalti.testkit.Scene;
import smalti.testkit.SupportMatrix;
import smalti.testkit.reference.ReferenceDevice;

class CaseTableTest {
    private static final Scene SMALL = Scene.of(2, 3, 4, 2);

    @Test
    void everyOperatorHasACase() {
        Set<Class<?>> covered = new HashSet<>();
        for (DType dtype : List.of(DType.F32, DType.I32)) {
            CaseTable.on(SMALL, dtype).forEach(each -> covered.add(each.op().getClass()));
        }
        assertThat(covered).as("operators of users").anyMatch(CustomOp.class::isAssignableFrom);
        covered.removeIf(CustomOp.class::isAssignableFrom);
        // Superpixels have no reference in double: their kernels are held to the same bits instead.
        covered.add(PictureOp.Superpixel.class);
        List<Class<?>> operators =
                Stream.of(Op.class.getPermittedSubclasses())
                        .filter(Class::isSealed)
                        .<Class<?>>flatMap(family -> Stream.of(family.getPermittedSubclasses()))
                        .toList();
        assertThat(covered).containsExactlyInAnyOrderElementsOf(operators);
    }

    @Test
    void everyReductionHasACaseAndAGradient() {
        for (Reduction reduction : Reduction.values()) {
            String name = reduction.name().toLowerCase(java.util.Locale.ROOT);
            assertThat(CaseTable.named(name, SMALL, DType.F32).variable())
                    .isInstanceOf(Derivative.In.class);
            assertThat(CaseTable.named(name + " gradient", SMALL, DType.F32).op())
                    .isInstanceOf(SegmentOp.ReduceGradient.class);
        }
    }

    @Test
    void casesHaveNamesOfTheirOwn() {
        assertThat(CaseTable.on(SMALL, DType.F32).stream().map(OpCase::name))
                .doesNotHaveDuplicates();
    }

    @Test
    void theReferenceHasTheGradientsThatCentralDifferencesSay() {
        for (LabelPattern labels : LabelPattern.values()) {
            for (Layout layout : Layout.values()) {
                Scene scene = SMALL.with(labels).with(layout);
                for (OpCase each : CaseTable.on(scene, DType.F64)) {
                    GradientCheck.check(each, new ReferenceDevice(), 1e-7);
                }
            }
        }
    }

    @Test
    void theReferenceOffersEverything() {
        var matrix = SupportMatrix.of(new ReferenceDevice());
        assertThat(matrix.toString()).doesNotContain("-").contains("mean gradient");
        assertThat(Arrays.stream(DType.values())).allMatch(dtype -> matrix.offers("mean", dtype));
    }

    @Test
    void aCaseCostsTheBytesOfItsInputsAndOutputs() {
        long features = 4 * 2 * 3 * 4 * 2;
        OpCase sum = CaseTable.named("sum", SMALL, DType.F32);
        long table = 4L * 2 * SMALL.map().segments() * 2;
        assertThat(sum.bytes()).isEqualTo(features + table);
        assertThat(CaseTable.named("max", SMALL, DType.F32).bytes())
                .isEqualTo(features + 2 * table);
    }
}
