package smalti.cuda.ffm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where the driver library may lie, in the order in which it is looked for. It belongs to the driver and is never taken
/// from a CUDA toolkit or a Python wheel: those hold stubs of it.
///
/// @param libraries file paths, and bare names that the system's loader resolves
/// @param demanded whether the user named the one file, so that nothing else will do
public record DriverLocations(List<String> libraries, boolean demanded) {
    /// The system property that names the driver library's file.
    static final String DRIVER_PROPERTY = "smalti.cuda.driver";

    private static final List<String> LINUX_NAMES = List.of("libcuda.so.1", "libcuda.so");

    private static final List<String> WINDOWS_NAMES = List.of("nvcuda.dll");

    /// Folders of containers, Debian and Ubuntu, Fedora and Suse, the Windows Subsystem for Linux, and NixOS.
    private static final List<String> LINUX_FOLDERS =
            List.of(
                    "/usr/local/nvidia/lib64",
                    "/usr/lib/x86_64-linux-gnu",
                    "/usr/lib/aarch64-linux-gnu",
                    "/usr/lib64",
                    "/usr/lib/wsl/lib",
                    "/run/opengl-driver/lib");

    public DriverLocations {
        libraries = List.copyOf(libraries);
    }

    /// The places on this machine.
    static DriverLocations of(Surroundings surroundings) {
        Optional<String> file = surroundings.property().apply(DRIVER_PROPERTY);
        if (file.isPresent()) {
            return new DriverLocations(List.of(file.get()), true);
        }
        boolean linux = surroundings.isLinux();
        List<String> names =
                linux ? LINUX_NAMES : surroundings.isWindows() ? WINDOWS_NAMES : List.of();
        List<String> libraries = new ArrayList<>();
        surroundings.folder().ifPresent(folder -> addAll(libraries, folder, names));
        libraries.addAll(names);
        if (linux) {
            LINUX_FOLDERS.forEach(folder -> libraries.add(folder + "/" + LINUX_NAMES.getFirst()));
        }
        return new DriverLocations(libraries, false);
    }

    private static void addAll(List<String> libraries, String folder, List<String> names) {
        names.forEach(name -> libraries.add(folder + "/" + name));
    }
}
