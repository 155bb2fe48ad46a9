package smalti.spn;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import smalti.augment.Example;
import smalti.dataset.ObjectClasses;
import smalti.dataset.TaggedPicture;
import smalti.evaluation.Examination;
import smalti.evaluation.Trial;
import smalti.grad.Variable;
import smalti.loading.Examples;
import smalti.loading.Order;
import smalti.loading.Photos;
import smalti.loading.Prefetch;
import smalti.nn.Optimizer;
import smalti.nn.Parameter;
import smalti.nn.Parameters;
import smalti.nn.Pass;
import smalti.nn.Seeds;
import smalti.op.Arithmetic;
import smalti.op.LossOp;
import smalti.op.PointOp;
import smalti.photo.Photo;
import smalti.picture.Drawing;
import smalti.segment.SegmentMap;
import smalti.tensor.Tensor;
import smalti.train.Course;
import smalti.train.Lesson;

/// Teaches [SpnNetwork] from image-level labels: the sum over both branches of the classes' logistic losses, on squares whose
/// side is another one each step.
final class SpnCourse implements Course {
    private static final long ORDER = 1;
    private static final long SIDES = 2;
    private static final int AHEAD = 3;

    /// What is taught.
    ///
    /// @param classes names, those of the network's scores
    /// @param sides of the squares, of which each step takes one
    /// @param share see [ActivationMaps#mask]
    record Recipe(
            List<String> classes,
            Branch branch,
            List<Integer> sides,
            int batch,
            long steps,
            Optimizer optimizer,
            long seed,
            double share) {}

    /// The pictures of a part.
    ///
    /// @param shown the classes that each shows, by their place in the recipe
    record Part(
            List<TaggedPicture> pictures,
            Photos photos,
            List<Set<Integer>> shown,
            FeatureStore features) {}

    /// @param targets `[B,classes]`, 1 where a picture shows a class
    private record Batch(
            Tensor features,
            Optional<Encoding.Switches> switches,
            SegmentMap superpixels,
            Tensor targets) {}

    private final SpnNetwork network;
    private final Parameters parameters;
    private final Recipe recipe;
    private final Part training;
    private final Part examination;
    private final Examples truths;
    private final Superpixelled superpixels;
    private final Localization localization;
    private final Order order;
    private final Prefetch<Batch> batches;

    /// @param truths the pictures of the examination with their labels, in the background and the recipe's classes
    SpnCourse(
            SpnNetwork network,
            Parameters parameters,
            Recipe recipe,
            Part training,
            Part examination,
            Examples truths,
            Superpixelled superpixels,
            Localization localization) {
        this.network = network;
        this.parameters = parameters;
        this.recipe = recipe;
        this.training = training;
        this.examination = examination;
        this.truths = truths;
        this.superpixels = superpixels;
        this.localization = localization;
        this.order = new Order(training.shown().size(), Seeds.derived(recipe.seed(), ORDER));
        this.batches = new Prefetch<>(this::batch, recipe.steps(), AHEAD, 1);
    }

    private Batch batch(long step) {
        var random = new SplittableRandom(Seeds.derived(Seeds.derived(recipe.seed(), SIDES), step));
        int side = recipe.sides().get(random.nextInt(recipe.sides().size()));
        int[] members = order.batch(step, recipe.batch());
        float[] targets = new float[members.length * recipe.classes().size()];
        List<Tensor> labels = new ArrayList<>();
        for (int i = 0; i < members.length; i++) {
            for (int each : training.shown().get(members[i])) {
                targets[i * recipe.classes().size() + each] = 1;
            }
            labels.add(
                    recipe.branch() == Branch.PLAIN
                            ? Tensor.of(new int[1], 1, 1)
                            : superpixels.labels(photo(training, members[i])));
        }
        try {
            Encoding.Encoded encoded = training.features().at(side, members);
            return new Batch(
                    encoded.features(),
                    encoded.switches(),
                    Superpixelled.squared(labels, side),
                    Tensor.of(targets, members.length, recipe.classes().size()));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Pictures that are broken were left out before.
    private static Photo photo(Part part, int number) {
        return part.photos().at(number).orElseThrow();
    }

    @Override
    public Lesson lesson() {
        return (pass, step) -> loss(pass, batches.batch(step));
    }

    private Variable loss(Pass pass, Batch batch) {
        Variable features = pass.flow().constant(batch.features());
        Variable targets = pass.flow().constant(batch.targets());
        if (recipe.branch() == Branch.PLAIN) {
            return logistic(pass, network.plainScores(pass, features), targets);
        }
        SpnNetwork.Scores scores =
                network.scores(
                        pass,
                        features,
                        batch.switches().map(each -> each.in(pass)),
                        batch.superpixels());
        return pass.run(
                new PointOp.Binary(Arithmetic.ADD),
                logistic(pass, scores.top(), targets),
                logistic(pass, scores.bottom(), targets));
    }

    /// The sum over classes, and the mean over pictures, of the logistic losses.
    private static Variable logistic(Pass pass, Variable scores, Variable targets) {
        Variable mean = pass.run(new LossOp.BinaryCrossEntropy(), scores, targets);
        return pass.run(new PointOp.Scale(scores.shape().size(1), 0), mean);
    }

    @Override
    public Examination examine() throws IOException {
        List<String> names = new ObjectClasses(recipe.classes()).onBackground();
        int count = examination.shown().size();
        var trial = new Trial(names, count);
        for (int i = 0; i < count; i++) {
            Optional<Example> truth = truth(i);
            if (truth.isEmpty()) {
                continue;
            }
            Photo photo = photo(examination, i);
            Tensor mask =
                    localization
                            .maps(recipe.branch(), photo, features(i), recipe.sides())
                            .mask(examination.shown().get(i), recipe.share());
            trial.add(
                    examination.pictures().get(i).id(),
                    Drawing.of(photo),
                    truth.get().labels(),
                    mask);
        }
        return trial.examination("mean IoU");
    }

    private Optional<Example> truth(int picture) {
        String id = examination.pictures().get(picture).id();
        for (int i = 0; i < truths.size(); i++) {
            if (truths.name(i).equals(id)) {
                return truths.at(i);
            }
        }
        return Optional.empty();
    }

    private Localization.Features features(int picture) {
        return side -> {
            try {
                return examination.features().at(side, picture);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        };
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public Predicate<Parameter> learnt() {
        return each -> each.name().startsWith(SpnTraining.OWN);
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
        try {
            training.features().close();
            examination.features().close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
