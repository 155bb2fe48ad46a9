package smalti.decoupled;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import smalti.augment.Augmentation;
import smalti.augment.Example;
import smalti.dataset.ObjectClasses;
import smalti.device.Device;
import smalti.evaluation.Examination;
import smalti.evaluation.Trial;
import smalti.grad.Variable;
import smalti.loading.Examples;
import smalti.loading.Order;
import smalti.loading.Prefetch;
import smalti.loading.Stack;
import smalti.nn.Mode;
import smalti.nn.Optimizer;
import smalti.nn.Parameter;
import smalti.nn.Parameters;
import smalti.nn.Pass;
import smalti.nn.Seeds;
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
import smalti.zoo.Encoder;

/// Teaches [DecoupledNetwork]: first its classifier what pictures show, by the sum of the classes' logistic losses; then, with
/// the classifier frozen, its bridge and decoder what belongs to one class of a picture, by the softmax loss of its mask.
final class DecoupledCourse implements Course {
    private static final long PICTURES = 1;
    private static final long SAMPLES = 2;
    private static final long CHANGES = 3;
    private static final int AHEAD = 3;

    /// What is taught.
    ///
    /// @param changes what is done to pictures, of which all come out as large as `side`
    /// @param classifierSteps how many of the steps, the first ones, teach the classifier
    record Recipe(
            ObjectClasses classes,
            Augmentation changes,
            int side,
            int batch,
            long classifierSteps,
            long steps,
            Optimizer optimizer,
            long seed) {}

    /// What is learnt from.
    ///
    /// @param masks pictures and masks, in the background and the classes
    /// @param shown the classes that each picture shows, from 0
    record Part(Examples masks, List<Set<Integer>> shown, MaskSamples chosen) {}

    /// What the network is tried on.
    ///
    /// @param truths pictures and labels, in the background and the classes
    /// @param shown the classes that pictures show, from 0, by their names
    record Exam(Examples truths, Map<String, Set<Integer>> shown) {}

    /// @param pixels `[B,side,side,3]`, normalised
    /// @param classes `[B,classes]`, 1 for those that a picture shows, or for the one whose mask it is
    /// @param mask where a class is learnt, `I32 [B·side·side]`
    private record Batch(Tensor pixels, Tensor classes, Optional<Tensor> mask) {}

    private final Encoder encoder;
    private final DecoupledNetwork network;
    private final Parameters parameters;
    private final Recipe recipe;
    private final Part training;
    private final Exam exam;
    private final DecoupledSegmentation segmentation;
    private final Device device;
    private final Order pictures;
    private final Order samples;
    private final Prefetch<Batch> batches;

    DecoupledCourse(
            DecoupledTraining.Built built,
            Recipe recipe,
            Part training,
            Exam exam,
            DecoupledSegmentation segmentation,
            Device device) {
        this.encoder = built.encoder();
        this.network = built.network();
        this.parameters = built.parameters();
        this.recipe = recipe;
        this.training = training;
        this.exam = exam;
        this.segmentation = segmentation;
        this.device = device;
        this.pictures =
                new Order(
                        training.chosen().pictures().size(),
                        Seeds.derived(recipe.seed(), PICTURES));
        this.samples =
                new Order(
                        training.chosen().samples().size(), Seeds.derived(recipe.seed(), SAMPLES));
        this.batches = new Prefetch<>(this::batch, recipe.steps(), AHEAD, 1);
    }

    private boolean teachesClassifier(long step) {
        return step < recipe.classifierSteps();
    }

    private Batch batch(long step) {
        var random =
                new SplittableRandom(Seeds.derived(Seeds.derived(recipe.seed(), CHANGES), step));
        return teachesClassifier(step)
                ? ofPictures(pictures.batch(step, recipe.batch()), random)
                : ofSamples(samples.batch(step - recipe.classifierSteps(), recipe.batch()), random);
    }

    private Batch ofPictures(int[] members, SplittableRandom random) {
        float[] shown = new float[members.length * recipe.classes().count()];
        List<Tensor> pixels = new ArrayList<>();
        for (int i = 0; i < members.length; i++) {
            int picture = training.chosen().pictures().get(members[i]);
            for (int each : training.shown().get(picture)) {
                shown[i * recipe.classes().count() + each] = 1;
            }
            pixels.add(recipe.changes().apply(example(picture).pixels(), random));
        }
        return new Batch(
                Backbone.normalized(Stack.of(pixels)),
                Tensor.of(shown, members.length, recipe.classes().count()),
                Optional.empty());
    }

