package smalti.metric;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import smalti.augment.Augmentation;
import smalti.dataset.LabelledPictures;
import smalti.error.UnsupportedOpException;
import smalti.nn.Adam;
import smalti.nn.Optimizer;
import smalti.nn.Parameters;
import smalti.nn.Scope;
import smalti.superpixel.Slic;
import smalti.train.Course;
import smalti.train.Setting;
import smalti.train.Settings;
import smalti.train.Setup;
import smalti.train.TrainableSystem;
import smalti.zoo.PictureModel;

/// Training [MetricNetwork] on labelled pictures.
///
/// Deviations from the paper: labels are brought to size by the nearest pixel, where its program mixed numbers of classes.
public final class MetricTraining implements TrainableSystem {
    @Override
    public String name() {
        return "metric";
    }

    @Override
    public String about() {
        return "features for soft segmentation: which superpixels belong together, from labelled pictures";
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                new Setting(
                        "sampling",
                        "superpixels",
                        "what is compared: superpixels, or pixels for comparison"),
                new Setting("width", "1", "what the network's channels are multiplied by"),
                new Setting("superpixels", "500", "superpixels of a crop"),
                new Setting(
                        "compactness", "10", "how compact superpixels are, see smalti superpixels"),
                new Setting("sigma", "2", "how far pictures are smoothed before they are divided"),
                new Setting(
                        "short-side",
                        "256",
                        "length that the short side of pictures is brought to"),
                new Setting("crop", "224", "size that pictures are cut to"),
                new Setting("steps", "160000", "steps of training"),
                new Setting("batch", "5", "pictures of a step"),
                new Setting("rate", "1e-4", "learning rate of Adam"),
                new Setting(
                        "remembered",
                        "60",
                        "pictures whose superpixels others are compared with when the network is tried"));
    }

    @Override
    public SequencedMap<String, Map<String, String>> presets() {
        var presets = new LinkedHashMap<String, Map<String, String>>();
        presets.put(
                "msrc-small",
                Map.of(
                        "width", "0.25",
                        "crop", "160",
                        "short-side", "184",
                        "superpixels", "250",
                        "steps", "1500",
                        "batch", "4",
                        "rate", "1e-3"));
        presets.put("paper", Map.of());
        return presets;
    }

    @Override
    public Course course(Setup setup) throws IOException {
        Settings settings = setup.settings();
        LabelledPictures training = setup.data().read(setup.data().training());
        LabelledPictures examination = setup.data().read(setup.data().examination());
        List<String> classes = training.names();
        var parameters = new Parameters();
        var network =
                new MetricNetwork(
                        Scope.of(parameters, new SplittableRandom(settings.whole("seed"))),
                        width(settings));
        Augmentation sized = Augmentation.none().shortSide(settings.integer("short-side", 8));
        var recipe =
                new MetricCourse.Recipe(
                        classes,
                        settings.choice("sampling", List.of(Sampling.values()), Sampling::label),
                        Slic.segments(settings.integer("superpixels", 1))
                                .withCompactness(settings.number("compactness", 0, 1e6))
                                .withSigma(settings.number("sigma", 0, 100)),
                        sized.mirrored(0.5).upsideDown(0.5).cropped(settings.size("crop")),
                        sized,
                        settings.integer("batch", 1),
                        settings.integer("steps", 1),
                        Optimizer.of(Adam.standard(), settings.number("rate", 0, 1000)),
                        settings.whole("seed"),
                        settings.integer("remembered", 1));
        return new MetricCourse(
                network,
                parameters,
                recipe,
                setup.data().examples(training, classes),
                setup.data().examples(examination, classes),
                setup.device());
    }

    private static double width(Settings settings) {
        return settings.number("width", 1e-3, 16);
    }

    /// The features that a run has come to.
    ///
    /// @param weights that it left
    /// @throws smalti.error.FormatException if they are not those of such a network
    public TrainedFeatures features(Settings settings, Path weights) throws IOException {
        return TrainedFeatures.read(width(settings), weights);
    }

    @Override
    public PictureModel model(Settings settings, List<String> classes, Path weights) {
        throw new UnsupportedOpException(
                "metric",
                "classes of pixels",
                "ask for its features: smalti features RUN PHOTO...");
    }
}
