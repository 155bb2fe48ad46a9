package smalti.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Example;
import smalti.cpu.work.Workers;
import smalti.device.Device;
import smalti.tensor.DType;
import smalti.testkit.DeviceConformance;
import smalti.testkit.SupportMatrix;

/// The CPU keeps what every device promises, on the kernels that are chosen here and on any number of threads.
class CpuDeviceProperties extends DeviceConformance {
    private static final Device DEVICE = new CpuDevice(new Workers(2));
    private static final List<Device> TEAMS =
            List.of(
                    new CpuDevice(new Workers(1)),
                    new CpuDevice(new Workers(3)),
                    new CpuDevice(new Workers(7)));

    @Override
    public Device device() {
        return DEVICE;
    }

    @Override
    public List<Device> alike() {
        return TEAMS;
    }

    @Example
    void sumsMeansAndSelectionsAreOfferedForEveryType() {
        var matrix = SupportMatrix.of(device());
        System.out.println(matrix);
        for (DType dtype : DType.values()) {
            for (String name : List.of("sum", "mean", "max", "min")) {
                assertThat(matrix.offers(name, dtype)).as("%s of %s", name, dtype).isTrue();
            }
        }
    }
}
