package smalti.bench.gpu;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// PyTorch's own operators on the same GPU, measured by a script of ours where Python and PyTorch are installed.
final class Peers {
    private static final String SCRIPT = "peers.py";

    /// What the script writes: trial, way and seconds, parted by tabulators.
    private static final Pattern LINE = Pattern.compile("(\\S+)\t(\\S+)\t([0-9.eE+-]+)");

    private Peers() {}

    /// Seconds by trial and way; nothing where there is no PyTorch that sees a GPU.
    static Map<String, Map<String, Double>> measure(PrintStream progress)
            throws IOException, InterruptedException {
        Map<String, Map<String, Double>> found = new LinkedHashMap<>();
        Path script = Files.createTempFile("smalti-gpu-peers", ".py");
        try (InputStream text = Peers.class.getResourceAsStream(SCRIPT)) {
            if (text == null) {
                throw new IOException(SCRIPT + " is missing in this build");
            }
            Files.copy(text, script, StandardCopyOption.REPLACE_EXISTING);
            Process python =
                    new ProcessBuilder("python3", script.toString())
                            .redirectErrorStream(true)
                            .start();
            String output =
                    new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (python.waitFor() != 0) {
                progress.println("no PyTorch to compare with: " + output.strip());
            }
            Matcher line = LINE.matcher(output);
            while (line.find()) {
                found.computeIfAbsent(line.group(1), _ -> new LinkedHashMap<>())
                        .put(line.group(2), Double.valueOf(line.group(3)));
            }
        } catch (IOException e) {
            progress.println("no PyTorch to compare with: " + e.getMessage());
        } finally {
            Files.delete(script);
        }
        return found;
    }
}
