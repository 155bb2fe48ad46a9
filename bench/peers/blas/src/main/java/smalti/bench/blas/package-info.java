/// What contestants that have CBLAS share.
@NullMarked
package smalti.bench.blas;

import org.jspecify.annotations.NullMarked;
