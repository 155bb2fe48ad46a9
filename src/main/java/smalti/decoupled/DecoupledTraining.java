package smalti.decoupled;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import smalti.dataset.LabelledPicture;
import smalti.dataset.LabelledPictures;
import smalti.dataset.ObjectClasses;
import smalti.dataset.TaggedPicture;
import smalti.dataset.TaggedPictures;
import smalti.device.Device;
import smalti.file.SafetensorsReader;
import smalti.nn.Parameter;
import smalti.nn.Parameters;
import smalti.nn.Scope;
import smalti.nn.WeightFile;
import smalti.photo.Photo;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;
import smalti.train.Course;
import smalti.train.EncoderChoice;
import smalti.train.MaskMaker;
import smalti.train.MaskingSystem;
import smalti.train.Setting;
import smalti.train.Settings;
import smalti.train.Setup;
import smalti.train.TrainingData;
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
        return DecoupledSettings.all();
    }

    @Override
    public SequencedMap<String, Map<String, String>> presets() {
        return DecoupledSettings.presets();
    }

    /// Whether a parameter is not the encoder's.
    static boolean isOwn(String name) {
        return DecoupledNetwork.CLASSIFIER.stream().anyMatch(name::startsWith)
                || NEW.stream().anyMatch(name::startsWith);
    }

    /// A network on its encoder.
    record Built(Encoder encoder, DecoupledNetwork network, Parameters parameters) {}

    private static Built built(DecoupledSettings settings, int classes) {
        var parameters = new Parameters();
        Scope scope = Scope.of(parameters, new SplittableRandom(settings.given().whole("seed")));
        EncoderChoice choice = settings.encoder();
        Encoder encoder = choice.build(scope);
        var network =
                new DecoupledNetwork(
                        scope,
                        choice.backbone().channels(),
                        choice.outputStride(),
                        classes,
                        settings.form(),
                        settings.start());
        return new Built(encoder, network, parameters);
    }

    private static DecoupledSegmentation segmentation(
            DecoupledSettings settings, Built built, ObjectClasses classes) {
        return new DecoupledSegmentation(
                built.encoder(),
                built.network(),
                classes.count(),
                settings.side(),
                settings.threshold());
    }

    @Override
    public Course course(Setup setup) throws IOException {
        var settings = new DecoupledSettings(setup.settings());
        TrainingData data = setup.data();
        TaggedPictures training = data.readTagged(data.training());
        ObjectClasses classes = ObjectClasses.among(training.classes());
        Path folder = settings.masks();
        LabelledPictures masks = MaskFolder.read(folder, data.training(), training);
        Built built = built(settings, classes.count());
        Path weights = settings.encoder().file();
        Set<String> hidden = hiddenLayers(weights, built.parameters());
        WeightFile.readPart(
                weights,
                built.parameters(),
                each -> !isOwn(each.name()) || hidden.contains(each.name()));
        DecoupledCourse.Recipe recipe = settings.recipe(classes);
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

    private static DecoupledCourse.Part part(
            DecoupledSettings settings,
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
                MaskSamples.of(examples, classes.count()).leastScattered(settings.kept()));
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
            Settings given, ObjectClasses classes, Path weights) throws IOException {
        var settings = new DecoupledSettings(given);
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
