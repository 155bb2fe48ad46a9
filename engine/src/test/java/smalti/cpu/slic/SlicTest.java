package smalti.cpu.slic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import smalti.cpu.scalar.ScalarSlicKernels;
import smalti.cpu.work.Workers;
import smalti.superpixel.Picture;
import smalti.superpixel.Slic;

class SlicTest {
    private final SlicRunner runner = new SlicRunner(new ScalarSlicKernels(), new Workers(1));

    @Test
    void fourColoursMakeFourBlocks() {
        byte[] rgb = Pictures.quadrants(1);
        int[] labels = runner.labels(Slic.segments(4).withSigma(0), Pictures.rgb(rgb, 21, 20));
        for (int y = 0; y < 21; y++) {
            for (int x = 0; x < 20; x++) {
                assertThat(labels[y * 20 + x])
                        .as("label at [%d,%d]", y, x)
                        .isEqualTo((y < 10 ? 0 : 2) + x / 10);
            }
        }
    }

    @Test
    void moreSegmentsThanPixelsGiveEachItsOwn() {
        Picture picture = Pictures.rgb(Pictures.noise(3, 5, 7, 3), 5, 7);
        assertThat(runner.labels(Slic.segments(1000), picture))
                .containsExactly(java.util.stream.IntStream.range(0, 35).toArray());
    }
}
