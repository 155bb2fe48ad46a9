package smalti.cuda.ffm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import smalti.cuda.driver.DriverException;
import smalti.cuda.ffm.DriverFinding.Found;
import smalti.cuda.ffm.DriverFinding.Missing;

/// Looks for the driver's library and starts it.
///
/// @param locations where it may lie
/// @param kernelDriver what is there on Linux while NVIDIA's kernel driver is loaded
record DriverFinder(DriverLocations locations, Path kernelDriver) {
    /// CUDA 12.0, in the driver's way of counting: our PTX is for it.
    private static final int OLDEST_VERSION = 12_000;

    DriverFinding find() {
        LibrarySearch search = new LibrarySearch();
        for (String name : locations.libraries()) {
            Optional<Library> library = search.open(name);
            if (library.isPresent()) {
                try {
                    return accept(new DriverLibrary(library.get()));
                } catch (MissingFunctionException e) {
                    search.reject(name, "not a CUDA driver: " + e.getMessage());
                } catch (DriverException e) {
                    if (!DriverErrors.isStub(e.code())) {
                        return missing(
                                "the driver library %s does not start: %s"
                                        .formatted(name, e.getMessage()),
                                DriverErrors.mendStart(e.code()));
                    }
                    search.reject(name, LibrarySearch.STUB);
                }
            }
        }
        return notFound(search);
    }

    private static DriverFinding accept(DriverLibrary driver) {
        if (driver.version() < OLDEST_VERSION) {
            return missing(
                    "the driver %s supports %s, and 12.0 is needed"
                            .formatted(driver.name(), driver.versionText()),
                    "install NVIDIA driver 525 or later");
        }
        return new Found(driver);
    }

    private DriverFinding notFound(LibrarySearch search) {
        if (locations.libraries().isEmpty()) {
            return missing(
                    "NVIDIA has no CUDA driver for " + System.getProperty("os.name"),
                    "run it on Linux");
        }
        if (locations.demanded()) {
            return missing(
                    "the driver library that -D%s names will not do (%s)"
                            .formatted(DriverLocations.DRIVER_PROPERTY, search.failures()),
                    "correct the property or leave it out");
        }
        if (Files.exists(kernelDriver)) {
            return missing(
                    "NVIDIA's kernel driver is loaded, but its library was not found ("
                            + search.failures()
                            + ")",
                    "name the library's folder in " + Surroundings.FOLDER_VARIABLE);
        }
        return missing(
                "the NVIDIA driver library was not found (%s), nor is its kernel driver loaded (no %s)"
                        .formatted(search.failures(), kernelDriver),
                "install the NVIDIA driver");
    }

    private static DriverFinding missing(String reason, String mend) {
        return new Missing(new Problem(reason, mend));
    }
}
