package smalti.spn;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import smalti.dataset.LabelledPictures;
import smalti.dataset.ObjectClasses;
import smalti.dataset.TaggedPictures;
import smalti.device.Device;
import smalti.error.UnsupportedOpException;
import smalti.nn.Adam;
import smalti.nn.Optimizer;
import smalti.nn.Parameters;
import smalti.nn.Schedule;
import smalti.nn.Scope;
import smalti.nn.WeightFile;
import smalti.superpixel.Slic;
import smalti.train.Course;
import smalti.train.EncoderChoice;
import smalti.train.MaskMaker;
import smalti.train.MaskingSystem;
import smalti.train.Setting;
import smalti.train.Settings;
import smalti.train.Setup;
import smalti.zoo.Backbone;
import smalti.zoo.Encoder;
import smalti.zoo.PictureModel;

/// Training [SpnNetwork] on a data set's image-level labels.
///
/// Deviations from the paper: it does not tell the superpixels, the optimiser and its schedule; ours are SLIC, Adam and a
/// poly schedule. Features of the frozen encoder are computed once a picture and scale, and pictures are not mirrored.
public final class SpnTraining implements MaskingSystem {
    /// The smallest square that encoders are given.
    static final int LEAST_SIDE = 32;

    /// What the names of learnt parameters begin with.
    static final String OWN = "spn.";

    @Override
    public String name() {
        return "spn";
    }

    @Override
    public String about() {
        return "the superpixel pooling network: where classes are, from which classes pictures show";
    }

    @Override
    public List<Setting> settings() {
        return EncoderChoice.with(
                EncoderChoice.frozen(16),
                new Setting("channels", "512", "channels of the network's maps"),
                new Setting("kernel", "3", "side of the deconvolutions' windows, odd"),
                new Setting(
                        "branch",
                        "superpixels",
                        "superpixels for both branches, plain for class activation maps without superpixels"),
                new Setting("superpixels", "200", "superpixels of a photo"),
                new Setting(
                        "compactness", "10", "how compact superpixels are, see smalti superpixels"),
                new Setting(
                        "sides",
                        "250,300,350,400,450,500",
                        "sides of the squares that photos are brought to"),
                new Setting(
                        "share",
                        "0.5",
                        "share of its maximum from which on a map is the mask of its class"),
                new Setting("steps", "4000", "steps of training"),
                new Setting("batch", "8", "pictures of a step"),
                new Setting("rate", "1e-3", "learning rate of Adam, at the start"),
                new Setting("decay", "1e-4", "decoupled weight decay"),
                new Setting("power", "0.9", "power of the poly schedule"),
                new Setting(
                        "features",
                        "",
                        "folder for the encoder's features (one within the run's folder)"),
                new Setting(
                        "features-mb",
                        "8000",
                        "megabytes that the features of a part may take there"));
    }

    @Override
    public SequencedMap<String, Map<String, String>> presets() {
        var presets = new LinkedHashMap<String, Map<String, String>>();
        presets.put(
                "msrc-small",
                Map.of(
                        "channels", "128",
                        "kernel", "1",
                        "superpixels", "40",
                        "compactness", "5",
                        "steps", "600"));
        presets.put("paper", Map.of("backbone", "vgg16", "output-stride", "32", "steps", "40000"));
        return presets;
    }

    /// A network on its encoder.
    ///
    /// @param switches whether the encoder tells where its maxima were
    record Built(Encoder encoder, boolean switches, SpnNetwork network, Parameters parameters) {
        Encoding encoding(Device device) {
            return new Encoding(encoder, switches, device);
        }
    }

    static Built built(Settings settings, int classes) throws IOException {
        var parameters = new Parameters();
        Scope scope = Scope.of(parameters, new SplittableRandom(settings.whole("seed")));
        EncoderChoice choice = EncoderChoice.of(settings);
        Encoder encoder = choice.build(scope);
        var network =
                new SpnNetwork(
                        scope.in("spn"),
                        choice.backbone().channels(),
                        settings.integer("channels", 1),
                        settings.integer("kernel", 1),
                        classes);
        return new Built(encoder, choice.backbone() == Backbone.VGG16, network, parameters);
    }

    @Override
    public Course course(Setup setup) throws IOException {
        Settings settings = setup.settings();
        TaggedPictures training = setup.data().readTagged(setup.data().training());
        TaggedPictures examination = setup.data().readTagged(setup.data().examination());
        LabelledPictures truths = setup.data().read(setup.data().examination());
        ObjectClasses objects = ObjectClasses.among(training.classes());
        List<String> classes = objects.names();
        Built built = built(settings, classes.size());
        Path weights = EncoderChoice.of(settings).file();
        WeightFile.readPart(weights, built.parameters(), each -> !each.name().startsWith(OWN));
        Path features =
                settings.text("features").isBlank()
                        ? setup.scratch()
                        : Path.of(settings.text("features"));
        var superpixels = new Superpixelled(slic(settings), setup.device());
        List<Integer> sides = settings.integers("sides", LEAST_SIDE);
        try (Encoding encoding = built.encoding(setup.device())) {
            var parts = new FeatureParts(setup, encoding, settings, weights, features, sides);
            return new SpnCourse(
                    built.network(),
                    built.parameters(),
                    recipe(settings, classes, sides),
                    parts.of("train", training, classes),
                    parts.of("val", examination, classes),
                    setup.data().examples(truths, objects.onBackground()),
                    superpixels,
                    new Localization(
                            built.network(), built.parameters(), superpixels, setup.device()));
        }
    }

    static Branch branch(Settings settings) {
        return settings.choice("branch", List.of(Branch.values()), Branch::label);
    }

    static Slic slic(Settings settings) {
        return Slic.segments(settings.integer("superpixels", 1))
                .withCompactness(settings.number("compactness", 0, 1e6));
    }

    private static SpnCourse.Recipe recipe(
            Settings settings, List<String> classes, List<Integer> sides) {
        int steps = settings.integer("steps", 1);
        return new SpnCourse.Recipe(
                classes,
                branch(settings),
                sides,
                settings.integer("batch", 1),
                steps,
                Optimizer.of(
                                Adam.decoupled(settings.number("decay", 0, 1)),
                                settings.number("rate", 0, 1000))
                        .schedule(Schedule.poly(steps, settings.number("power", 0, 100))),
                settings.whole("seed"),
                settings.number("share", 0, 1));
    }

    @Override
    public PictureModel model(Settings settings, List<String> classes, Path weights) {
        throw new UnsupportedOpException(
                "spn",
                "photos without image-level labels",
                "give its masks to smalti train decoupled");
    }

    @Override
    public MaskMaker masks(Settings settings, ObjectClasses classes, Path weights, Device device)
            throws IOException {
        return SpnMasks.open(settings, classes.count(), weights, device);
    }
}
