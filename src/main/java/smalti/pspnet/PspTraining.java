package smalti.pspnet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import smalti.augment.Augmentation;
import smalti.dataset.LabelledPictures;
import smalti.device.Device;
import smalti.nn.Optimizer;
import smalti.nn.ParameterGroup;
import smalti.nn.Parameters;
import smalti.nn.Schedule;
import smalti.nn.Scope;
import smalti.nn.Sgd;
import smalti.nn.WeightFile;
import smalti.segmentation.PixelClassifier;
import smalti.segmentation.SegmentationCourse;
import smalti.segmentation.SuperpixelScores;
import smalti.superpixel.Slic;
import smalti.train.Course;
import smalti.train.EncoderChoice;
import smalti.train.Setting;
import smalti.train.Settings;
import smalti.train.Setup;
import smalti.train.TrainableSystem;
import smalti.train.TrainingData;
import smalti.zoo.PictureModel;
import smalti.zoo.Segmenter;
import smalti.zoo.SlidingWindows;

/// Training [PspNet] and [SmallPspNet]: stochastic gradient descent with a poly schedule on pictures that are scaled, turned,
/// blurred, mirrored and cut; tried by sliding windows.
///
/// Zhao et al., "Pyramid Scene Parsing Network", 2017.
///
/// Deviation from the paper: the small preset clips gradients. Of few pictures a step a bin of 1 normalises few values, which
/// differ little from each other, and what comes back through it can be so large that the encoder is lost.
public final class PspTraining implements TrainableSystem {
    private static final String SMALL = "none";

    @Override
    public String name() {
        return "pspnet";
    }

    @Override
    public String about() {
        return "pyramid scene parsing: the class of every pixel, from labelled pictures";
    }

    @Override
    public List<Setting> settings() {
        return EncoderChoice.with(
                EncoderChoice.learning(8, "the small form at full resolution"),
                new Setting(
                        "bins", "1,2,3,6", "bins of the pyramid; none for a network without it"),
                new Setting(
                        "normalized-from",
                        "1",
                        "bins from which on the pyramid's branches are normalised; 2 where steps have few pictures"),
                new Setting(
                        "auxiliary",
                        "0.4",
                        "weight of the second classifier's loss while learning"),
                new Setting(
                        "superpixels",
                        "0",
                        "superpixels of a crop that scores are averaged over, at the end of the network; 0 for none"),
                new Setting(
                        "superpixels-learnt",
                        "yes",
                        "whether they are averaged while the network learns too, not only when it answers"),
                new Setting("width", "1", "what the channels of the small form are multiplied by"),
                new Setting("steps", "4000", "steps of training"),
                new Setting("batch", "8", "pictures of a step"),
                new Setting("crop", "233x313", "size that pictures are cut to"),
                new Setting("scale", "0.5,2", "range that pictures are scaled by"),
                new Setting("turn", "10", "degrees that pictures are turned by at most"),
                new Setting("blur", "0.5", "probability that a picture is blurred"),
                new Setting("rate", "0.01", "learning rate of the encoder, at the start"),
                new Setting("new-rate", "10", "what it is multiplied by behind the encoder"),
                new Setting("decay", "1e-4", "weight decay"),
                new Setting(
                        "clip",
                        "0",
                        "norm that gradients of a step are scaled down to where theirs is larger; 0 for none"),
                new Setting("power", "0.9", "power of the poly schedule"),
                new Setting("test-scales", "1", "sizes that pictures are tried in"),
                new Setting("test-mirrored", "no", "whether they are tried mirrored too"));
    }

    @Override
    public SequencedMap<String, Map<String, String>> presets() {
        var presets = new LinkedHashMap<String, Map<String, String>>();
        presets.put(
                "camvid-small",
                Map.of(
                        "output-stride", "16",
                        "steps", "1000",
                        "batch", "4",
                        "crop", "233x313",
                        "rate", "0.003",
                        "normalized-from", "2",
                        "clip", "10"));
        presets.put(
                "paper-ade20k",
                Map.ofEntries(
                        Map.entry("backbone", "resnet_50"),
                        Map.entry("steps", "126000"),
                        Map.entry("batch", "16"),
                        Map.entry("crop", "473"),
                        Map.entry("test-scales", "0.5,0.75,1,1.25,1.5,1.75"),
                        Map.entry("test-mirrored", "yes")));
        presets.put(
                "paper-cityscapes",
                Map.ofEntries(
                        Map.entry("backbone", "resnet_101"),
                        Map.entry("steps", "37000"),
                        Map.entry("batch", "16"),
                        Map.entry("crop", "713"),
                        Map.entry("test-scales", "0.5,0.75,1,1.25,1.5,1.75"),
                        Map.entry("test-mirrored", "yes")));
        return presets;
    }

