package smalti.cuda.launch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The PTX of a family of kernels, which lies beside the classes, and what its kernels take.
///
/// @param family the file's name without its ending
public record PtxText(String family, String text, Map<String, Parameters> kernels) {
    private static final String FOLDER = "/smalti/cuda/ptx/";

    private static final Pattern ENTRY =
            Pattern.compile("\\.entry\\s+(\\w+)\\s*\\(([^)]*)\\)", Pattern.DOTALL);

    private static final Pattern PARAMETER = Pattern.compile("\\.param\\s+\\.([a-z]\\d+)\\s+\\w+");

    public PtxText {
        kernels = Map.copyOf(kernels);
    }

    /// Reads the PTX of a family.
    ///
    /// @throws IllegalStateException if there is none of that name: the build lacks a file
    public static PtxText of(String family) {
        String name = FOLDER + family + ".ptx";
        try (InputStream file = PtxText.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("there is no " + name + " in this build");
            }
            return of(family, new String(file.readAllBytes(), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Finds the kernels in a text.
    static PtxText of(String family, String text) {
        Map<String, Parameters> kernels = new LinkedHashMap<>();
        Matcher entry = ENTRY.matcher(text);
        while (entry.find()) {
            List<String> types = new ArrayList<>();
            Matcher parameter = PARAMETER.matcher(entry.group(2));
            while (parameter.find()) {
                types.add(parameter.group(1));
            }
            kernels.put(entry.group(1), new Parameters(entry.group(1), types));
        }
        return new PtxText(family, text, kernels);
    }
}
