package smalti.conformance.fault;

import java.util.ArrayList;
import java.util.List;
import smalti.op.Op;
import smalti.tensor.Tensor;
import smalti.testkit.Tensors;

/// Slips of operators whose windows slide over maps.
final class FaultyWindows {
    private FaultyWindows() {}

    /// Takes the rows of the filters from the last to the first.
    static List<Tensor> upsideDown(Op op, List<Tensor> inputs) {
        Tensor filter = inputs.get(1);
        double[] values = Tensors.doubles(filter);
        int rows = filter.shape().size(0);
        int row = rows == 0 ? 0 : values.length / rows;
        double[] turned = new double[values.length];
        for (int r = 0; r < rows; r++) {
            System.arraycopy(values, r * row, turned, (rows - 1 - r) * row, row);
        }
        List<Tensor> others = new ArrayList<>(inputs);
        others.set(1, Tensors.nearest(filter.dtype(), filter.shape(), turned));
        return Computation.healthy(op, others);
    }
}
