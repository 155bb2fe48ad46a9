package smalti.dataset;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// A part of a data set with image-level labels: what weakly supervised training is told.
///
/// @param classes names by label, empty for labels that are no classes
public record TaggedPictures(List<TaggedPicture> pictures, List<String> classes) {
    public TaggedPictures {
        pictures = List.copyOf(pictures);
        classes = List.copyOf(classes);
    }

    /// The classes that a picture shows, by their place in a list of names; those that it does not name are left out.
    public Set<Integer> shown(TaggedPicture picture, List<String> names) {
        Set<Integer> shown = new TreeSet<>();
        for (int label : picture.classes()) {
            int known = names.indexOf(classes.get(label));
            if (known >= 0) {
                shown.add(known);
            }
        }
        return shown;
    }
}
