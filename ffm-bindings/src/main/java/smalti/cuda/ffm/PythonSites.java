package smalti.cuda.ffm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Folders with Python packages: where PyTorch is installed, cuBLAS is among them.
final class PythonSites {
    private final Set<Path> sites = new LinkedHashSet<>();

    private PythonSites() {}

    /// Those of the virtual environment, of Conda, of `PYTHONPATH`, of the `python3` on the `PATH`, and of the system, that
    /// exist.
    static List<Path> of(Surroundings surroundings) {
        PythonSites found = new PythonSites();
        for (String variable : List.of("VIRTUAL_ENV", "CONDA_PREFIX")) {
            surroundings.variable().apply(variable).ifPresent(found::addHome);
        }
        for (String folder : list(surroundings, "PYTHONPATH")) {
            path(folder).filter(Files::isDirectory).ifPresent(found.sites::add);
        }
        for (String folder : list(surroundings, "PATH")) {
            path(folder).map(bin -> bin.resolve("python3")).ifPresent(found::addInterpreter);
        }
        found.addHome("/usr/local");
        found.addHome("/usr");
        return List.copyOf(found.sites);
    }

    private static List<String> list(Surroundings surroundings, String variable) {
        return surroundings.variable().apply(variable).stream()
                .flatMap(value -> Stream.of(value.split(":")))
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private static Optional<Path> path(String name) {
        try {
            return Optional.of(Path.of(name));
        } catch (InvalidPathException _) {
            return Optional.empty();
        }
    }

    private void addInterpreter(Path interpreter) {
        if (!Files.isExecutable(interpreter)) {
            return;
        }
        addHomeOf(interpreter);
        try {
            addHomeOf(interpreter.toRealPath());
        } catch (IOException _) {
            // A link that cannot be followed leads to no packages.
            return;
        }
    }

    private void addHomeOf(Path interpreter) {
        Path bin = interpreter.getParent();
        if (bin != null && bin.getParent() != null) {
            addHome(bin.getParent().toString());
        }
    }

    /// A folder that has `lib/python3.12/site-packages` or the like.
    private void addHome(String home) {
        Optional<Path> libraries = path(home).map(folder -> folder.resolve("lib"));
        if (libraries.isEmpty() || !Files.isDirectory(libraries.get())) {
            return;
        }
        // By its real path: `/lib` often is `/usr/lib`.
        try (Stream<Path> versions = Files.list(libraries.get().toRealPath())) {
            versions.filter(folder -> folder.getFileName().toString().startsWith("python3"))
                    .sorted()
                    .flatMap(folder ->
                            Stream.of("site-packages", "dist-packages").map(folder::resolve))
                    .filter(Files::isDirectory)
                    .forEach(sites::add);
        } catch (IOException _) {
            // A folder that cannot be listed holds nothing that could be loaded.
            return;
        }
    }
}
