package smalti.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import smalti.device.Device;
import smalti.device.Workspace;
import smalti.op.MoveOp;
import smalti.op.Op;
import smalti.op.ShapeRule;
import smalti.op.TensorType;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;
import smalti.testkit.Tensors;
import smalti.testkit.promise.OnDevice;

/// A GPU whose tensors are views into larger ones, as those of users may be: they begin where no vector of elements does.
/// What lies beside a result must stay as it is.
///
/// @param margin elements of the larger tensor before a view, and as many behind it
/// @param displaced which tensors of an operator are views, by their number, outputs behind inputs
record DisplacedTensors(Device device, int margin, IntPredicate displaced) implements OnDevice {
    @Override
    public List<Tensor> run(Device on, Op op, List<Tensor> inputs) {
        try (Workspace workspace = on.workspace()) {
            List<Tensor> there = new ArrayList<>();
            for (Tensor input : inputs) {
                there.add(
                        displaced.test(there.size())
                                ? placed(workspace, input)
                                : workspace.place(input));
            }
            List<Tensor> outputs = new ArrayList<>();
            for (TensorType type : ShapeRule.outputs(op, inputs)) {
                outputs.add(
                        displaced.test(inputs.size() + outputs.size())
                                ? made(workspace, type)
                                : workspace.make(type));
            }
            workspace.runInto(op, there, outputs);
            outputs.forEach(output -> expectNothingBeside(workspace, op, output));
            return outputs.stream().map(workspace::fetch).toList();
        }
    }

    private Tensor placed(Workspace workspace, Tensor input) {
        Tensor edge = Tensor.zeros(input.dtype(), Shape.of(margin));
        Tensor elements = input.reshape((int) input.elements());
        Tensor whole =
                workspace.run(new MoveOp.Concat(0), List.of(edge, elements, edge)).getFirst();
        return Tensor.of(input.shape(), whole.storage(), margin);
    }

    private Tensor made(Workspace workspace, TensorType type) {
        int elements = (int) type.shape().elements() + 2 * margin;
        Tensor whole = workspace.make(new TensorType(type.dtype(), Shape.of(elements)));
        return Tensor.of(type.shape(), whole.storage(), margin);
    }

    private static void expectNothingBeside(Workspace workspace, Op op, Tensor output) {
        DType dtype = output.dtype();
        int before = output.offset();
        int behind = Math.toIntExact(before + output.elements());
        for (int start : before == 0 ? new int[0] : new int[] {0, behind}) {
            Tensor edge = Tensor.of(Shape.of(before), output.storage(), start);
            assertThat(Tensors.doubles(workspace.fetch(edge)))
                    .as("%s beside %s %s", op, dtype, output.shape())
                    .containsOnly(0);
        }
    }
}
