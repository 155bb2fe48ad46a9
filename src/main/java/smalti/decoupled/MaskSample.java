package smalti.decoupled;

/// What the decoder learns from: a class on a picture.
///
/// @param picture its number
/// @param chosen the number of the class, from 0
/// @param scatter of its mask
record MaskSample(int picture, int chosen, Scatter scatter) {}
