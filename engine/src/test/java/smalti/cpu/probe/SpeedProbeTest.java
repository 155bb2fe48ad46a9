package smalti.cpu.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import smalti.cpu.CpuDevice;
import smalti.cpu.kernel.ProbeKernels;
import smalti.cpu.scalar.ScalarProbeKernels;
import smalti.cpu.simd.SimdProbeKernels;
import smalti.cpu.work.Workers;
import smalti.device.Speed;

class SpeedProbeTest {
    /// Without the incubating module there is nothing but the scalar twin.
    private static List<ProbeKernels> kernels() {
        boolean vectors = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        return Stream.of(true, false)
                .filter(simd -> vectors || !simd)
                .map(simd -> simd ? new SimdProbeKernels() : new ScalarProbeKernels())
                .toList();
    }

    @Test
    void sumsAreSumsWhereverTheyStartAndEnd() {
        float[] x = new float[200];
        for (int i = 0; i < x.length; i++) {
            x[i] = i;
        }
        for (ProbeKernels kernel : kernels()) {
            for (int from = 0; from < 20; from++) {
                for (int to = from; to < x.length; to += 7) {
                    float expected = (to - from) * (from + to - 1) / 2f;
                    assertThat(kernel.sum(x, from, to)).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void multiplyAddsSettleWhereTheyMust() {
        for (ProbeKernels kernel : kernels()) {
            // x = x/2 + 1 goes to 2 in every chain.
            assertThat(kernel.multiplyAdd(64)).isEqualTo(kernel.operations());
        }
    }

    @Test
    void aMeasurementIsPlausible() {
        CpuDevice device = new CpuDevice(new Workers(1));
        Speed speed = device.measure().orElseThrow();
        // A machine that is busy with something else may give this thread a small share of its
        // time: look again.
        for (int again = 0; again < 10 && !plausible(speed); again++) {
            speed = device.measure().orElseThrow();
        }

        assertThat(speed.threads()).isEqualTo(1);
        assertThat(speed.readBytes()).isBetween(1e8, 1e13);
        assertThat(speed.multiplyAdds()).isBetween(1e8, 1e14);
        assertThat(speed.poolBytes()).isBetween(1e7, 1e13);
    }

    private static boolean plausible(Speed speed) {
        return speed.readBytes() >= 1e8 && speed.multiplyAdds() >= 1e8 && speed.poolBytes() >= 1e7;
    }
}
