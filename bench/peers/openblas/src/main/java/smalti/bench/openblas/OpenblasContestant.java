package smalti.bench.openblas;

import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.openblas.global.openblas_nolapack;
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

/// OpenBLAS: matrix products, written over a matrix that is kept. The number of threads is that of the environment
/// variable `OPENBLAS_NUM_THREADS`.
public final class OpenblasContestant implements Contestant {
    private static final String NAME = "openblas";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Trial> prepare(Workload workload, Supplies supplies, Setting setting) {
        return switch (workload) {
            case ProductWorkload product -> List.of(product(product.input()));
            case PoolingWorkload _, SegmentMapWorkload _, SuperpixelWorkload _, NetworkWorkload _ ->
                    List.of();
        };
    }

    private static Trial product(ProductInput input) {
        FloatPointer left = new FloatPointer(input.left());
        FloatPointer right = new FloatPointer(input.right());
        FloatPointer out = new FloatPointer((long) input.rows() * input.columns());
        return new Trial(
                NAME,
                "sgemm",
                () -> {
                    openblas_nolapack.cblas_sgemm(
                            openblas.CblasRowMajor,
                            openblas.CblasNoTrans,
                            openblas.CblasNoTrans,
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
