package smalti.dataset;

import java.util.List;

/// A part of a data set with image-level labels: what weakly supervised training is told.
///
/// @param classes names by label, empty for labels that are no classes
public record TaggedPictures(List<TaggedPicture> pictures, List<String> classes) {
    public TaggedPictures {
        pictures = List.copyOf(pictures);
        classes = List.copyOf(classes);
    }
}
