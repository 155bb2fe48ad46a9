package smalti.bench.openblas;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.openblas.global.openblas_nolapack;
import smalti.bench.blas.BlasContestant;
import smalti.bench.workload.ProductInput;

/// OpenBLAS. The number of threads is that of the environment variable `OPENBLAS_NUM_THREADS`.
public final class OpenblasContestant extends BlasContestant {
    @Override
    public String name() {
        return "openblas";
    }

    @Override
    protected void sgemm(
            ProductInput sizes, FloatPointer left, FloatPointer right, FloatPointer out) {
        openblas_nolapack.cblas_sgemm(
                openblas.CblasRowMajor,
                openblas.CblasNoTrans,
                openblas.CblasNoTrans,
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
