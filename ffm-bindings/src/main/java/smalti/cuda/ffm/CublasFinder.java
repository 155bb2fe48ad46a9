package smalti.cuda.ffm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import smalti.cuda.ffm.CublasFinding.Found;
import smalti.cuda.ffm.CublasFinding.Missing;

/// Looks for cuBLAS.
///
/// @param locations where it may lie
record CublasFinder(ToolkitLocations locations) {
    CublasFinding find() {
        LibrarySearch search = new LibrarySearch();
        for (String name : locations.libraries()) {
            openItsPart(name, search);
            Optional<Library> library = search.open(name);
            if (library.isPresent()) {
                try {
                    return new Found(new CublasLibrary(library.get()));
                } catch (MissingFunctionException | CublasException e) {
                    search.reject(name, "not cuBLAS: " + e.getMessage());
                }
            }
        }
        if (locations.libraries().isEmpty()) {
            return new Missing("it is looked for only on Linux");
        }
        return new Missing("not found (" + search.failures() + ")");
    }

    /// cuBLAS needs a second library of the same folder, in which the loader does not look: once that is open, the loader
    /// knows it by its name.
    private static void openItsPart(String cublas, LibrarySearch search) {
        if (LibrarySearch.isPath(cublas)) {
            String part = cublas.replaceFirst("libcublas\\.so", "libcublasLt.so");
            if (!part.equals(cublas) && Files.exists(Path.of(part))) {
                // Where it fails the search remembers why, and cuBLAS itself fails too.
                search.open(part).ifPresent(_ -> {});
            }
        }
    }
}
