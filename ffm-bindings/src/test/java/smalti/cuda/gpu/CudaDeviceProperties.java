package smalti.cuda.gpu;

import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import smalti.device.Device;
import smalti.testkit.DeviceConformance;

/// The GPU keeps everything that devices promise.
@Tag("gpu")
@AddLifecycleHook(NeedsGpu.class)
class CudaDeviceProperties extends DeviceConformance {
    @Override
    public Device device() {
        return RealGpu.device();
    }
}
