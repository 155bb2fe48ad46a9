package smalti.device;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import smalti.error.DeviceUnavailableException;

/// The devices of this machine. An explicit request comes first, then the system property `smalti.device`, then the best
/// that is available. A request that cannot be met throws with the reason; a default falls back in silence, and
/// [#all()] tells why.
public final class Devices {
    /// The system property that names the default device.
    public static final String PROPERTY = "smalti.device";

    /// The word for "the best that is available".
    public static final String AUTO = "auto";

    private static final Devices INSTANCE = new Devices();

    private final List<DeviceProvider> providers = new ArrayList<>();
    private final ConcurrentHashMap<String, Availability> probed = new ConcurrentHashMap<>();

    private Devices() {
        ServiceLoader.load(DeviceProvider.class, Devices.class.getClassLoader())
                .forEach(providers::add);
        providers.sort(Comparator.comparingInt(DeviceProvider::preference).reversed());
    }

    /// A provider, its answer, and what else it found, by what it is.
    public record Entry(String name, Availability availability, Map<String, String> findings) {}

    /// Every provider that was found, best first, with its answer.
    public static List<Entry> all() {
        return INSTANCE.providers.stream()
                .map(provider ->
                        new Entry(
                                provider.name(), INSTANCE.probe(provider, 0), provider.findings()))
                .toList();
    }

    /// The device that is used when the caller names none: that of the property `smalti.device`, or the best available.
    ///
    /// @throws DeviceUnavailableException if the property names a device that is not available
    public static Device best() {
        return named(System.getProperty(PROPERTY, AUTO));
    }

    /// A device by name; `auto` is the best available, `cuda` the first GPU and `cuda:1` the second.
    ///
    /// @throws DeviceUnavailableException with the reason, if there is no such device
    public static Device named(String name) {
        Request wanted = Request.of(name);
        for (DeviceProvider provider : INSTANCE.providers) {
            boolean automatic = wanted.kind().equals(AUTO);
            if (!automatic && !provider.name().equals(wanted.kind())) {
                continue;
            }
            switch (INSTANCE.probe(provider, wanted.number())) {
                case Availability.Available(Device device) -> {
                    return device;
                }
                case Availability.Unavailable(String reason, String mend) -> {
                    if (!automatic) {
                        throw new DeviceUnavailableException(name, reason, mend);
                    }
                }
            }
        }
        throw new DeviceUnavailableException(
                "device " + name,
                "nobody offers it",
                "there are " + INSTANCE.providers.stream().map(DeviceProvider::name).toList());
    }

    private Availability probe(DeviceProvider provider, int number) {
        return probed.computeIfAbsent(provider.name() + ":" + number, _ -> provider.probe(number));
    }

    /// What a name asks for: `cuda:1` is number 1 of kind `cuda`.
    private record Request(String kind, int number) {
        private static final Pattern FORM = Pattern.compile("([^:]+)(?::([0-9]{1,4}))?");

        static Request of(String name) {
            Matcher form = FORM.matcher(name.toLowerCase(Locale.ROOT));
            if (!form.matches() || form.group(1).equals(AUTO) && form.group(2) != null) {
                throw new DeviceUnavailableException(
                        "device " + name,
                        "that is no name of a device",
                        "names are like cpu, cuda or cuda:1");
            }
            String number = form.group(2);
            return new Request(form.group(1), number == null ? 0 : Integer.parseInt(number));
        }
    }
}
