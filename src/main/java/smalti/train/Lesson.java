package smalti.train;

import smalti.grad.Variable;
import smalti.nn.Pass;

/// What a network is to learn: the loss of one batch.
@FunctionalInterface
public interface Lesson {
    /// The loss of a step, a scalar. The batch, and whatever else is drawn, must follow from the pass's seed alone: then a
    /// run that is resumed has the bits of one that never stopped.
    ///
    /// @param step from 0
    Variable loss(Pass pass, long step);
}
