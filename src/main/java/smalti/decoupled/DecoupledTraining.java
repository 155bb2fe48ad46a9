package smalti.decoupled;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import smalti.augment.Augmentation;
import smalti.dataset.LabelledPicture;
import smalti.dataset.LabelledPictures;
import smalti.dataset.ObjectClasses;
import smalti.dataset.TaggedPicture;
import smalti.dataset.TaggedPictures;
import smalti.device.Device;
import smalti.error.ParameterException;
import smalti.file.SafetensorsReader;
import smalti.nn.Initializer;
import smalti.nn.Optimizer;
import smalti.nn.Parameter;
import smalti.nn.Parameters;
import smalti.nn.Schedule;
import smalti.nn.Scope;
import smalti.nn.Sgd;
import smalti.nn.WeightFile;
import smalti.op.Size;
import smalti.photo.Photo;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;
import smalti.train.Course;
import smalti.train.MaskMaker;
import smalti.train.MaskingSystem;
import smalti.train.Setting;
import smalti.train.Settings;
import smalti.train.Setup;
import smalti.train.TrainingData;
import smalti.zoo.Backbone;
import smalti.zoo.Encoder;
import smalti.zoo.PictureModel;
import smalti.zoo.Segmenter;

/// Training [DecoupledNetwork] on masks that another network made, such as a superpixel pooling network or an earlier
/// DecoupledNet.
///
/// Where the encoder's file also has `fc6` and `fc7` as convolutions of the same sizes, the classifier begins with these.
///
/// Deviations from the paper: the classifier's layers behind the encoder learn first, in the same run, from image-level
/// labels; pictures are brought into a square as they are when it is tried, so that nothing is distorted; the scatter of a mask
/// is the mean squared distance of its pixels from their middle over their number, and the least scattered share of each class
/// is learnt from, since the paper gives neither; a batch is computed at once, not summed up from smaller ones.
public final class DecoupledTraining implements MaskingSystem {
    /// What names of parameters begin with that are not the encoder's.
    private static final List<String> NEW = List.of("bridge.", "decoder.");

    /// Of the classifier's layers those that networks of other classes have too.
    private static final List<String> HIDDEN = List.of("fc6.", "fc7.");

    /// The paper's momentum.
    private static final double MOMENTUM = 0.9;

    /// What the rate falls to.
    private static final double FALL = 0.1;

    @Override
    public String name() {
        return "decoupled";
    }

