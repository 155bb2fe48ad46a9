package smalti.dataset;

import java.nio.file.Path;

/// A picture of a data set and the labels of its pixels.
///
/// @param id its name within the set
public record LabelledPicture(String id, Path picture, Path labels) {}
