package smalti.cuda.gpu;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import smalti.cuda.TrainingParity;
import smalti.device.Device;

/// Networks learn on a real GPU.
@Tag("gpu")
class TrainingGpuTest extends TrainingParity {
    @BeforeEach
    void need() {
        RealGpu.need();
    }

    @Override
    protected Device gpu() {
        return RealGpu.device();
    }
}
