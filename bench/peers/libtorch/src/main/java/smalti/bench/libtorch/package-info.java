/// libtorch as a contestant.
@NullMarked
package smalti.bench.libtorch;

import org.jspecify.annotations.NullMarked;
