package smalti.cpu.kernel;

import smalti.op.Epilogue;

/// What is done to the sums of a row of outputs: a bias for each column is added, and then comes the epilogue.
///
/// @param bias those of all columns
/// @param slopes those of all columns, if the epilogue has slopes
public record Finish(Epilogue epilogue, Span bias, Span slopes) {}
