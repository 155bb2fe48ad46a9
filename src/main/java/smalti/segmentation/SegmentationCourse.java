package smalti.segmentation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import smalti.augment.Augmentation;
import smalti.augment.Example;
import smalti.device.Device;
import smalti.evaluation.Examination;
import smalti.evaluation.Trial;
import smalti.grad.Variable;
import smalti.loading.Examples;
import smalti.loading.Order;
import smalti.loading.Prefetch;
import smalti.loading.Stack;
import smalti.nn.Optimizer;
import smalti.nn.Parameters;
import smalti.nn.Pass;
import smalti.nn.Seeds;
import smalti.op.Arithmetic;
import smalti.op.Corners;
import smalti.op.LossOp;
import smalti.op.PointOp;
import smalti.op.ResizeOp;
import smalti.op.Sampling;
import smalti.op.Size;
import smalti.picture.Drawing;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;
import smalti.train.Course;
import smalti.train.Lesson;
import smalti.zoo.Backbone;
import smalti.zoo.Segmenter;
import smalti.zoo.SlidingWindows;

/// Teaches a network the class of each pixel: the mean cross entropy of the pixels that count, with scores brought to the
/// size of the labels.
public final class SegmentationCourse implements Course {
    /// Seeds of what is drawn for pictures, and of their order, apart from those of networks.
    private static final long ORDER = 1;

    private static final long CHANGES = 2;

    /// Batches that are made ahead.
    private static final int AHEAD = 3;

    private final PixelClassifier network;
    private final Parameters parameters;
    private final Recipe recipe;
    private final Examples training;
    private final Examples examination;
    private final Device device;
    private final Order order;
    private final Prefetch<Batch> batches;

    /// How a network is taught.
    ///
    /// @param classes names
    /// @param changes what is done to pictures; all of a batch must come out of one size
    /// @param batch the pictures of a step
    /// @param seed of order and changes
    /// @param windows how pictures are looked at when the network is tried
    public record Recipe(
            List<String> classes,
            Augmentation changes,
            int batch,
            long steps,
            Optimizer optimizer,
            long seed,
            SlidingWindows windows) {
        public Recipe {
            classes = List.copyOf(classes);
        }
    }

    /// @param pixels normalised, `[B,H,W,3]`
    /// @param labels `I32 [B·H·W]`
    private record Batch(Tensor pixels, Tensor labels, Size size) {}

    public SegmentationCourse(
            PixelClassifier network,
            Parameters parameters,
            Recipe recipe,
            Examples training,
            Examples examination,
            Device device) {
        this.network = network;
        this.parameters = parameters;
        this.recipe = recipe;
        this.training = training;
        this.examination = examination;
        this.device = device;
        this.order = new Order(training.size(), Seeds.derived(recipe.seed(), ORDER));
        this.batches = new Prefetch<>(this::batch, recipe.steps(), AHEAD, 1);
    }

    private Batch batch(long step) {
        int[] members = order.batch(step, recipe.batch());
        var random =
                new SplittableRandom(Seeds.derived(Seeds.derived(recipe.seed(), CHANGES), step));
        List<Example> changed = new ArrayList<>();
        for (Example each : training.at(members)) {
            changed.add(recipe.changes().apply(each, random));
        }
        return batch(changed);
    }

    private static Batch batch(List<Example> examples) {
        Tensor pixels = Stack.of(examples.stream().map(Example::pixels).toList());
        Tensor labels = Stack.of(examples.stream().map(Example::labels).toList());
        Shape shape = labels.shape();
        return new Batch(
                Backbone.normalized(pixels),
                labels.reshape((int) labels.elements()),
                new Size(shape.size(1), shape.size(2)));
    }

    @Override
    public Lesson lesson() {
        return (pass, step) -> loss(pass, batches.batch(step));
    }

    private Variable loss(Pass pass, Batch batch) {
        List<Variable> losses = new ArrayList<>();
        for (PixelClassifier.Head head :
                network.heads(pass, pass.flow().constant(batch.pixels()))) {
            Variable loss = loss(pass, head.scores(), batch);
            losses.add(
                    head.weight() == 1
                            ? loss
                            : pass.run(new PointOp.Scale(head.weight(), 0), loss));
        }
        return losses.stream()
                .reduce((sum, each) -> pass.run(new PointOp.Binary(Arithmetic.ADD), sum, each))
                .orElseThrow();
    }

    private static Variable loss(Pass pass, Variable scores, Batch batch) {
        Shape shape = scores.shape();
        Size coarse = new Size(shape.size(1), shape.size(2));
        Variable full =
                coarse.equals(batch.size())
                        ? scores
                        : pass.run(
                                new ResizeOp.Resize(
                                        batch.size(), Sampling.BILINEAR, Corners.ALIGNED),
                                scores);
        Variable rows =
                pass.flow().reshape(full, Shape.of((int) batch.labels().elements(), shape.size(3)));
        return pass.run(
                new LossOp.SoftmaxCrossEntropy(OptionalInt.of(Example.IGNORED), false),
                rows,
                pass.flow().constant(batch.labels()));
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public Optimizer optimizer() {
        return recipe.optimizer();
    }

    @Override
    public int pictures() {
        return recipe.batch();
    }

    @Override
    public double waitedSeconds() {
        return batches.waitedSeconds();
    }

    @Override
    public Examination examine() {
        List<String> classes = recipe.classes();
        Segmenter segmenter = Segmenter.sliding(network, recipe.windows(), classes, -1);
        var trial = new Trial(classes, examination.size());
        for (int i = 0; i < examination.size(); i++) {
            Optional<Example> found = examination.at(i);
            if (found.isEmpty()) {
                continue;
            }
            Tensor photo = found.get().pixels().reshape(batched(found.get().pixels().shape()));
            Tensor answer = segmenter.classMap(device, photo);
            trial.add(examination.name(i), Drawing.of(photo), found.get().labels(), answer);
        }
        return trial.examination("mean IoU");
    }

    private static int[] batched(Shape shape) {
        return new int[] {1, shape.size(0), shape.size(1), shape.size(2)};
    }

    @Override
    public void close() {
        batches.close();
    }
}
