package smalti.claim;

import java.util.List;
import java.util.stream.Stream;
import smalti.dataset.DataSetFormat;

/// What a paper claims of two ways to do something: the second scores higher than the first.
///
/// @param name that it is asked for by
/// @param statement what is claimed
/// @param paper that claims it
/// @param set the data set that it is tried on
/// @param format how the set lies in its folder
/// @param parts options that name the parts to learn from and to be tried on; none for the set's own
/// @param first a way to do it
/// @param second the way that is claimed to be better
public record Claim(
        String name,
        String statement,
        String paper,
        String set,
        DataSetFormat format,
        List<String> parts,
        Arm first,
        Arm second) {
    public Claim {
        parts = List.copyOf(parts);
    }

    /// A way to do it.
    ///
    /// @param steps what is run for it, of which the last is a training; what an arm before has run is not run again
    /// @param scores the names of those scores of that training which are compared, the one that counts first
    public record Arm(String name, List<Step> steps, List<String> scores) {
        public Arm {
            steps = List.copyOf(steps);
            scores = List.copyOf(scores);
        }

        String scored() {
            return steps.getLast().folder();
        }
    }

    private static final List<String> OVERLAP = List.of("mean IoU", "mean IoU near outlines");

    private static final Step PLAIN =
            new Step.Train(
                    "spn",
                    "plain",
                    List.of(
                            "--weights",
                            Attempt.WEIGHTS,
                            "--preset",
                            "msrc-small",
                            "--branch",
                            "plain",
                            "--features",
                            Attempt.SHARED));

    private static final Step SUPERPIXELS =
            new Step.Train(
                    "spn",
                    "superpixels",
                    List.of(
                            "--weights",
                            Attempt.WEIGHTS,
                            "--preset",
                            "msrc-small",
                            "--features",
                            Attempt.SHARED));

    private static final List<String> HONEST =
            List.of("--train", "train:0016E5,0001TP", "--val", "train:0006R0");

    private static final List<String> STREET =
            List.of("--weights", Attempt.WEIGHTS, "--preset", "camvid-small");

    /// All that can be tried by training.
    public static final List<Claim> ALL =
            List.of(
                    new Claim(
                            "masks",
                            "masks of a superpixel pooling network beat those of class activation maps",
                            "Kwak, Hong and Han, 2017",
                            "MSRC",
                            DataSetFormat.MSRC,
                            List.of(),
                            new Arm("class activation maps", List.of(PLAIN), OVERLAP),
                            new Arm("superpixel pooling", List.of(SUPERPIXELS), OVERLAP)),
                    new Claim(
                            "round",
                            "a DecoupledNet that learns from a superpixel pooling network's masks beats them",
                            "Kwak, Hong and Han, 2017",
                            "MSRC",
                            DataSetFormat.MSRC,
                            List.of(),
                            new Arm("superpixel pooling", List.of(SUPERPIXELS), OVERLAP),
                            new Arm(
                                    "DecoupledNet",
                                    List.of(
                                            new Step.Masks("spn", "superpixels", "masks"),
                                            new Step.Train(
                                                    "decoupled",
                                                    "decoupled",
                                                    List.of(
                                                            "--weights",
                                                            Attempt.WEIGHTS,
                                                            "--preset",
                                                            "msrc-small",
                                                            "--masks",
                                                            Attempt.OWN + "masks"))),
                                    // The masks knew what pictures show.
                                    OVERLAP.stream()
                                            .map(each -> each + " (classes told)")
                                            .toList())),
                    new Claim(
                            "layer",
                            "a superpixel layer at its end improves a network",
                            "Kwak, Hong and Han, 2017",
                            "CamVid",
                            DataSetFormat.CAMVID,
                            HONEST,
                            street("without superpixels", "pyramid"),
                            street("with superpixels", "superpixels", "--superpixels", "600")),
                    new Claim(
                            "pyramid",
                            "the pyramid of means improves a network",
                            "Zhao et al., 2017",
                            "CamVid",
                            DataSetFormat.CAMVID,
                            HONEST,
                            street("without the pyramid", "flat", "--bins", "none"),
                            street("with the pyramid", "pyramid")),
                    new Claim(
                            "metric",
                            "features learnt on superpixels are as good as those learnt on pixels, in less time",
                            "superpixel metric learning for soft segmentation, 2019",
                            "MSRC",
                            DataSetFormat.CAMVID,
                            List.of(),
                            metric("learnt on pixels", "pixels", "--sampling", "pixels"),
                            metric("learnt on superpixels", "superpixels")));

    /// Both ways.
    public List<Arm> arms() {
        return List.of(first, second);
    }

    /// Whether it needs the weights of encoders.
    public boolean needsWeights() {
        return arms().stream()
                .flatMap(arm -> arm.steps().stream())
                .anyMatch(step ->
                        step instanceof Step.Train train
                                && train.options().contains(Attempt.WEIGHTS));
    }

    private static Arm street(String name, String folder, String... options) {
        return arm("pspnet", name, folder, OVERLAP, STREET, options);
    }

    private static Arm metric(String name, String folder, String... options) {
        return arm(
                "metric",
                name,
                folder,
                List.of("mean IoU by the nearest superpixels"),
                List.of("--preset", "msrc-small"),
                options);
    }

    private static Arm arm(
            String system,
            String name,
            String folder,
            List<String> scores,
            List<String> usual,
            String... options) {
        return new Arm(
                name,
                List.of(
                        new Step.Train(
                                system,
                                folder,
                                Stream.concat(usual.stream(), Stream.of(options)).toList())),
                scores);
    }
}
