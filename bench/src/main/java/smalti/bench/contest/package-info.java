/// Who takes part, what they hand in, and the checks that it must pass before it is timed.
@NullMarked
package smalti.bench.contest;

import org.jspecify.annotations.NullMarked;
