package smalti.nn;

import smalti.grad.Variable;
import smalti.op.PointOp;

/// While learning, sets values to 0 at random and scales the others up; else passes everything on.
///
/// Srivastava et al., "Dropout", 2014.
///
/// @param rate the share that is dropped, 0 to below 1
/// @param stream tells layers of one network apart, so that each draws values of its own
public record Dropout(double rate, long stream) implements Layer {
    @Override
    public Variable forward(Pass pass, Variable input) {
        return pass.mode() instanceof Mode.Learning
                ? pass.run(new PointOp.Dropout(rate, Seeds.derived(pass.seed(), stream)), input)
                : input;
    }
}
