package smalti.conformance;

import java.util.List;
import smalti.conformance.fault.Fault;
import smalti.device.Device;
import smalti.testkit.DeviceConformance;

/// The suite on a device with the fault that is bound to [#FAULT]. Its name keeps it from being run as a test: it fails.
class FaultyDeviceConformance extends DeviceConformance {
    static final ScopedValue<Fault> FAULT = ScopedValue.newInstance();

    private final Device device = FAULT.get().device(1);
    private final List<Device> alike = List.of(FAULT.get().device(2), FAULT.get().device(3));

    @Override
    public Device device() {
        return device;
    }

    @Override
    public List<Device> alike() {
        return alike;
    }
}
