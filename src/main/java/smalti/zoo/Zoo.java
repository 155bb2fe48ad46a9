package smalti.zoo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import smalti.dataset.ClassList;
import smalti.nn.Layer;
import smalti.nn.Parameters;
import smalti.nn.Scope;
import smalti.nn.WeightFile;

/// The trained networks that can be asked for by name. Weights are files of the user's.
public enum Zoo {
    /// See [SqueezeNet].
    SQUEEZENET1_1("tells what a photo shows, of the 1000 classes of ImageNet"),
    /// See [DeepLab].
    DEEPLABV3_MNV2_VOC("parts a photo into background and the 20 things of Pascal VOC"),
    /// See [Enet].
    ENET_CAMVID("parts a view of a street into the 12 classes of CamVid");

    private static final int IMAGENET_CLASSES = 1000;

    private final String about;

    Zoo(String about) {
        this.about = about;
    }

    /// The network of that name, which may be cut short as long as no other begins so; or none.
    public static Optional<Zoo> named(String name) {
        List<Zoo> meant =
                Stream.of(values()).filter(each -> each.label().startsWith(name)).toList();
        return meant.size() == 1 && !name.isEmpty()
                ? Optional.of(meant.getFirst())
                : meant.stream().filter(each -> each.label().equals(name)).findFirst();
    }

    /// The name that it is asked for by.
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /// What it does, for people.
    public String about() {
        return about;
    }

    /// Builds the network and reads its weights.
    ///
    /// @param weights a safetensors file, with PyTorch's order of dimensions or ours. ImageNet's names are read from
    ///     `synset_words.txt` beside it if that is there
    /// @throws smalti.error.FormatException if these are not the network's weights
    public PictureModel load(Path weights) throws IOException {
        return switch (this) {
            case SQUEEZENET1_1 ->
                    new Classifier(
                            built(scope -> new SqueezeNet(scope, IMAGENET_CLASSES), weights),
                            new Preparation(new Framing.Middle(256, 224), Normalizing.IMAGENET),
                            ClassNames.imageNet(weights, IMAGENET_CLASSES));
            case DEEPLABV3_MNV2_VOC ->
                    new Segmenter(
                            new FramedScoring(
                                    built(
                                            scope -> new DeepLab(scope, ClassList.VOC.size()),
                                            weights),
                                    new Preparation(new Framing.Whole(513), Normalizing.SIGNED),
                                    true),
                            ClassList.VOC,
                            0);
            case ENET_CAMVID ->
                    new Segmenter(
                            new FramedScoring(
                                    built(
                                            scope -> new Enet(scope, ClassList.CAMVID.size()),
                                            weights),
                                    new Preparation(
                                            new Framing.Near(360, 480, 8), Normalizing.UNIT),
                                    false),
                            ClassList.CAMVID,
                            ClassList.CAMVID.size() - 1);
        };
    }

    private static PlannedNetwork built(Function<Scope, Layer> builder, Path weights)
            throws IOException {
        var parameters = new Parameters();
        Layer network = builder.apply(Scope.of(parameters, new SplittableRandom(0)));
        WeightFile.read(weights, parameters);
        return new PlannedNetwork(network);
    }
}
