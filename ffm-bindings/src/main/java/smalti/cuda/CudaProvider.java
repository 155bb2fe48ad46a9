package smalti.cuda;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import smalti.cuda.driver.DriverException;
import smalti.device.Availability;
import smalti.device.Availability.Unavailable;
import smalti.device.DeviceProvider;

/// Offers NVIDIA GPUs. It finds the driver library, starts it and asks for its devices; this version of Smalti has no
/// GPU kernels, so that it ends with "unavailable" even where a GPU is found, and says what it found.
public final class CudaProvider implements DeviceProvider {
    /// CUDA 12.0, in the driver's way of counting: kernels will be compiled for it.
    private static final int OLDEST_VERSION = 12_000;

    private static final String USE_CPU = "use --device cpu";

    private final DriverLocations locations;
    private final Path kernelDriver;

    /// The provider that [java.util.ServiceLoader] makes: it looks on this machine.
    public CudaProvider() {
        this(
                DriverLocations.of(
                        name -> Optional.ofNullable(System.getProperty(name)),
                        name -> Optional.ofNullable(System.getenv(name))),
                Path.of("/proc/driver/nvidia"));
    }

    /// @param locations where the driver library may lie
    /// @param kernelDriver what is there on Linux while NVIDIA's kernel driver is loaded
    CudaProvider(DriverLocations locations, Path kernelDriver) {
        this.locations = locations;
        this.kernelDriver = kernelDriver;
    }

    @Override
    public String name() {
        return "cuda";
    }

    @Override
    public int preference() {
        return 100;
    }

    @Override
    public Availability probe() {
        Module module = CudaProvider.class.getModule();
        if (!module.isNativeAccessEnabled()) {
            String who = module.isNamed() ? module.getName() : "ALL-UNNAMED";
            return new Unavailable(
                    "Java may not call native libraries here",
                    "start Java with --enable-native-access=" + who + ", or " + USE_CPU);
        }
        DriverSearch search = new DriverSearch();
        for (String name : locations.libraries()) {
            Optional<DriverSearch.Library> library = search.open(name);
            if (library.isPresent()) {
                try {
                    return describe(library.get());
                } catch (NoSuchElementException e) {
                    search.reject(name, "not a CUDA driver: " + e.getMessage());
                } catch (DriverException e) {
                    if (!CudaError.isStub(e.code())) {
                        return new Unavailable(
                                "the driver library %s does not start: %s"
                                        .formatted(name, e.getMessage()),
                                CudaError.mend(e.code()) + ", or " + USE_CPU);
                    }
                    search.reject(name, "a stub of the CUDA toolkit to link against, not a driver");
                }
            }
        }
        return notFound(search);
    }

    /// What an opened driver offers.
    ///
    /// @throws NoSuchElementException if it is no CUDA driver
    /// @throws DriverException if it fails
    private static Unavailable describe(DriverSearch.Library library) {
        Driver driver = new Driver(library.symbols());
        driver.init();
        int version = driver.version();
        String versionText = version / 1000 + "." + version % 1000 / 10;
        if (version < OLDEST_VERSION) {
            return new Unavailable(
                    "the driver %s supports CUDA %s, and 12.0 is needed"
                            .formatted(library.name(), versionText),
                    "install NVIDIA driver 525 or later, or " + USE_CPU);
        }
        List<String> names = new ArrayList<>();
        for (int ordinal = 0; ordinal < driver.deviceCount(); ordinal++) {
            names.add(driver.deviceName(ordinal));
        }
        if (names.isEmpty()) {
            return new Unavailable(
                    "the driver %s (CUDA %s) sees no GPU".formatted(library.name(), versionText),
                    "check nvidia-smi and the variable CUDA_VISIBLE_DEVICES, or " + USE_CPU);
        }
        return new Unavailable(
                "the driver %s (CUDA %s) sees %s, but this version of Smalti has no GPU kernels"
                        .formatted(library.name(), versionText, String.join(", ", names)),
                USE_CPU);
    }

    private Unavailable notFound(DriverSearch search) {
        if (locations.libraries().isEmpty()) {
            return new Unavailable(
                    "NVIDIA has no CUDA driver for " + System.getProperty("os.name"), USE_CPU);
        }
        if (locations.demanded()) {
            return new Unavailable(
                    "the driver library that -D%s names will not do (%s)"
                            .formatted(DriverLocations.DRIVER_PROPERTY, search.failures()),
                    "correct the property or leave it out, or " + USE_CPU);
        }
        if (Files.exists(kernelDriver)) {
            return new Unavailable(
                    "NVIDIA's kernel driver is loaded, but its library was not found ("
                            + search.failures()
                            + ")",
                    "name the library's folder in %s, or %s"
                            .formatted(DriverLocations.FOLDER_VARIABLE, USE_CPU));
        }
        return new Unavailable(
                "the NVIDIA driver library was not found (%s), nor is its kernel driver loaded (no %s)"
                        .formatted(search.failures(), kernelDriver),
                "install the NVIDIA driver, or " + USE_CPU);
    }
}
