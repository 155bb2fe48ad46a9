package smalti.cuda.emulator;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/// The files of PTX that are shipped.
final class CommittedPtx {
    private CommittedPtx() {}

    /// @throws IllegalStateException if there are none
    static List<Path> files() throws IOException, URISyntaxException {
        List<Path> found = new ArrayList<>();
        // Tests have a package of the same name, hence several folders.
        for (URL folder :
                Collections.list(
                        CommittedPtx.class.getClassLoader().getResources("smalti/cuda/ptx"))) {
            try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
                files.filter(file -> file.toString().endsWith(".ptx")).forEach(found::add);
            }
        }
        if (found.isEmpty()) {
            throw new IllegalStateException("no PTX is shipped");
        }
        return found.stream().sorted().toList();
    }
}
