/// Measures a GPU beside its copy bandwidth and PyTorch. It needs nothing but the program itself, and PyTorch where that is
/// compared with.
@NullMarked
package smalti.bench.gpu;

import org.jspecify.annotations.NullMarked;
