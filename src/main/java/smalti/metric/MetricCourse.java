package smalti.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import smalti.Segmenting;
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
import smalti.nn.SuperpixelPooling;
import smalti.op.Arithmetic;
import smalti.op.MoveOp;
import smalti.op.PointOp;
import smalti.op.SegmentOp;
import smalti.photo.UnitRange;
import smalti.segment.Labelling;
import smalti.segment.SegmentMap;
import smalti.superpixel.Picture;
import smalti.superpixel.Slic;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;
import smalti.train.Course;
import smalti.train.Lesson;

/// Teaches [MetricNetwork] which superpixels, or which pixels, of a picture belong together.
///
/// The network is tried by the classes of the superpixels that are nearest to those of other pictures.
final class MetricCourse implements Course {
    private static final long ORDER = 1;
    private static final long CHANGES = 2;
    private static final int AHEAD = 2;

    /// What is taught.
    ///
    /// @param classes names
    /// @param changes what is done to pictures; all of a batch must come out of one size
    /// @param remembered how many pictures' superpixels others are compared with when the network is tried
    record Recipe(
            List<String> classes,
            Sampling sampling,
            Slic slic,
            Augmentation changes,
            Augmentation trial,
            int batch,
            long steps,
            Optimizer optimizer,
            long seed,
            int remembered) {}

    /// @param pixels `[B,H,W,3]`, from 0 to 1
    /// @param superpixels of the pictures
    /// @param labels `I32 [B,H,W]`
    private record Batch(Tensor pixels, SegmentMap superpixels, Tensor labels, long seed) {}

    private final MetricNetwork network;
    private final Parameters parameters;
    private final Recipe recipe;
    private final Examples training;
    private final Examples examination;
    private final Device device;
    private final Order order;
    private final Prefetch<Batch> batches;

    MetricCourse(
            MetricNetwork network,
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
        long seed = Seeds.derived(Seeds.derived(recipe.seed(), CHANGES), step);
        var random = new SplittableRandom(seed);
        List<Example> changed =
                training.at(members).stream()
                        .map(each -> recipe.changes().apply(each, random))
                        .toList();
        return batch(changed, seed);
    }

    private Batch batch(List<Example> examples, long seed) {
        Tensor all = UnitRange.of(Stack.of(examples.stream().map(Example::pixels).toList()));
        Tensor divided = Segmenting.by(recipe.slic()).on(device).labels(Picture.of(all));
        return new Batch(
                all,
                SegmentMap.of(device.fetch(divided), Labelling.DENSE),
                Stack.of(examples.stream().map(Example::labels).toList()),
                seed);
    }

    @Override
    public Lesson lesson() {
        return (pass, step) -> {
            Batch batch = batches.batch(step);
            Variable features = network.forward(pass, pass.flow().constant(batch.pixels()));
            List<Variable> losses = new ArrayList<>();
            Variable table =
                    recipe.sampling() == Sampling.SUPERPIXELS
                            ? SuperpixelPooling.mean().pool(pass, features, batch.superpixels())
                            : features;
            int[] classes = recipe.sampling() == Sampling.SUPERPIXELS ? modes(batch) : new int[0];
            for (int image = 0; image < recipe.batch(); image++) {
                losses.add(
                        recipe.sampling() == Sampling.SUPERPIXELS
                                ? ofSuperpixels(pass, table, classes, image)
                                : ofPixels(pass, table, batch, image));
            }
            Variable sum =
                    losses.stream()
                            .reduce((all, each) ->
                                    pass.run(new PointOp.Binary(Arithmetic.ADD), all, each))
                            .orElseThrow();
            return pass.run(new PointOp.Scale(1.0 / recipe.batch(), 0), sum);
        };
    }

    private int[] modes(Batch batch) {
        Tensor modes = device.run(new SegmentOp.Mode(batch.superpixels(), 0), batch.labels());
        return device.fetch(modes).ints();
    }

    private static Variable ofSuperpixels(Pass pass, Variable table, int[] classes, int image) {
        int most = table.shape().size(1);
        Variable own = pass.run(new MoveOp.Slice(0, image, 1), table);
        Variable rows = pass.flow().reshape(own, Shape.of(most, table.shape().size(2)));
        int[] known = new int[most];
        System.arraycopy(classes, image * most, known, 0, most);
        return new PairLoss.Superpixels().of(pass, rows, known);
    }

    private static Variable ofPixels(Pass pass, Variable map, Batch batch, int image) {
        Shape shape = map.shape();
        int pixels = shape.size(1) * shape.size(2);
        SampledPixels drawn =
                SampledPixels.of(batch.labels(), image, Seeds.derived(batch.seed(), image));
        Variable own = pass.run(new MoveOp.Slice(0, image, 1), map);
        Variable rows = pass.flow().reshape(own, Shape.of(pixels, shape.size(3)));
        Variable chosen =
                pass.run(
                        new MoveOp.GatherRows(),
                        rows,
                        pass.flow().constant(Tensor.of(drawn.pixels(), drawn.pixels().length)));
        return new PairLoss.Pixels().of(pass, chosen, drawn.classes());
    }

    @Override
    public Examination examine() {
        var features = new FeatureMaps(network, device);
        var nearest = new NearestClasses(recipe.classes().size(), device);
        int step = Math.max(1, training.size() / Math.max(1, recipe.remembered()));
        for (int i = 0; i < training.size(); i += step) {
            training.at(i)
                    .map(this::trial)
                    .ifPresent(batch -> nearest.remember(pooled(features, batch), modes(batch)));
        }
        var trial = new Trial(recipe.classes(), examination.size());
        for (int i = 0; i < examination.size(); i++) {
            Optional<Batch> found = examination.at(i).map(this::trial);
            if (found.isEmpty()) {
                continue;
            }
            Batch batch = found.get();
            int[] answers = nearest.classes(pooled(features, batch));
            Tensor answer = painted(answers, batch.superpixels());
            Tensor truth = batch.labels().reshape(answer.shape().sizes());
            trial.add(examination.name(i), FeaturePicture.photo(batch.pixels()), truth, answer);
        }
        return trial.examination("mean IoU by the nearest superpixels");
    }

    private Batch trial(Example example) {
        return batch(List.of(recipe.trial().apply(example, new SplittableRandom(0))), 0);
    }

    /// `[K,D]`.
    private static Tensor pooled(FeatureMaps features, Batch batch) {
        return features.pooled(batch.pixels(), batch.superpixels());
    }

    private static Tensor painted(int[] classes, SegmentMap superpixels) {
        int[] labels = superpixels.labels().ints();
        int[] painted = new int[labels.length];
        for (int i = 0; i < labels.length; i++) {
            painted[i] = classes[labels[i]];
        }
        return Tensor.of(painted, superpixels.height(), superpixels.width());
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
    public void close() {
        batches.close();
    }
}
