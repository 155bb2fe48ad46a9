package smalti.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import smalti.bench.session.CaseResult;
import smalti.bench.session.Figure;
import smalti.bench.workload.PictureInput;
import smalti.bench.workload.PoolingInput;
import smalti.bench.workload.PoolingTask;
import smalti.bench.workload.PoolingWorkload;
import smalti.bench.workload.SuperpixelWorkload;
import smalti.op.Layout;

class LinesTest {
    private static final PoolingInput MAP = new PoolingInput(4, 512, 112, 112, 200);

    @Test
    void aLineAPeerTheFastestFormFirst() {
        var result =
                new CaseResult(
                        new PoolingWorkload(PoolingTask.MEAN, Layout.NHWC, MAP),
                        2,
                        Optional.of(figure("smalti", "mean", 0.0048)),
                        Optional.of(figure("ceiling", "streaming read", 0.0038)),
                        List.of(
                                figure("libtorch", "index_add", 0.0064),
                                figure("libtorch", "segment_reduce", 0.05),
                                figure("nd4j", "unsorted_segment_mean", 0.48)),
                        List.of());
        assertThat(Lines.of(result))
                .containsExactly(
                        "mean-nhwc-4x512x112x112-t2 21.4GB/s libtorch 16.1GB/s 1.33x 0.79",
                        "mean-nhwc-4x512x112x112-t2 21.4GB/s nd4j 0.21GB/s 100.00x 0.79");
    }

    @Test
    void whatIsMissingIsADash() {
        var slic = new SuperpixelWorkload(PictureInput.of(481, 321), 400);
        var ours = Optional.of(figure("smalti", "SLIC", 0.0049));
        assertThat(Lines.of(new CaseResult(slic, 1, ours, Optional.empty(), List.of(), List.of())))
                .containsExactly("slic-481x321-k400-t1 4.90ms - - - -");
    }

    @Test
    void aCaseWithoutOursHasNoLine() {
        var slic = new SuperpixelWorkload(PictureInput.of(481, 321), 400);
        var peers = List.of(figure("opencv-slic", "SLIC", 0.05));
        assertThat(
                        Lines.of(
                                new CaseResult(
                                        slic,
                                        1,
                                        Optional.empty(),
                                        Optional.empty(),
                                        peers,
                                        List.of())))
                .isEmpty();
    }

    private static Figure figure(String peer, String form, double seconds) {
        return new Figure(peer, form, seconds, seconds, seconds, 10, seconds, 0, 0);
    }
}
