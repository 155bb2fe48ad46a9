/// OpenCV as a contestant.
@NullMarked
package smalti.bench.opencv;

import org.jspecify.annotations.NullMarked;
