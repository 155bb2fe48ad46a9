/// Smalti itself and the ceilings of the machine, measured in one JVM.
@NullMarked
package smalti.bench.ours;

import org.jspecify.annotations.NullMarked;
