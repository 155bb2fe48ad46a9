package smalti.decoupled;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import smalti.augment.Augmentation;
import smalti.dataset.ObjectClasses;
import smalti.error.ParameterException;
import smalti.nn.Initializer;
import smalti.nn.Optimizer;
import smalti.nn.Schedule;
import smalti.nn.Sgd;
import smalti.op.Size;
import smalti.train.EncoderChoice;
import smalti.train.Setting;
import smalti.train.Settings;

/// What [DecoupledTraining] can be told, and what its parts make of it.
record DecoupledSettings(Settings given) {
    /// The paper's momentum.
    private static final double MOMENTUM = 0.9;

    /// What the rate falls to.
    private static final double FALL = 0.1;

    static List<Setting> all() {
        return EncoderChoice.with(
                EncoderChoice.frozen(32),
                new Setting(
                        "masks",
                        "",
                        "the folder of masks, as 'smalti spn masks' and 'smalti decoupled masks' make it"),
                new Setting(
                        "keep",
                        "0.8",
                        "share of each class's masks that is learnt from, those scattered least"),
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

    static SequencedMap<String, Map<String, String>> presets() {
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

    EncoderChoice encoder() {
        return EncoderChoice.of(given);
    }

    /// @throws ParameterException if none is given
    Path masks() {
        if (given.text("masks").isBlank()) {
            throw new ParameterException("--masks", "the folder of masks", "missing");
        }
        return Path.of(given.text("masks"));
    }

    /// The share of masks that is learnt from.
    double kept() {
        return given.number("keep", 0, 1);
    }

    int side() {
        return given.integer("crop", 1);
    }

    /// The probability above which a photo shows a class.
    double threshold() {
        return given.number("threshold", 0, 1);
    }

    /// What the decoder's weights are drawn from.
    Initializer start() {
        return Initializer.gaussian(given.number("deviation", 1e-6, 10));
    }

    Form form() {
        int kernel = given.integer("kernel", 1);
        int places = side() / encoder().outputStride();
        if (kernel > places) {
            throw new ParameterException(
                    "--kernel", "at most the %d places of a side".formatted(places), kernel);
        }
        return new Form(
                kernel,
                given.integer("hidden", 1),
                given.choice("pooling", List.of(ScorePooling.values()), ScorePooling::label),
                given.number("width", 1e-3, 64),
                given.integer("unpoolings", 0));
    }

    DecoupledCourse.Recipe recipe(ObjectClasses classes) {
        int steps = given.integer("steps", 1);
        int first = given.integer("classifier-steps", 0);
        if (first >= steps) {
            throw new ParameterException(
                    "--classifier-steps", "less than the %d steps of all".formatted(steps), first);
        }
        return new DecoupledCourse.Recipe(
                classes,
                Augmentation.none()
                        .square(given.integer("resize", 1))
                        .cropped(Size.square(side()))
                        .mirrored(0.5),
                side(),
                given.integer("batch", 1),
                first,
                steps,
                Optimizer.of(new Sgd(MOMENTUM, given.number("decay", 0, 1)), 1)
                        .schedule(schedule(first)),
                given.whole("seed"));
    }

    /// The rate itself: classifier and decoder have their own.
    private Schedule schedule(int first) {
        double classifierRate = given.number("classifier-rate", 0, 1000);
        double rate = given.number("rate", 0, 1000);
        Schedule classifier = Schedule.poly(Math.max(1, first), 1);
        Schedule decoder = Schedule.steps(given.integer("fall-every", 1), FALL);
        return step ->
                step < first
                        ? classifierRate * classifier.factor(step)
                        : rate * decoder.factor(step - first);
    }
}
