package smalti.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import smalti.dataset.DataSetFormat;
import smalti.dataset.LabelledPictures;
import smalti.dataset.TaggedPictures;
import smalti.loading.BrokenFiles;
import smalti.loading.Examples;
import smalti.loading.Photos;
import smalti.photo.LabelReader;
import smalti.photo.PhotoReader;

/// The data that a run learns from and is tried on.
///
/// @param training the part to learn from, see [DataSetFormat]
/// @param examination the part to be tried on
/// @param bytes how much memory decoded pictures may take
public record TrainingData(
        Path folder,
        DataSetFormat format,
        String training,
        String examination,
        PhotoReader reader,
        BrokenFiles broken,
        long bytes) {
    /// Pixels of a class that a picture must have to show it, where nothing but labels of pixels tells.
    private static final int LEAST_PIXELS = 100;

    public LabelledPictures read(String part) throws IOException {
        return format.read(folder, part);
    }

    public TaggedPictures readTagged(String part) throws IOException {
        return format.readTagged(folder, part, new LabelReader(reader), LEAST_PIXELS);
    }

    /// Labelled pictures in the classes of a network.
    public Examples examples(LabelledPictures set, List<String> classes) {
        return new Examples(set, classes, reader, broken, bytes / 2);
    }

    /// Pictures alone.
    public Photos photos(List<Path> files) {
        return new Photos(files, reader, broken, bytes / 2);
    }

    /// What tells this data from other data.
    public Fingerprint fingerprint() throws IOException {
        return Fingerprint.of(read(training), read(examination));
    }
}
