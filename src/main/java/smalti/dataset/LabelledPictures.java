package smalti.dataset;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import smalti.photo.LabelReader;
import smalti.tensor.Tensor;

/// A part of a data set.
///
/// @param classes names by label, empty for labels that are no classes
/// @param ignored the label of pixels that belong to no class; any label without a name is ignored too
public record LabelledPictures(List<LabelledPicture> pictures, List<String> classes, int ignored) {
    public LabelledPictures {
        pictures = List.copyOf(pictures);
        classes = List.copyOf(classes);
    }

    /// The names of the classes alone, in their order: those of a network that learns this set.
    public List<String> names() {
        return java.util.stream.IntStream.range(0, classes.size())
                .filter(this::isClass)
                .mapToObj(classes::get)
                .toList();
    }

    /// Whether a label is that of a class.
    public boolean isClass(int label) {
        return label >= 0
                && label < classes.size()
                && label != ignored
                && !classes.get(label).isEmpty();
    }

    /// The same pictures with the classes that they show, those of which they have at least so many pixels.
    ///
    /// @throws IOException if labels cannot be read
    /// @throws smalti.error.FormatException if labels are damaged
    public TaggedPictures tagged(LabelReader reader, int leastPixels) throws IOException {
        List<TaggedPicture> tagged = new ArrayList<>();
        for (LabelledPicture each : pictures) {
            int[] counts = new int[classes.size()];
            Tensor labels = reader.read(each.labels());
            for (int i = 0; i < labels.elements(); i++) {
                int label = labels.ints()[labels.offset() + i];
                if (isClass(label)) {
                    counts[label]++;
                }
            }
            Set<Integer> shown = new TreeSet<>();
            for (int label = 0; label < counts.length; label++) {
                if (counts[label] >= Math.max(1, leastPixels)) {
                    shown.add(label);
                }
            }
            tagged.add(new TaggedPicture(each.id(), each.picture(), shown));
        }
        return new TaggedPictures(tagged, classes);
    }
}
