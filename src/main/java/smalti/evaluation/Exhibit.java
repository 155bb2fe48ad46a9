package smalti.evaluation;

import smalti.picture.Drawing;

/// A picture that shows what a network makes of it.
///
/// @param name of the picture
/// @param truth what should have come out, as a picture; the photo itself where nobody knows
/// @param answer what came out, as a picture
public record Exhibit(String name, Drawing photo, Drawing truth, Drawing answer) {}
