package smalti.cuda.ffm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Where a library of the CUDA toolkit may lie, in the order in which it is looked for: the folder that the user names, then
/// for each version, the newest first, the system's loader, toolkits, the folders of containers and distributions, and
/// Python packages.
///
/// @param libraries file paths, and bare names that the system's loader resolves
/// @param demanded whether the user named the one file, so that nothing else will do
public record ToolkitLocations(List<String> libraries, boolean demanded) {
    /// The oldest version of CUDA whose libraries are used.
    static final int OLDEST_MAJOR = 12;

    private static final List<String> SYSTEM_FOLDERS =
            List.of(
                    "/usr/local/cuda/lib64",
                    "/usr/local/nvidia/lib64",
                    "/usr/lib/x86_64-linux-gnu",
                    "/usr/lib/aarch64-linux-gnu",
                    "/usr/lib64",
                    "/usr/lib/wsl/lib",
                    "/run/opengl-driver/lib");

    public ToolkitLocations {
        libraries = List.copyOf(libraries);
    }

    /// The places on this machine. There are none but the file that the user names on systems other than Linux.
    ///
    /// @param newest version of CUDA that the driver supports
    /// @param pythonSites folders with Python packages
    static ToolkitLocations of(
            ToolkitLibrary library, Surroundings surroundings, int newest, List<Path> pythonSites) {
        Optional<String> file = surroundings.property().apply(library.property());
        if (file.isPresent()) {
            return new ToolkitLocations(List.of(file.get()), true);
        }
        if (!surroundings.isLinux()) {
            return new ToolkitLocations(List.of(), false);
        }
        List<Integer> majors =
                IntStream.rangeClosed(OLDEST_MAJOR, newest)
                        .map(i -> newest + OLDEST_MAJOR - i)
                        .boxed()
                        .toList();
        List<String> libraries = new ArrayList<>();
        surroundings
                .folder()
                .ifPresent(folder ->
                        majors.forEach(
                                major -> libraries.add(folder + "/" + library.soname(major))));
        for (int major : majors) {
            String name = library.soname(major);
            libraries.add(name);
            folders(library, surroundings, major, pythonSites).stream()
                    .distinct()
                    .forEach(folder -> libraries.add(folder + "/" + name));
        }
        return new ToolkitLocations(libraries, false);
    }

    private static List<String> folders(
            ToolkitLibrary library, Surroundings surroundings, int major, List<Path> pythonSites) {
        List<String> folders = new ArrayList<>();
        for (String variable : List.of("CUDA_HOME", "CUDA_PATH")) {
            surroundings
                    .variable()
                    .apply(variable)
                    .ifPresent(home ->
                            folders.addAll(
                                    List.of(
                                            home + "/lib64",
                                            home + "/lib",
                                            home + "/targets/x86_64-linux/lib")));
        }
        folders.addAll(SYSTEM_FOLDERS);
        for (Path site : pythonSites) {
            folders.add(site + "/nvidia/cu" + major + "/lib");
            folders.add(site + "/nvidia/" + library.wheel() + "/lib");
        }
        return folders;
    }
}
