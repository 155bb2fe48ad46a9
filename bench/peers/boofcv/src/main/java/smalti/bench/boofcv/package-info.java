/// BoofCV as a contestant.
@NullMarked
package smalti.bench.boofcv;

import org.jspecify.annotations.NullMarked;
