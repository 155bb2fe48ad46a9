package smalti.grad;

import smalti.op.ResizeOp;
import smalti.op.Size;
import smalti.tensor.Shape;

/// The rules of [ResizeOp], whose two are each other's adjoints.
final class ResizeRules {
    private ResizeRules() {}

    static Rule of(ResizeOp op) {
        return switch (op) {
            case ResizeOp.Resize resize ->
                    Rule.adjoint(pull ->
                            new ResizeOp.ResizeGradient(
                                    size(pull), resize.sampling(), resize.corners()));
            case ResizeOp.ResizeGradient gradient ->
                    Rule.adjoint(pull ->
                            new ResizeOp.Resize(
                                    size(pull), gradient.sampling(), gradient.corners()));
        };
    }

    private static Size size(Pullback pull) {
        Shape shape = pull.inputType(0).shape();
        return new Size(shape.size(1), shape.size(2));
    }
}
