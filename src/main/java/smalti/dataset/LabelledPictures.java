package smalti.dataset;

import java.util.List;

/// A part of a data set.
///
/// @param classes names by label, empty for labels that are no classes
/// @param ignored the label of pixels that belong to no class; any label without a name is ignored too
public record LabelledPictures(List<LabelledPicture> pictures, List<String> classes, int ignored) {
    public LabelledPictures {
        pictures = List.copyOf(pictures);
        classes = List.copyOf(classes);
    }
}
