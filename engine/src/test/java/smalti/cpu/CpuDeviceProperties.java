package smalti.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import smalti.cpu.work.Workers;
import smalti.device.Device;
import smalti.device.Prepared;
import smalti.error.ShapeException;
import smalti.op.ConvolutionOp;
import smalti.op.TensorType;
import smalti.op.Window;
import smalti.tensor.DType;
import smalti.tensor.Tensor;
import smalti.testkit.CaseTable;
import smalti.testkit.DeviceConformance;
import smalti.testkit.OpCase;
import smalti.testkit.Scene;
import smalti.testkit.SupportMatrix;
import smalti.testkit.Tensors;

/// The CPU keeps what every device promises, on the kernels that are chosen here and on any number of threads.
class CpuDeviceProperties extends DeviceConformance {
    private static final Device DEVICE = new CpuDevice(new Workers(2));
    private static final List<Device> TEAMS =
            List.of(
                    new CpuDevice(new Workers(1)),
                    new CpuDevice(new Workers(3)),
                    new CpuDevice(new Workers(7)));

    @Override
    public Device device() {
        return DEVICE;
    }

    @Override
    public List<Device> alike() {
        return TEAMS;
    }

    @Example
    void sumsMeansAndSelectionsAreOfferedForEveryType() {
        var matrix = SupportMatrix.of(device());
        System.out.println(matrix);
        for (DType dtype : DType.values()) {
            for (String name : List.of("sum", "mean", "max", "min")) {
                assertThat(matrix.offers(name, dtype)).as("%s of %s", name, dtype).isTrue();
            }
        }
    }

    /// With all inputs known but the first, and with the second alone.
    @Example
    void preparedOperatorsGiveTheSameBits() {
        for (DType dtype : List.of(DType.F32, DType.F16)) {
            for (OpCase each : CaseTable.on(Scene.of(2, 9, 11, 5), dtype)) {
                List<Tensor> inputs = each.inputs();
                Map<Integer, Tensor> known = new HashMap<>();
                for (int i = 1; i < inputs.size(); i++) {
                    known.put(i, inputs.get(i));
                }
                checkPrepared(each, known);
                known.keySet().removeIf(place -> place > 1);
                checkPrepared(each, known);
            }
        }
    }

    private static void checkPrepared(OpCase subject, Map<Integer, Tensor> known) {
        List<Tensor> inputs = subject.inputs();
        List<Tensor> expected = DEVICE.run(subject.op(), inputs);
        List<TensorType> types = inputs.stream().map(TensorType::of).toList();
        Prepared prepared = DEVICE.prepare(subject.op(), types, known);
        for (int run = 0; run < 2; run++) {
            List<Tensor> outputs =
                    expected.stream().map(one -> Tensor.zeros(one.dtype(), one.shape())).toList();
            prepared.runInto(inputs, outputs);
            for (int i = 0; i < outputs.size(); i++) {
                assertThat(Tensors.doubles(outputs.get(i)))
                        .as("%s, prepared, output %d", subject, i)
                        .isEqualTo(Tensors.doubles(expected.get(i)));
            }
        }
    }

    /// What lies beside the part stays as it is.
    @Example
    void convolutionsWithinAWholeGiveTheSameBits() {
        int tried = 0;
        for (Scene scene : List.of(Scene.of(2, 9, 11, 5), Scene.of(1, 20, 23, 32))) {
            for (OpCase each : CaseTable.on(scene, DType.F32)) {
                if (each.op() instanceof ConvolutionOp.Conv2d) {
                    checkWithin(each);
                    tried++;
                }
            }
        }
        assertThat(tried).isGreaterThan(50);
    }

    private static void checkWithin(OpCase subject) {
        List<Tensor> inputs = subject.inputs();
        List<TensorType> types = inputs.stream().map(TensorType::of).toList();
        Map<Integer, Tensor> known = Map.of(1, inputs.get(1));
        Tensor expected = DEVICE.run(subject.op(), inputs).getFirst();
        int[] sizes = expected.shape().sizes();
        int filters = sizes[3];
        sizes[3] = filters + 7;
        Tensor whole = Tensors.random(5, sizes);
        double[] before = Tensors.doubles(whole);
        Prepared prepared =
                DEVICE.prepareWithin(subject.op(), types, known, TensorType.of(whole), 3)
                        .orElseThrow();
        prepared.runInto(inputs, List.of(whole));
        for (int i = 0; i < before.length; i++) {
            int filter = i % sizes[3] - 3;
            boolean within = filter >= 0 && filter < filters;
            int at = i / sizes[3] * filters + filter;
            assertThat(whole.get(i))
                    .as("%s within %s, element %d", subject, whole, i)
                    .isEqualTo(within ? expected.get(at) : before[i]);
        }
    }

    @Example
    void aPartMustFitItsWhole() {
        var op = new ConvolutionOp.Conv2d(Window.of(1));
        Tensor filter = Tensors.random(2, 1, 1, 4, 5);
        List<TensorType> types =
                List.of(TensorType.of(Tensors.random(1, 1, 2, 3, 4)), TensorType.of(filter));
        TensorType whole = TensorType.of(Tensors.random(3, 1, 2, 3, 6));
        for (int first : new int[] {-1, 2, Integer.MAX_VALUE}) {
            assertThatThrownBy(
                            () -> DEVICE.prepareWithin(op, types, Map.of(1, filter), whole, first))
                    .isInstanceOf(ShapeException.class)
                    .hasMessageContaining("room for");
        }
        TensorType other = TensorType.of(Tensors.random(3, 1, 3, 3, 6));
        assertThatThrownBy(() -> DEVICE.prepareWithin(op, types, Map.of(1, filter), other, 0))
                .isInstanceOf(ShapeException.class);
        assertThat(DEVICE.prepareWithin(op, types, Map.of(), whole, 1)).isEmpty();
    }

    @Example
    void preparedOperatorsTakeTheTypesThatTheyWerePreparedFor() {
        var op = new ConvolutionOp.Conv2d(Window.of(1));
        Tensor input = Tensors.random(1, 1, 2, 3, 4);
        Tensor filter = Tensors.random(2, 1, 1, 4, 5);
        List<TensorType> types = List.of(TensorType.of(input), TensorType.of(filter));
        Prepared prepared = DEVICE.prepare(op, types, Map.of(1, filter));
        Tensor output = Tensors.random(3, 1, 2, 3, 5);
        Tensor larger = Tensors.random(1, 1, 3, 3, 4);
        assertThatThrownBy(() -> prepared.runInto(List.of(larger, filter), List.of(output)))
                .isInstanceOf(ShapeException.class)
                .hasMessageStartingWith("conv2d takes inputs [");
        assertThatThrownBy(() -> prepared.runInto(List.of(input, filter), List.of(larger)))
                .isInstanceOf(ShapeException.class)
                .hasMessageStartingWith("conv2d takes outputs [");
        List<TensorType> unfit = List.of(TensorType.of(larger), TensorType.of(larger));
        assertThatThrownBy(() -> DEVICE.prepare(op, unfit, Map.of(1, larger)))
                .isInstanceOf(ShapeException.class);
    }
}
