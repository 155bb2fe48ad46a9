package smalti.bench.gpu;

import java.util.function.Function;
import smalti.device.Workspace;

/// One thing that is measured.
///
/// @param name that PyTorch's figures are told by too
/// @param bytes that must be read and written at least, 0 where that is not what bounds it
/// @param goal what it is to reach
/// @param steps checks the results, and gives what is timed
record Trial(String name, long bytes, Goal goal, Function<Workspace, Runnable> steps) {}
