package smalti.zoo;

import java.util.List;

/// A trained network that answers for pictures.
public sealed interface PictureModel permits Classifier, Segmenter {
    /// The names of its classes.
    List<String> classes();
}
