package smalti.grad;

import smalti.error.UnsupportedOpException;
import smalti.op.AxisOp;
import smalti.op.ConvolutionOp;
import smalti.op.Epilogue;
import smalti.op.Size;
import smalti.op.TensorType;

/// The rules of [ConvolutionOp], which is closed: the gradients of each are the two others.
final class ConvolutionRules {
    private ConvolutionRules() {}

    static Rule of(ConvolutionOp op) {
        return switch (op) {
            case ConvolutionOp.Conv2d conv when !(conv.epilogue() instanceof Epilogue.None) ->
                    Rule.keeping().by(_ -> refuse());
            case ConvolutionOp.Conv2d conv -> Rule.keeping(0, 1).by(pull -> conv2d(conv, pull));
            case ConvolutionOp.ConvTranspose2d conv ->
                    Rule.keeping(0, 1).by(pull -> convTranspose2d(conv, pull));
            case ConvolutionOp.Conv2dFilterGradient gradient ->
                    Rule.keeping(0, 1).by(pull -> filterGradient(gradient, pull));
        };
    }

    private static void refuse() {
        throw new UnsupportedOpException(
                "the derivative of a convolution with an epilogue",
                "the tape",
                "apply the activation as an operator of its own");
    }

    private static void conv2d(ConvolutionOp.Conv2d op, Pullback pull) {
        pull.give(
                0,
                () -> pull.run(transposed(op, pull.inputType(0)), pull.upstream(), pull.input(1)));
        pull.give(1, () -> pull.run(inFilter(op), pull.upstream(), pull.input(0)));
        bias(op.biased(), pull);
    }

    private static void convTranspose2d(ConvolutionOp.ConvTranspose2d op, Pullback pull) {
        pull.give(0, () -> pull.run(plain(op), pull.upstream(), pull.input(1)));
        pull.give(1, () -> pull.run(inFilter(op), pull.input(0), pull.upstream()));
        bias(op.biased(), pull);
    }

    private static void filterGradient(ConvolutionOp.Conv2dFilterGradient op, Pullback pull) {
        pull.give(0, () -> pull.run(plain(op), pull.input(1), pull.upstream()));
        pull.give(
                1,
                () -> pull.run(transposed(op, pull.inputType(1)), pull.input(0), pull.upstream()));
    }

    private static void bias(boolean biased, Pullback pull) {
        if (biased) {
            pull.give(
                    2,
                    () -> pull.run(new AxisOp.SumTo(pull.inputType(2).shape()), pull.upstream()));
        }
    }

    private static ConvolutionOp plain(ConvolutionOp op) {
        return new ConvolutionOp.Conv2d(op.window(), op.groups(), false);
    }

    private static ConvolutionOp transposed(ConvolutionOp op, TensorType map) {
        Size size = new Size(map.shape().size(1), map.shape().size(2));
        return new ConvolutionOp.ConvTranspose2d(op.window(), op.groups(), size, false);
    }

    private static ConvolutionOp inFilter(ConvolutionOp op) {
        return new ConvolutionOp.Conv2dFilterGradient(op.window(), op.groups());
    }
}
