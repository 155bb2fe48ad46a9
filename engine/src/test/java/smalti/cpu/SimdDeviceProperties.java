package smalti.cpu;

import java.util.List;
import smalti.cpu.work.Workers;
import smalti.device.Device;
import smalti.testkit.DeviceConformance;

/// The CPU keeps what every device promises on vector kernels.
class SimdDeviceProperties extends DeviceConformance {
    private static final Kernels SIMD = Kernels.simd("under test");
    private static final Device DEVICE = new CpuDevice(new Workers(2), SIMD);
    private static final Device ALONE = new CpuDevice(new Workers(1), SIMD);
    private static final Device CROWDED = new CpuDevice(new Workers(5), SIMD);

    @Override
    public Device device() {
        return DEVICE;
    }

    @Override
    public List<Device> alike() {
        return List.of(DEVICE, ALONE, CROWDED);
    }
}
