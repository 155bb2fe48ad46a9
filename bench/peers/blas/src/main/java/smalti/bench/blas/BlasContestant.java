package smalti.bench.blas;

import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import smalti.bench.contest.Contestant;
import smalti.bench.contest.Outcome;
import smalti.bench.contest.Setting;
import smalti.bench.contest.Trial;
import smalti.bench.workload.NetworkWorkload;
import smalti.bench.workload.PoolingWorkload;
import smalti.bench.workload.ProductInput;
import smalti.bench.workload.ProductWorkload;
import smalti.bench.workload.SegmentMapWorkload;
import smalti.bench.workload.SuperpixelWorkload;
import smalti.bench.workload.Supplies;
import smalti.bench.workload.Workload;

/// A library with CBLAS: matrix products, written over a matrix that is kept. Environment variables of the worker tell
/// it the number of threads.
public abstract class BlasContestant implements Contestant {
    private static final int ROW_MAJOR = 101;
    private static final int NO_TRANSPOSITION = 111;

    private final String name;
    private final Sgemm sgemm;

    /// `cblas_sgemm` as every CBLAS has it.
    @FunctionalInterface
    protected interface Sgemm {
        void call(
                int order,
                int transposeA,
                int transposeB,
                int m,
                int n,
                int k,
                float alpha,
                FloatPointer a,
                int strideA,
                FloatPointer b,
                int strideB,
                float beta,
                FloatPointer c,
                int strideC);
    }

    protected BlasContestant(String name, Sgemm sgemm) {
        this.name = name;
        this.sgemm = sgemm;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final List<Trial> prepare(Workload workload, Supplies supplies, Setting setting) {
        return switch (workload) {
            case ProductWorkload product -> List.of(product(product.input()));
            case PoolingWorkload _, SegmentMapWorkload _, SuperpixelWorkload _, NetworkWorkload _ ->
                    List.of();
        };
    }

    private Trial product(ProductInput input) {
        FloatPointer left = new FloatPointer(input.left());
        FloatPointer right = new FloatPointer(input.right());
        FloatPointer out = new FloatPointer((long) input.rows() * input.columns());
        return new Trial(
                name,
                "sgemm",
                () -> {
                    sgemm.call(
                            ROW_MAJOR,
                            NO_TRANSPOSITION,
                            NO_TRANSPOSITION,
                            input.rows(),
                            input.columns(),
                            input.depth(),
                            1,
                            left,
                            input.depth(),
                            right,
                            input.columns(),
                            0,
                            out,
                            input.columns());
                    return out;
                },
                _ -> {
                    float[] values = new float[input.rows() * input.columns()];
                    out.get(values);
                    return new Outcome.Values(values);
                },
                () -> {
                    left.close();
                    right.close();
                    out.close();
                });
    }
}