    @Override
    public String about() {
        return "DecoupledNet: which pixels belong to a class, from masks that another network made";
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                new Setting(
                        "masks",
                        "",
                        "the folder of masks, as 'smalti spn masks' and 'smalti decoupled masks' make it"),
                new Setting(
                        "keep",
                        "0.8",
                        "share of each class's masks that is learnt from, those scattered least"),
                new Setting(
                        "backbone",
                        "mobilenet_v2",
                        "frozen encoder: mobilenet_v2, squeezenet1_1, resnet_18, resnet_50, resnet_101 or vgg16"),
                new Setting(
                        "weights",
                        "",
                        "the encoder's weights, a file or a folder with BACKBONE.safetensors"),
                new Setting("output-stride", "32", "pixels between the encoder's features"),
                new Setting(
                        "kernel",
                        "7",
                        "side of the windows on the encoder's map, of fc6 and others"),
                new Setting("hidden", "4096", "channels of the classifier's hidden layers"),
                new Setting(
                        "pooling",
                        "max",
                        "max or mean: how scores of places become those of pictures"),
                new Setting("width", "1", "what all channels behind the encoder are multiplied by"),
                new Setting(
                        "unpoolings",
                        "5",
                        "how often the decoder doubles its maps, at most; what is left is interpolated"),
                new Setting("resize", "350", "side of the squares that pictures are brought to"),
                new Setting(
                        "crop",
                        "320",
                        "side of what is cut out of them; photos are tried so large"),
                new Setting("threshold", "0.5", "probability above which a photo shows a class"),
                new Setting("classifier-steps", "5000", "steps that teach the classifier, first"),
                new Setting(
                        "classifier-rate", "0.01", "their learning rate, which falls in a line"),
                new Setting("steps", "17500", "steps of training, with those of the classifier"),
                new Setting("batch", "64", "pictures of a step"),
                new Setting("rate", "0.01", "learning rate of the decoder"),
                new Setting(
                        "fall-every",
                        "5000",
                        "steps of the decoder after which it falls to a tenth"),
                new Setting("decay", "5e-4", "weight decay"),
                new Setting(
                        "deviation", "0.01", "standard deviation of the decoder's first weights"));
    }

    @Override
    public SequencedMap<String, Map<String, String>> presets() {
        var presets = new LinkedHashMap<String, Map<String, String>>();
        presets.put(
                "msrc-small",
                Map.ofEntries(
                        Map.entry("output-stride", "16"),
                        Map.entry("kernel", "3"),
                        Map.entry("hidden", "2048"),
                        Map.entry("pooling", "mean"),
                        Map.entry("width", "0.125"),
                        Map.entry("unpoolings", "2"),
                        Map.entry("resize", "280"),
                        Map.entry("crop", "256"),
                        Map.entry("classifier-steps", "250"),
                        Map.entry("steps", "800"),
                        Map.entry("fall-every", "350"),
                        Map.entry("batch", "8")));
        presets.put("paper", Map.of("backbone", "vgg16"));
        return presets;
    }

    /// Whether a parameter is not the encoder's.
    static boolean isOwn(String name) {
        return DecoupledNetwork.CLASSIFIER.stream().anyMatch(name::startsWith)
                || NEW.stream().anyMatch(name::startsWith);
    }

    /// A network on its encoder.
    record Built(Encoder encoder, DecoupledNetwork network, Parameters parameters) {}

    private static Built built(Settings settings, int classes) {
        var parameters = new Parameters();
        Scope scope = Scope.of(parameters, new SplittableRandom(settings.whole("seed")));
        Backbone backbone = backbone(settings);
        int outputStride = settings.integer("output-stride", 1);
        Encoder encoder = backbone.build(scope, outputStride);
        var network =
                new DecoupledNetwork(
                        scope,
                        backbone.channels(),
                        outputStride,
                        classes,
                        form(settings),
                        Initializer.gaussian(settings.number("deviation", 1e-6, 10)));
        return new Built(encoder, network, parameters);
    }

    private static Backbone backbone(Settings settings) {
        return settings.choice("backbone", List.of(Backbone.values()), Backbone::label);
    }

    private static Form form(Settings settings) {
        int kernel = settings.integer("kernel", 1);
        int places = settings.integer("crop", 1) / settings.integer("output-stride", 1);
        if (kernel > places) {
            throw new ParameterException(
                    "--kernel", "at most the %d places of a side".formatted(places), kernel);
        }
        return new Form(
                kernel,
                settings.integer("hidden", 1),
                settings.choice("pooling", List.of(ScorePooling.values()), ScorePooling::label),
                settings.number("width", 1e-3, 64),
                settings.integer("unpoolings", 0));
    }

    private static DecoupledSegmentation segmentation(
            Settings settings, Built built, ObjectClasses classes) {
        return new DecoupledSegmentation(
                built.encoder(),
                built.network(),
                classes.count(),
                settings.integer("crop", 1),
                settings.number("threshold", 0, 1));
    }

    @Override
    public Course course(Setup setup) throws IOException {
        Settings settings = setup.settings();
        TrainingData data = setup.data();
        TaggedPictures training = data.readTagged(data.training());
        ObjectClasses classes = ObjectClasses.among(training.classes());
        Path folder = Path.of(given(settings, "masks", "the folder of masks"));
        LabelledPictures masks = MaskFolder.read(folder, data.training(), training);
        Built built = built(settings, classes.count());
        Path weights =
                backbone(settings)
                        .weights(
                                Path.of(
                                        given(
                                                settings,
                                                "weights",
                                                "the file of the encoder's weights")));
        Set<String> hidden = hiddenLayers(weights, built.parameters());
        WeightFile.readPart(
                weights,
                built.parameters(),
                each -> !isOwn(each.name()) || hidden.contains(each.name()));
        DecoupledCourse.Recipe recipe = recipe(settings, classes);
        DecoupledCourse.Part part = part(settings, data, training, masks, classes);
        DecoupledCourse.Exam exam = exam(data, classes);
        MaskFolder.expectSame(folder, masks, setup.scratch());
        return new DecoupledCourse(
                built, recipe, part, exam, segmentation(settings, built, classes), setup.device());
    }

    /// What of the classifier's hidden layers the encoder's file has too, as convolutions of the same size.
    private static Set<String> hiddenLayers(Path weights, Parameters parameters)
            throws IOException {
        try (var reader = SafetensorsReader.open(weights)) {
            return parameters.all().stream()
                    .filter(each -> HIDDEN.stream().anyMatch(each.name()::startsWith))
                    .filter(each -> reader.names().contains(each.name()))
                    .filter(each -> isAlike(reader.shape(each.name()), each.tensor().shape()))
                    .map(Parameter::name)
                    .collect(Collectors.toSet());
        }
    }

    private static boolean isAlike(Shape stored, Shape own) {
        return stored.rank() == own.rank() && stored.elements() == own.elements();
    }

    private static String given(Settings settings, String name, String what) {
        if (settings.text(name).isBlank()) {
            throw new ParameterException("--" + name, what, "missing");
        }
        return settings.text(name);
    }

    private static DecoupledCourse.Part part(
            Settings settings,
            TrainingData data,
            TaggedPictures set,
            LabelledPictures masks,
            ObjectClasses classes) {
        Map<String, Set<Integer>> shown = shown(set, classes);
        var examples = data.examples(masks, classes.onBackground());
        return new DecoupledCourse.Part(
                examples,
                masks.pictures().stream()
                        .map(LabelledPicture::id)
                        .map(id -> shown.getOrDefault(id, Set.of()))
                        .toList(),
                MaskSamples.of(examples, classes.count())
                        .leastScattered(settings.number("keep", 0, 1)));
    }

    private static DecoupledCourse.Exam exam(TrainingData data, ObjectClasses classes)
            throws IOException {
        return new DecoupledCourse.Exam(
                data.examples(data.read(data.examination()), classes.onBackground()),
                shown(data.readTagged(data.examination()), classes));
    }

    /// The classes that pictures show, by the names of these.
    private static Map<String, Set<Integer>> shown(TaggedPictures set, ObjectClasses classes) {
        Map<String, Set<Integer>> shown = new HashMap<>();
        for (TaggedPicture each : set.pictures()) {
            shown.put(each.id(), set.shown(each, classes.names()));
        }
        return shown;
    }

    private static DecoupledCourse.Recipe recipe(Settings settings, ObjectClasses classes) {
        int steps = settings.integer("steps", 1);
        int first = settings.integer("classifier-steps", 0);
        if (first >= steps) {
            throw new ParameterException(
                    "--classifier-steps", "less than the %d steps of all".formatted(steps), first);
        }
        int side = settings.integer("crop", 1);
        return new DecoupledCourse.Recipe(
                classes,
                Augmentation.none()
                        .square(settings.integer("resize", 1))
                        .cropped(Size.square(side))
                        .mirrored(0.5),
                side,
                settings.integer("batch", 1),
                first,
                steps,
                Optimizer.of(new Sgd(MOMENTUM, settings.number("decay", 0, 1)), 1)
                        .schedule(schedule(settings, first)),
                settings.whole("seed"));
    }

    /// The rate itself: classifier and decoder have their own.
    private static Schedule schedule(Settings settings, int first) {
        double classifierRate = settings.number("classifier-rate", 0, 1000);
        double rate = settings.number("rate", 0, 1000);
        Schedule classifier = Schedule.poly(Math.max(1, first), 1);
        Schedule decoder = Schedule.steps(settings.integer("fall-every", 1), FALL);
        return step ->
                step < first
                        ? classifierRate * classifier.factor(step)
                        : rate * decoder.factor(step - first);
    }

    @Override
    public PictureModel model(Settings settings, List<String> classes, Path weights)
            throws IOException {
        ObjectClasses objects = ObjectClasses.among(classes);
        return new Segmenter(trained(settings, objects, weights), objects.onBackground(), 0);
    }

    @Override
    public MaskMaker masks(Settings settings, ObjectClasses classes, Path weights, Device device)
            throws IOException {
        return new Masks(trained(settings, classes, weights), device);
    }

    private static DecoupledSegmentation trained(
            Settings settings, ObjectClasses classes, Path weights) throws IOException {
        Built built = built(settings, classes.count());
        WeightFile.read(weights, built.parameters());
        return segmentation(settings, built, classes);
    }

    private record Masks(DecoupledSegmentation segmentation, Device device) implements MaskMaker {
        @Override
        public Tensor mask(Photo photo, Set<Integer> shown) {
            return segmentation.look(device, photo.pixels()).labels(shown);
        }

        @Override
        public void close() {
            // Nothing is kept from picture to picture.
        }
    }
}
