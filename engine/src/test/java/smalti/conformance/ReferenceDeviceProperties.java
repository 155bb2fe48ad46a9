package smalti.conformance;

import smalti.device.Device;
import smalti.testkit.DeviceConformance;
import smalti.testkit.reference.ReferenceDevice;

/// The reference keeps what every device promises.
class ReferenceDeviceProperties extends DeviceConformance {
    @Override
    public Device device() {
        return new ReferenceDevice();
    }

    /// Left out: the reference is slow, and knows neither threads nor kernels that a compiler could spoil.
    @Override
    public void theBitsAreTheSameOnAnyNumberOfThreadsWhereWorkIsShared() {}

    /// Left out for the same reason.
    @Override
    public void hotCodeGivesTheBitsThatColdCodeGave() {}
}