    /// A network with its parameters.
    private record Built(PixelClassifier network, Parameters parameters) {}

    private static Built built(Settings settings, int classes) {
        Built plain = plain(settings, classes);
        int superpixels = settings.integer("superpixels", 0);
        return superpixels == 0
                ? plain
                : new Built(
                        new SuperpixelScores(
                                plain.network(),
                                Slic.segments(superpixels),
                                settings.flag("superpixels-learnt")),
                        plain.parameters());
    }

    private static boolean isSmall(Settings settings) {
        return settings.text("backbone").equalsIgnoreCase(SMALL);
    }

    private static Built plain(Settings settings, int classes) {
        var parameters = new Parameters();
        Scope scope = Scope.of(parameters, new SplittableRandom(settings.whole("seed")));
        List<Integer> bins = settings.integers("bins", 1);
        if (isSmall(settings)) {
            return new Built(
                    new SmallPspNet(
                            scope, !bins.isEmpty(), classes, settings.number("width", 1e-3, 64)),
                    parameters);
        }
        EncoderChoice encoder = EncoderChoice.of(settings);
        return new Built(
                new PspNet(
                        scope,
                        encoder.backbone(),
                        encoder.outputStride(),
                        new Pyramid(bins, settings.integer("normalized-from", 1)),
                        classes,
                        settings.number("auxiliary", 0, 100)),
                parameters);
    }

    @Override
    public Course course(Setup setup) throws IOException {
        Settings settings = setup.settings();
        TrainingData data = setup.data();
        Device device = setup.device();
        LabelledPictures training = data.read(data.training());
        LabelledPictures examination = data.read(data.examination());
        List<String> classes = training.names();
        Built built = built(settings, classes.size());
        Optional<Path> weights =
                isSmall(settings) ? Optional.empty() : EncoderChoice.of(settings).weights();
        if (weights.isPresent()) {
            WeightFile.readPart(
                    weights.get(), built.parameters(), each -> !each.name().startsWith(PspNet.NEW));
        }
        return new SegmentationCourse(
                built.network(),
                built.parameters(),
                recipe(settings, classes),
                data.examples(training, classes),
                data.examples(examination, classes),
                device);
    }

    private static SegmentationCourse.Recipe recipe(Settings settings, List<String> classes) {
        int steps = settings.integer("steps", 1);
        List<Double> scale = settings.numbers("scale", 0.01, 100);
        Augmentation changes =
                Augmentation.none()
                        .scaled(scale.getFirst(), scale.getLast())
                        .turned(settings.number("turn", 0, 180))
                        .mirrored(0.5)
                        .cropped(settings.size("crop"))
                        .blurred(settings.number("blur", 0, 1), 1);
        Optimizer optimizer =
                Optimizer.of(
                                new Sgd(0.9, settings.number("decay", 0, 1)),
                                settings.number("rate", 0, 1000))
                        .schedule(Schedule.poly(steps, settings.number("power", 0, 100)))
                        .groups(
                                ParameterGroup.named(
                                        PspNet.NEW, settings.number("new-rate", 0, 1000), 1),
                                ParameterGroup.all());
        double clip = settings.number("clip", 0, 1e9);
        return new SegmentationCourse.Recipe(
                classes,
                changes,
                settings.integer("batch", 1),
                steps,
                clip > 0 ? optimizer.clip(clip) : optimizer,
                settings.whole("seed"),
                windows(settings));
    }

    private static SlidingWindows windows(Settings settings) {
        return new SlidingWindows(
                settings.size("crop"),
                settings.numbers("test-scales", 0.01, 16),
                settings.flag("test-mirrored"));
    }

    @Override
    public PictureModel model(Settings settings, List<String> classes, Path weights)
            throws IOException {
        Built built = built(settings, classes.size());
        WeightFile.read(weights, built.parameters());
        return Segmenter.sliding(built.network(), windows(settings), classes, -1);
    }
}
