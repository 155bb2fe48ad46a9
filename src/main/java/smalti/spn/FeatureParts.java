package smalti.spn;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import smalti.dataset.TaggedPicture;
import smalti.dataset.TaggedPictures;
import smalti.error.SmaltiException;
import smalti.loading.Photos;
import smalti.train.Settings;
import smalti.train.Setup;

/// Brings the parts of a data set before a frozen encoder, each once: later runs find the features that an earlier one left,
/// as long as encoder and data are the same.
final class FeatureParts {
    private static final long MEGABYTE = 1 << 20;
    private static final int BEGINNING = 1 << 16;

    private final Setup setup;
    private final Encoding encoding;
    private final Path folder;
    private final List<Integer> sides;
    private final long budget;

    FeatureParts(
            Setup setup,
            Encoding encoding,
            Settings settings,
            Path weights,
            Path folder,
            List<Integer> sides)
            throws IOException {
        this.setup = setup;
        this.encoding = encoding;
        this.sides = sides;
        this.budget = settings.integer("features-mb", 1) * MEGABYTE;
        this.folder =
                folder.resolve(
                        "%s-%s-%s-%s"
                                .formatted(
                                        settings.text("backbone"),
                                        settings.text("output-stride"),
                                        mark(weights),
                                        setup.data().fingerprint().digest().substring(0, 8)));
    }

    /// What tells a file of weights from others.
    private static String mark(Path file) throws IOException {
        var sum = new CRC32C();
        sum.update(Long.toString(Files.size(file)).getBytes(StandardCharsets.UTF_8));
        try (InputStream bytes = Files.newInputStream(file)) {
            sum.update(bytes.readNBytes(BEGINNING));
            bytes.skipNBytes(Math.max(0, Files.size(file) - 2L * BEGINNING));
            sum.update(bytes.readNBytes(BEGINNING));
        }
        return HexFormat.of().toHexDigits((int) sum.getValue());
    }

    /// The pictures of a part with their features; those that cannot be read are left out.
    ///
    /// @param name of the files
    /// @param classes of the network
    SpnCourse.Part of(String name, TaggedPictures set, List<String> classes) throws IOException {
        List<TaggedPicture> readable = readable(set.pictures());
        Photos photos = setup.data().photos(readable.stream().map(TaggedPicture::picture).toList());
        List<Set<Integer>> shown = readable.stream().map(each -> set.shown(each, classes)).toList();
        FeatureStore features =
                FeatureStore.of(
                        folder,
                        name,
                        photos.size(),
                        sides,
                        budget,
                        (picture, side) -> encoding.encode(photos.at(picture).orElseThrow(), side),
                        (done, all) -> setup.listener().at("features of " + name, done, all));
        return new SpnCourse.Part(readable, photos, shown, features);
    }

    private List<TaggedPicture> readable(List<TaggedPicture> pictures) {
        Photos photos = setup.data().photos(pictures.stream().map(TaggedPicture::picture).toList());
        List<TaggedPicture> readable =
                IntStream.range(0, pictures.size())
                        .filter(i -> photos.at(i).isPresent())
                        .mapToObj(pictures::get)
                        .toList();
        if (readable.isEmpty()) {
            throw new SmaltiException("no picture of the data set can be read");
        }
        return readable;
    }
}
