package smalti.cuda.gpu;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import smalti.cuda.launch.PtxText;

/// The families of kernels, as the manifest names them.
final class Families {
    private Families() {}

    static List<String> all() {
        try (var manifest =
                new BufferedReader(
                        new InputStreamReader(
                                PtxText.class.getResourceAsStream("/smalti/cuda/ptx/manifest.txt"),
                                StandardCharsets.UTF_8))) {
            return manifest.lines()
                    .filter(line -> !line.startsWith("#") && !line.contains(" < "))
                    .map(line -> line.substring(0, line.indexOf(".ptx ")))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
