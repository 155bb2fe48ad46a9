package smalti.device;

import java.util.Map;
import smalti.device.Availability.Unavailable;

/// Offers one kind of device; found through [java.util.ServiceLoader].
public interface DeviceProvider {
    /// The name its device is asked for by, e.g. `cpu` or `cuda`. Where there are several, `cuda` is the first, `cuda:1` the
    /// second, and so on.
    String name();

    /// The higher, the rather this device is taken when none is asked for; the CPU has 0.
    int preference();

    /// Looks for the device, with real look-ups. Never throws: what fails is the reason of an
    /// [Availability.Unavailable].
    Availability probe();

    /// Looks for one of several devices, in the same way.
    ///
    /// @param number from 0, which is the device of [#probe()]
    default Availability probe(int number) {
        return number == 0
                ? probe()
                : new Unavailable("there is only one", "use --device " + name());
    }

    /// What was found beside the devices, for people, by what it is: libraries, versions, what was tried. Never throws.
    default Map<String, String> findings() {
        return Map.of();
    }
}
