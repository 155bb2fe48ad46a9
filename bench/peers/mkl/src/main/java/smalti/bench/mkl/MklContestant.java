package smalti.bench.mkl;

import org.bytedeco.mkl.global.mkl_rt;
import smalti.bench.blas.BlasContestant;

/// MKL. The number of threads is that of the environment variable `MKL_NUM_THREADS`.
public final class MklContestant extends BlasContestant {
    public MklContestant() {
        super("mkl", mkl_rt::cblas_sgemm);
    }
}
