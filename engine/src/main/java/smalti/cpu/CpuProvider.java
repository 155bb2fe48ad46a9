package smalti.cpu;

import smalti.device.Availability;
import smalti.device.DeviceProvider;

/// Offers the CPU, which is always there.
public final class CpuProvider implements DeviceProvider {
    @Override
    public String name() {
        return "cpu";
    }

    @Override
    public int preference() {
        return 0;
    }

    @Override
    public Availability probe() {
        return new Availability.Available(CpuDevice.shared());
    }
}
