package smalti.loading;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import smalti.augment.Example;
import smalti.dataset.ClassMapping;
import smalti.dataset.LabelledPicture;
import smalti.dataset.LabelledPictures;
import smalti.error.FormatException;
import smalti.error.SmaltiException;
import smalti.photo.LabelReader;
import smalti.photo.Photo;
import smalti.photo.PhotoReader;
import smalti.tensor.Tensor;

/// The labelled pictures of a data set, decoded when they are first needed and kept as long as there is room. Safe for
/// several threads.
public final class Examples {
    private final LabelledPictures set;
    private final Photos photos;
    private final LabelReader reader;
    private final ClassMapping mapping;
    private final BrokenFiles broken;
    private final Keeping<Tensor> labels;

    /// @param classes of the network, by whose names labels are translated
    /// @param bytes how much memory may be kept
    public Examples(
            LabelledPictures set,
            List<String> classes,
            PhotoReader reader,
            BrokenFiles broken,
            long bytes) {
        this.set = set;
        List<Path> files = set.pictures().stream().map(LabelledPicture::picture).toList();
        // A pixel has three bytes of colours and four of its label.
        this.photos = new Photos(files, reader, broken, bytes / 7 * 3);
        this.labels = new Keeping<>(bytes / 7 * 4);
        this.reader = new LabelReader(reader);
        this.mapping = ClassMapping.of(set, classes);
        this.broken = broken;
    }

    /// How many there are.
    public int size() {
        return photos.size();
    }

    /// The name of an example.
    public String name(int number) {
        return set.pictures().get(number).id();
    }

    /// An example, or nothing if one of its files is broken.
    ///
    /// @throws FormatException if too many are broken
    public Optional<Example> at(int number) {
        Path file = set.pictures().get(number).labels();
        if (broken.has(file)) {
            return Optional.empty();
        }
        Optional<Photo> photo = photos.at(number);
        if (photo.isEmpty()) {
            return Optional.empty();
        }
        try {
            Tensor own =
                    labels.get(
                            number,
                            () -> read(file, photo.get()),
                            each -> each.elements() * Integer.BYTES);
            Tensor pixels = photo.get().pixels();
            return Optional.of(
                    new Example(
                            pixels.reshape(
                                    photo.get().height(), photo.get().width(), Photo.CHANNELS),
                            own));
        } catch (IOException | SmaltiException damaged) {
            broken.add(file, damaged);
            return Optional.empty();
        }
    }

    private Tensor read(Path file, Photo photo) throws IOException {
        Tensor read = reader.read(file);
        int height = read.shape().size(0);
        int width = read.shape().size(1);
        if (height != photo.height() || width != photo.width()) {
            throw new FormatException(
                    file.toString(),
                    -1,
                    "labels of %d x %d for a picture of %d x %d"
                            .formatted(width, height, photo.width(), photo.height()));
        }
        for (int i = 0; i < read.elements(); i++) {
            int label = read.ints()[read.offset() + i];
            if (label != set.ignored() && (label < 0 || label >= set.classes().size())) {
                throw new FormatException(
                        file.toString(),
                        -1,
                        "label %d at [%d,%d] is none of the %d classes, nor %d for none"
                                .formatted(
                                        label,
                                        i / width,
                                        i % width,
                                        set.classes().size(),
                                        set.ignored()));
            }
        }
        return mapping.apply(read);
    }

    /// The examples at some numbers; for those whose files are broken the next ones that are not.
    ///
    /// @throws FormatException if too many are broken, or all of them
    public List<Example> at(int... numbers) {
        List<Example> found = new ArrayList<>();
        for (int number : numbers) {
            found.add(nextFrom(number));
        }
        return found;
    }

    private Example nextFrom(int number) {
        for (int i = 0; i < size(); i++) {
            Optional<Example> found = at((number + i) % size());
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new SmaltiException("no picture of the data set can be read");
    }
}
