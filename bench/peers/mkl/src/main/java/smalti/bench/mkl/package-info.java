/// MKL as a contestant.
@NullMarked
package smalti.bench.mkl;

import org.jspecify.annotations.NullMarked;
