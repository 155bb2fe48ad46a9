/// ND4J as a contestant.
@NullMarked
package smalti.bench.nd4j;

import org.jspecify.annotations.NullMarked;
