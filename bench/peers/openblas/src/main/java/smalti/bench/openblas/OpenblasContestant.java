package smalti.bench.openblas;

import org.bytedeco.openblas.global.openblas_nolapack;
import smalti.bench.blas.BlasContestant;

/// OpenBLAS. The number of threads is that of the environment variable `OPENBLAS_NUM_THREADS`.
public final class OpenblasContestant extends BlasContestant {
    public OpenblasContestant() {
        super("openblas", openblas_nolapack::cblas_sgemm);
    }
}
