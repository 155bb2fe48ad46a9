package smalti.cpu;

import java.util.List;
import smalti.cpu.work.Workers;
import smalti.device.Device;
import smalti.testkit.DeviceConformance;

/// The CPU keeps what every device promises on the reference kernels too.
class ScalarDeviceProperties extends DeviceConformance {
    private static final Kernels SCALAR = Kernels.scalar("under test");
    private static final Device DEVICE = new CpuDevice(new Workers(2), SCALAR);
    private static final Device ALONE = new CpuDevice(new Workers(1), SCALAR);
    private static final Device CROWDED = new CpuDevice(new Workers(5), SCALAR);

    @Override
    public Device device() {
        return DEVICE;
    }

    @Override
    public List<Device> alike() {
        return List.of(DEVICE, ALONE, CROWDED);
    }
}