    private Batch ofSamples(int[] members, SplittableRandom random) {
        int area = recipe.side() * recipe.side();
        float[] chosen = new float[members.length * recipe.classes().count()];
        int[] mask = new int[members.length * area];
        List<Tensor> pixels = new ArrayList<>();
        for (int i = 0; i < members.length; i++) {
            MaskSample sample = training.chosen().samples().get(members[i]);
            chosen[i * recipe.classes().count() + sample.chosen()] = 1;
            Example changed = recipe.changes().apply(example(sample.picture()), random);
            pixels.add(changed.pixels());
            int[] labels = changed.labels().ints();
            for (int pixel = 0; pixel < area; pixel++) {
                int label = labels[changed.labels().offset() + pixel];
                mask[i * area + pixel] =
                        label == Example.IGNORED ? label : label == sample.chosen() + 1 ? 1 : 0;
            }
        }
        return new Batch(
                Backbone.normalized(Stack.of(pixels)),
                Tensor.of(chosen, members.length, recipe.classes().count()),
                Optional.of(Tensor.of(mask, mask.length)));
    }

    /// Pictures that are broken were left out before.
    private Example example(int picture) {
        return training.masks().at(picture).orElseThrow();
    }

    @Override
    public Lesson lesson() {
        return (pass, step) -> loss(pass, batches.batch(batchOf(pass, step)));
    }

    /// Running statistics are the bridge's and the decoder's: they are taken from batches that teach these.
    private long batchOf(Pass pass, long step) {
        return pass.mode() instanceof Mode.Measuring
                ? recipe.classifierSteps() + step % (recipe.steps() - recipe.classifierSteps())
                : step;
    }

    private Variable loss(Pass pass, Batch batch) {
        Pass frozen = Pass.inference(pass.flow());
        Variable classes = pass.flow().constant(batch.classes());
        Encoder.Encoded encoded = encoder.encode(frozen, pass.flow().constant(batch.pixels()));
        if (batch.mask().isEmpty()) {
            Variable mean =
                    pass.run(
                            new LossOp.BinaryCrossEntropy(),
                            network.see(pass, encoded).scores(),
                            classes);
            return pass.run(new PointOp.Scale(recipe.classes().count(), 0), mean);
        }
        DecoupledNetwork.Seen seen = network.see(frozen, encoded);
        Variable projected = network.backProjected(frozen, seen, classes);
        Variable scores = full(pass, network.parted(pass, seen, projected));
        Tensor mask = batch.mask().get();
        return pass.run(
                new LossOp.SoftmaxCrossEntropy(OptionalInt.of(Example.IGNORED), false),
                pass.flow().reshape(scores, Shape.of((int) mask.elements(), 2)),
                pass.flow().constant(mask));
    }

    private Variable full(Pass pass, Variable scores) {
        Size size = Size.square(recipe.side());
        return scores.shape().size(1) == size.height() && scores.shape().size(2) == size.width()
                ? scores
                : pass.run(
                        new ResizeOp.Resize(size, Sampling.BILINEAR, Corners.HALF_PIXEL), scores);
    }

    @Override
    public Examination examine() {
        List<String> names = recipe.classes().onBackground();
        int count = exam.truths().size();
        var alone = new Trial(names, count);
        var told = new Trial(names, count);
        for (int i = 0; i < count; i++) {
            Optional<Example> truth = exam.truths().at(i);
            if (truth.isEmpty()) {
                continue;
            }
            String name = exam.truths().name(i);
            Shape shape = truth.get().labels().shape();
            Tensor pixels = truth.get().pixels().reshape(1, shape.size(0), shape.size(1), 3);
            DecoupledSegmentation.Look look = segmentation.look(device, pixels);
            Drawing photo = Drawing.of(pixels);
            Tensor labels = truth.get().labels();
            Set<Integer> found = look.shown();
            Set<Integer> known = exam.shown().getOrDefault(name, Set.of());
            Tensor answer = look.labels(found);
            alone.add(name, photo, labels, answer);
            told.add(name, photo, labels, known.equals(found) ? answer : look.labels(known));
        }
        Examination result = alone.examination("mean IoU");
        var scores = new LinkedHashMap<>(result.scores());
        told.examination("mean IoU")
                .scores()
                .forEach((name, score) -> scores.put(name + " (classes told)", score));
        return new Examination(scores, result.classes(), result.confusion(), result.exhibits());
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public Predicate<Parameter> learnt() {
        return each -> DecoupledTraining.isOwn(each.name());
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
    public void close() {
        batches.close();
    }
}
