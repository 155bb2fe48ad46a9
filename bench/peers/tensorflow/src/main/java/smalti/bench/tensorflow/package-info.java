/// TensorFlow as a contestant.
@NullMarked
package smalti.bench.tensorflow;

import org.jspecify.annotations.NullMarked;
