package smalti.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import smalti.cpu.work.Workers;
import smalti.device.Device;
import smalti.error.UnsupportedOpException;
import smalti.op.Layout;
import smalti.tensor.DType;
import smalti.tensor.Tensor;
import smalti.testkit.CaseTable;
import smalti.testkit.LabelPattern;
import smalti.testkit.OpCase;
import smalti.testkit.Scene;
import smalti.testkit.Tensors;
import smalti.testkit.ValuePattern;
import smalti.testkit.reference.Expected;

/// Every operator on a few fixed scenes, on the reference kernels: what the properties say at length, in a second.
class ScalarKernelsTest {
    private static final Kernels SCALAR = Kernels.scalar("under test");
    private static final Device ALONE = new CpuDevice(new Workers(1), SCALAR);
    private static final Device TEAM = new CpuDevice(new Workers(3), SCALAR);

    static Stream<Scene> scenes() {
        Scene small =
                new Scene(2, 5, 7, 3, LabelPattern.BLOBS, ValuePattern.NORMAL, Layout.NHWC, 3, 17);
        Scene wide =
                new Scene(1, 9, 23, 10, LabelPattern.BLOBS, ValuePattern.TIES, Layout.NHWC, 0, 5);
        return Stream.of(
                        small,
                        small.with(LabelPattern.RAGGED),
                        small.with(LabelPattern.HOLES).with(ValuePattern.SPECIAL),
                        small.with(LabelPattern.GAPS).with(ValuePattern.TIES),
                        small.with(LabelPattern.ALL_IGNORED),
                        small.with(LabelPattern.IDENTITY).with(ValuePattern.SPECIAL),
                        wide,
                        wide.with(LabelPattern.HOLES).with(ValuePattern.FAR_FROM_ZERO),
                        wide.with(LabelPattern.NOISE).with(ValuePattern.WIDE),
                        wide.with(LabelPattern.ONE).with(ValuePattern.SUBNORMAL))
                .flatMap(scene -> Stream.of(scene, scene.with(Layout.NCHW)));
    }

    @ParameterizedTest
    @MethodSource("scenes")
    void everyOperatorAgreesWithTheReference(Scene scene) {
        for (DType dtype : DType.values()) {
            for (OpCase each : CaseTable.on(scene, dtype)) {
                check(each);
            }
        }
    }

    private static void check(OpCase each) {
        List<Tensor> inputs = each.inputs();
        List<Tensor> actual;
        try {
            actual = ALONE.run(each.op(), inputs);
        } catch (UnsupportedOpException notOffered) {
            assertThat(each.dtype()).as("type of %s", each).isIn(DType.F64, DType.I32);
            return;
        }
        List<Expected> expected = each.expected();
        List<Tensor> shared = TEAM.run(each.op(), inputs);
        for (int i = 0; i < expected.size(); i++) {
            expected.get(i).check(each + ", output " + i, actual.get(i));
            assertThat(Tensors.doubles(shared.get(i)))
                    .as("%s on a team", each)
                    .isEqualTo(Tensors.doubles(actual.get(i)));
        }
    }

    @ParameterizedTest
    @MethodSource("scenes")
    void outputsOfTheCallerAreOverwrittenWhole(Scene scene) {
        for (OpCase each : CaseTable.on(scene, DType.F32)) {
            List<Tensor> inputs = each.inputs();
            List<Tensor> expected = ALONE.run(each.op(), inputs);
            List<Tensor> given =
                    expected.stream()
                            .map(output ->
                                    Tensors.random(
                                            ValuePattern.NORMAL,
                                            output.dtype(),
                                            output.shape(),
                                            2,
                                            1))
                            .toList();
            TEAM.runInto(each.op(), inputs, given);
            for (int i = 0; i < given.size(); i++) {
                assertThat(Tensors.doubles(given.get(i)))
                        .as("%s into given tensors", each)
                        .isEqualTo(Tensors.doubles(expected.get(i)));
            }
        }
    }
}
