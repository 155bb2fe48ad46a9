package smalti.cuda.emulator;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import smalti.cuda.driver.GpuDriver;

/// The files of PTX that are shipped.
final class CommittedPtx {
    private CommittedPtx() {}

    static List<Path> files() throws IOException, URISyntaxException {
        URL folder = GpuDriver.class.getResource("/smalti/cuda/ptx");
        if (folder == null) {
            return List.of();
        }
        URI place = folder.toURI();
        try (Stream<Path> files = Files.list(Path.of(place))) {
            return files.filter(file -> file.toString().endsWith(".ptx")).sorted().toList();
        }
    }
}
