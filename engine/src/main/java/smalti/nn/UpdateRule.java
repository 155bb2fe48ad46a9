package smalti.nn;

import java.util.List;
import smalti.op.StepOp;

/// How an optimiser changes a parameter, given a gradient and what it remembers of earlier ones.
public sealed interface UpdateRule permits Sgd, Adam {
    /// The names of what is remembered: for each a tensor as large as the parameter, 0 at first.
    List<String> memories();

    /// The operator that changes a parameter, or a part of it. It takes memories in the order of their names.
    ///
    /// @param step the number of this step, from 1
    /// @param rate the learning rate
    /// @param decay by how much the weight decay is multiplied
    StepOp op(long step, double rate, double decay);
}
