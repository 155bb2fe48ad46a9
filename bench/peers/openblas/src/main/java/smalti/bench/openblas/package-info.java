/// OpenBLAS as a contestant.
@NullMarked
package smalti.bench.openblas;

import org.jspecify.annotations.NullMarked;
