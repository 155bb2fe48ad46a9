package smalti.decoupled;

import java.util.List;
import java.util.Optional;
import smalti.error.ShapeException;
import smalti.grad.Variable;
import smalti.nn.Dropout;
import smalti.nn.Layer;
import smalti.nn.Pass;
import smalti.nn.Scope;
import smalti.op.Activation;
import smalti.op.PointOp;
import smalti.op.Size;
import smalti.op.Window;
import smalti.op.WindowOp;
import smalti.tensor.Shape;

/// The end of the classifier: two hidden layers, `fc6` and `fc7`, scores of places, and scores of pictures; and the way back
/// from the score of a class to the features that speak for it.
final class ScoreHead {
    /// What is dropped of the hidden layers while they learn, as in VGG-16.
    private static final double DROPPED = 0.5;

    private static final Activation RECTIFIER = new Activation.Relu();

    private final TwoWayConvolution sixth;
    private final TwoWayConvolution seventh;
    private final TwoWayConvolution last;
    private final Layer sixthDropout = new Dropout(DROPPED, 6);
    private final Layer seventhDropout = new Dropout(DROPPED, 7);
    private final int kernel;
    private final ScorePooling pooling;

    ScoreHead(Scope scope, int inputs, int classes, Form form) {
        int hidden = form.channels(form.hidden());
        this.kernel = form.kernel();
        this.pooling = form.pooling();
        this.sixth = new TwoWayConvolution(scope.in("fc6"), inputs, hidden, kernel);
        this.seventh = new TwoWayConvolution(scope.in("fc7"), hidden, hidden, 1);
        this.last = new TwoWayConvolution(scope.in("scores"), hidden, classes, 1);
    }

    /// What the classifier made of pictures.
    ///
    /// @param features the shape of what it saw, `[B,h,w,C]`
    /// @param sixth behind the rectifier, `[B,h',w',hidden]`, as is `seventh`
    /// @param scores of pictures, `[B,classes]`
    /// @param switches where the largest scores lay, if it was these that counted
    record Scored(
            Shape features,
            Variable sixth,
            Variable seventh,
            Variable scores,
            Optional<Variable> switches) {}

    /// Scores pictures.
    ///
    /// @param features `[B,h,w,C]`, no smaller than the first layer's window
    Scored score(Pass pass, Variable features) {
        Shape shape = features.shape();
        if (shape.size(1) < kernel || shape.size(2) < kernel) {
            throw new ShapeException(
                    "the classifier of a DecoupledNet",
                    "features of at least " + kernel + "x" + kernel + " places",
                    shape);
        }
        Variable first = rectified(pass, sixth.forward(pass, features));
        Variable second = rectified(pass, seventh.forward(pass, sixthDropout.forward(pass, first)));
        Variable places = last.forward(pass, seventhDropout.forward(pass, second));
        Size size = size(places.shape());
        Shape scores = Shape.of(shape.size(0), places.shape().size(3));
        return switch (pooling) {
            case MAX -> {
                List<Variable> largest =
                        pass.apply(
                                new WindowOp.MaxPool(Window.of(size.height(), size.width())),
                                places);
                yield new Scored(
                        shape,
                        first,
                        second,
                        pass.flow().reshape(largest.getFirst(), scores),
                        Optional.of(largest.get(1)));
            }
            case MEAN -> {
                Variable mean = pass.run(new WindowOp.AdaptiveAveragePool(Size.square(1)), places);
                yield new Scored(
                        shape, first, second, pass.flow().reshape(mean, scores), Optional.empty());
            }
        };
    }

    private static Variable rectified(Pass pass, Variable input) {
        return pass.run(new PointOp.Activate(RECTIFIER), input);
    }

    private static Size size(Shape shape) {
        return new Size(shape.size(1), shape.size(2));
    }

    /// What the scores of chosen classes change by with each feature, `[B,h,w,C]`: their gradient. It goes back through the
    /// same weights, and through the rectifiers where they let something through.
    ///
    /// @param chosen 1 for the classes that are meant, else 0, `[B,classes]`
    Variable backProjected(Pass pass, Scored scored, Variable chosen) {
        Shape hidden = scored.seventh().shape();
        Variable one =
                pass.flow()
                        .reshape(
                                chosen,
                                Shape.of(chosen.shape().size(0), 1, 1, chosen.shape().size(1)));
        Variable places =
                scored.switches().isPresent()
                        ? pass.run(
                                new WindowOp.WindowScatter(size(hidden)),
                                one,
                                scored.switches().get())
                        : pass.run(new WindowOp.AdaptiveAveragePoolGradient(size(hidden)), one);
        Variable second = gated(pass, last.back(pass, places, hidden), scored.seventh());
        Variable first = gated(pass, seventh.back(pass, second, hidden), scored.sixth());
        return sixth.back(pass, first, scored.features());
    }

    private static Variable gated(Pass pass, Variable input, Variable gate) {
        return pass.run(new PointOp.ActivateGradient(RECTIFIER), input, gate);
    }
}
