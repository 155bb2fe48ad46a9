package smalti.device;

/// Offers one kind of device; found through [java.util.ServiceLoader].
public interface DeviceProvider {
    /// The name its device is asked for by, e.g. `cpu` or `cuda`.
    String name();

    /// The higher, the rather this device is taken when none is asked for; the CPU has 0.
    int preference();

    /// Looks for the device, with real look-ups. Never throws: what fails is the reason of an
    /// [Availability.Unavailable].
    Availability probe();
}
