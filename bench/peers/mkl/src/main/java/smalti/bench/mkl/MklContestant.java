package smalti.bench.mkl;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.mkl.global.mkl_rt;
import smalti.bench.blas.BlasContestant;
import smalti.bench.workload.ProductInput;

/// MKL. The number of threads is that of the environment variable `MKL_NUM_THREADS`.
public final class MklContestant extends BlasContestant {
    @Override
    public String name() {
        return "mkl";
    }

    @Override
    protected void sgemm(
            ProductInput sizes, FloatPointer left, FloatPointer right, FloatPointer out) {
        mkl_rt.cblas_sgemm(
                mkl_rt.CblasRowMajor,
                mkl_rt.CblasNoTrans,
                mkl_rt.CblasNoTrans,
                sizes.rows(),
                sizes.columns(),
                sizes.depth(),
                1,
                left,
                sizes.depth(),
                right,
                sizes.columns(),
                0,
                out,
                sizes.columns());
    }
}
