package smalti.bench.workload;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import smalti.grad.Variable;
import smalti.metric.PairLoss;
import smalti.nn.Initializer;
import smalti.nn.Layer;
import smalti.nn.Parameter;
import smalti.nn.Pass;
import smalti.nn.Scope;
import smalti.nn.SuperpixelPooling;
import smalti.op.Arithmetic;
import smalti.op.Corners;
import smalti.op.LossOp;
import smalti.op.MoveOp;
import smalti.op.PointOp;
import smalti.op.ResizeOp;
import smalti.op.Sampling;
import smalti.op.Size;
import smalti.segment.Labelling;
import smalti.segment.SegmentMap;
import smalti.segmentation.PixelClassifier;
import smalti.spn.SpnNetwork;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// The losses that the published systems learn by, on truths of chance and superpixels that are rectangles.
final class SystemLessons {
    private static final int IGNORED = 255;

    /// Rows and columns of superpixels, where 250 are asked for.
    private static final int FINE = 16;

    /// The same where 40 are.
    private static final int COARSE = 6;

    /// What [smalti.metric] draws of a picture.
    private static final int DRAWN_CLASSES = 3;

    private static final int DRAWN_PIXELS = 500;

    private static final int MSRC_CLASSES = 21;
    private static final int MSRC_OBJECTS = 15;
    private static final int SPN_SIDE = 350;
    private static final int SPN_CHANNELS = 128;

    private static final int SPN_KERNEL = 1;

    private SystemLessons() {}

    /// The classes of pixels, by every classifier in full size.
    ///
    /// @param pictures `[B,H,W]`
    static Layer pixels(PixelClassifier network, Shape pictures, int classes) {
        int[] truths = new int[Math.toIntExact(pictures.elements())];
        for (int i = 0; i < truths.length; i++) {
            int region = i % pictures.size(2) / FINE + i / pictures.size(2) / FINE;
            truths[i] = region % (classes + 1) == classes ? IGNORED : region % (classes + 1);
        }
        Tensor labels = Tensor.of(truths, truths.length);
        Size size = new Size(pictures.size(1), pictures.size(2));
        return (pass, input) ->
                network.heads(pass, input).stream()
                        .map(head ->
                                pass.run(
                                        new PointOp.Scale(head.weight(), 0),
                                        pixels(pass, head.scores(), labels, size)))
                        .reduce((sum, each) -> add(pass, sum, each))
                        .orElseThrow();
    }

    private static Variable pixels(Pass pass, Variable scores, Tensor labels, Size size) {
        Variable full =
                pass.run(new ResizeOp.Resize(size, Sampling.BILINEAR, Corners.ALIGNED), scores);
        Variable rows =
                pass.flow()
                        .reshape(full, Shape.of((int) labels.elements(), scores.shape().size(3)));
        return pass.run(
                new LossOp.SoftmaxCrossEntropy(OptionalInt.of(IGNORED), false),
                rows,
                pass.flow().constant(labels));
    }

    private static Variable add(Pass pass, Variable left, Variable right) {
        return pass.run(new PointOp.Binary(Arithmetic.ADD), left, right);
    }

    /// The pairs of superpixels of each picture.
    ///
    /// @param pictures `[B,H,W]`
    static Layer pairs(Layer network, Shape pictures) {
        SegmentMap map = rectangles(pictures, FINE);
        int[] classes = new int[map.segments()];
        Arrays.setAll(classes, i -> i * i / FINE % MSRC_CLASSES);
        return (pass, input) -> {
            Variable table = SuperpixelPooling.mean().pool(pass, network.forward(pass, input), map);
            return eachPicture(
                    pass, table, rows -> new PairLoss.Superpixels().of(pass, rows, classes));
        };
    }

    /// The pairs of pixels of each picture: of three classes, as many as the system draws of each.
    ///
    /// @param pictures `[B,H,W]`
    static Layer pairsOfPixels(Layer network, Shape pictures) {
        var random = new SplittableRandom(1);
        int[] classes = new int[DRAWN_CLASSES * DRAWN_PIXELS];
        Arrays.setAll(classes, i -> i / DRAWN_PIXELS);
        int[] drawn = random.ints(classes.length, 0, pictures.size(1) * pictures.size(2)).toArray();
        Tensor places = Tensor.of(drawn, drawn.length);
        return (pass, input) ->
                eachPicture(
                        pass,
                        network.forward(pass, input),
                        rows -> {
                            Variable chosen =
                                    pass.run(
                                            new MoveOp.GatherRows(),
                                            rows,
                                            pass.flow().constant(places));
                            return new PairLoss.Pixels().of(pass, chosen, classes);
                        });
    }

    /// The mean of what pictures cost.
    ///
    /// @param features `[B,...,D]`
    /// @param loss of one picture's, `[N,D]`
    private static Variable eachPicture(
            Pass pass, Variable features, UnaryOperator<Variable> loss) {
        Shape shape = features.shape();
        int count = shape.size(0);
        int depth = shape.size(-1);
        Shape one = Shape.of(Math.toIntExact(shape.elements() / count / depth), depth);
        Optional<Variable> sum = Optional.empty();
        for (int image = 0; image < count; image++) {
            Variable own = pass.run(new MoveOp.Slice(0, image, 1), features);
            Variable cost = loss.apply(pass.flow().reshape(own, one));
            sum = Optional.of(sum.isPresent() ? add(pass, sum.get(), cost) : cost);
        }
        return pass.run(new PointOp.Scale(1.0 / count, 0), sum.orElseThrow());
    }

    /// Next to nothing in place of a network, that a loss can be measured alone: a factor that is learnt.
    static Layer factor(Scope scope) {
        Parameter factor = scope.weight("factor", Initializer.ONES, 1);
        return (pass, features) ->
                pass.run(new PointOp.Binary(Arithmetic.MULTIPLY), features, pass.value(factor));
    }

    /// The classes that pictures show, by both branches.
    static Layer presence(Scope scope, int batch, int channels) {
        var network = new SpnNetwork(scope, channels, SPN_CHANNELS, SPN_KERNEL, MSRC_OBJECTS);
        SegmentMap map = rectangles(Shape.of(batch, SPN_SIDE, SPN_SIDE), COARSE);
        float[] shown = new float[batch * MSRC_OBJECTS];
        for (int i = 0; i < shown.length; i++) {
            shown[i] = i % 4 == 0 ? 1 : 0;
        }
        Tensor targets = Tensor.of(shown, batch, MSRC_OBJECTS);
        return (pass, features) -> {
            SpnNetwork.Scores scores = network.scores(pass, features, Optional.empty(), map);
            return List.of(scores.top(), scores.bottom()).stream()
                    .map(each ->
                            pass.run(
                                    new PointOp.Scale(MSRC_OBJECTS, 0),
                                    pass.run(
                                            new LossOp.BinaryCrossEntropy(),
                                            each,
                                            pass.flow().constant(targets))))
                    .reduce((left, right) -> add(pass, left, right))
                    .orElseThrow();
        };
    }

    private static SegmentMap rectangles(Shape pictures, int side) {
        int height = pictures.size(1);
        int width = pictures.size(2);
        int[] labels = new int[Math.toIntExact(pictures.elements())];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i / width % height * side / height * side + i % width * side / width;
        }
        return SegmentMap.of(Tensor.of(labels, pictures.size(0), height, width), Labelling.DENSE);
    }
}
