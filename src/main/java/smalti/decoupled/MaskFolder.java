package smalti.decoupled;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import smalti.dataset.DataSetFormat;
import smalti.dataset.LabelledPicture;
import smalti.dataset.LabelledPictures;
import smalti.dataset.TaggedPicture;
import smalti.dataset.TaggedPictures;
import smalti.error.FormatException;
import smalti.error.SmaltiException;
import smalti.train.Fingerprint;

/// A folder of masks that a network made of pictures, a plain data set.
final class MaskFolder {
    private static final String KNOWN = "masks.txt";

    private MaskFolder() {}

    /// The pictures of a part of a data set for which there are masks, with these.
    ///
    /// @param part its name, in the set and in the folder of masks
    /// @throws FormatException if the folder holds no masks, or none of these pictures
    static LabelledPictures read(Path folder, String part, TaggedPictures set) throws IOException {
        LabelledPictures masks = DataSetFormat.PLAIN.read(folder, part);
        Map<String, Path> byName = new HashMap<>();
        masks.pictures().forEach(each -> byName.put(each.id(), each.labels()));
        List<LabelledPicture> pairs = new ArrayList<>();
        for (TaggedPicture each : set.pictures()) {
            Path mask = byName.get(each.id());
            if (mask != null) {
                pairs.add(new LabelledPicture(each.id(), each.picture(), mask));
            }
        }
        if (pairs.isEmpty()) {
            throw new FormatException(
                    folder.toString(), -1, "holds a mask of no picture of the part " + part);
        }
        return new LabelledPictures(pairs, masks.classes(), masks.ignored());
    }

    /// A run goes on with the masks that it began with.
    ///
    /// @param scratch where it keeps what tells them from others
    static void expectSame(Path folder, LabelledPictures masks, Path scratch) throws IOException {
        String digest = Fingerprint.of(masks).digest();
        Path known = scratch.resolve(KNOWN);
        if (!Files.exists(known)) {
            Files.createDirectories(scratch);
            Files.writeString(known, digest);
        } else if (!Files.readString(known).equals(digest)) {
            throw new SmaltiException(
                    folder + ": the masks have changed since the run began; begin another one");
        }
    }
}
