package smalti.cuda.ffm;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Opens one library after the other and remembers why each was left. Opening a library is a restricted call: its
/// initialisers run.
@SuppressWarnings("restricted")
final class LibrarySearch {
    static final String STUB = "a stub of the CUDA toolkit to link against, not a driver";

    private final Map<String, List<String>> librariesByFailure = new LinkedHashMap<>();

    /// Opens a library for the life of the process.
    ///
    /// @param library a path, or a bare name that the system's loader resolves
    Optional<Library> open(String library) {
        return isPath(library) ? openByPath(library) : openByName(library);
    }

    /// Whether a library is told by its file and not by a bare name.
    static boolean isPath(String library) {
        return library.indexOf('/') >= 0 || library.indexOf('\\') >= 0;
    }

    /// Notes that a library will not do.
    void reject(String library, String failure) {
        librariesByFailure.computeIfAbsent(failure, _ -> new ArrayList<>()).add(library);
    }

    /// Every library that was tried and why it would not do, in one line.
    String failures() {
        List<String> groups = new ArrayList<>();
        librariesByFailure.forEach(
                (failure, libraries) -> groups.add(String.join(", ", libraries) + ": " + failure));
        return String.join("; ", groups);
    }

    private Optional<Library> openByName(String name) {
        try {
            return Optional.of(new Library(name, SymbolLookup.libraryLookup(name, Arena.global())));
        } catch (IllegalArgumentException _) {
            reject(name, "not found by the system's loader");
            return Optional.empty();
        }
    }

    private Optional<Library> openByPath(String library) {
        try {
            Path path = Path.of(library);
            if (!Files.exists(path)) {
                reject(library, "no such file");
                return Optional.empty();
            }
            if (isStub(path)) {
                reject(library, STUB);
                return Optional.empty();
            }
            return Optional.of(
                    new Library(library, SymbolLookup.libraryLookup(path, Arena.global())));
        } catch (InvalidPathException _) {
            reject(library, "not a file name");
        } catch (IOException _) {
            reject(library, "cannot be read");
        } catch (IllegalArgumentException _) {
            reject(
                    library,
                    "cannot be loaded: not a library for this processor, or something it needs is missing");
        }
        return Optional.empty();
    }

    /// A toolkit keeps its stubs in a folder of that name, often behind symbolic links.
    private static boolean isStub(Path path) throws IOException {
        for (Path part : path.toRealPath()) {
            if (part.toString().equals("stubs")) {
                return true;
            }
        }
        return false;
    }
}
