package smalti.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import smalti.file.NpyWriter;
import smalti.store.ArrayFiles;
import smalti.store.ArraySource;
import smalti.tensor.Tensor;

/// A folder of arrays and the commands that are run on them.
record ArrayFolder(Path folder) {
    Path file(String name) {
        return folder.resolve(name);
    }

    Path write(String name, Tensor array) throws IOException {
        NpyWriter.write(file(name), array);
        return file(name);
    }

    /// The array of that name in a file of arrays.
    static Tensor array(Path file, String name) throws IOException {
        try (ArraySource source = ArrayFiles.open(file + ":" + name)) {
            return source.read(0, source.shape().size(0), source.type().natural());
        }
    }

    static Run pool(Object features, Object labels, Object out, Object... more) {
        List<Object> arguments = new ArrayList<>(List.of("pool", "--features", features));
        arguments.addAll(List.of("--labels", labels, "--out", out));
        arguments.addAll(List.of(more));
        return Run.of(arguments.toArray());
    }

    static Run unpool(Object pooled, Object labels, Object out, Object... more) {
        List<Object> arguments = new ArrayList<>(List.of("unpool", "--pooled", pooled));
        arguments.addAll(List.of("--labels", labels, "--out", out));
        arguments.addAll(List.of(more));
        return Run.of(arguments.toArray());
    }

    /// Pools what cannot be pooled: one line says why, and all files stay as they were.
    void poolingFails(String message, Object features, Object labels, Object out, Object... more)
            throws IOException {
        Map<String, String> before = contents();
        Run run = pool(features, labels, out, more);
        assertThat(run.code()).as(message).isEqualTo(Program.FAILED);
        assertThat(run.err()).startsWith("smalti: ").contains(message).hasLineCount(1);
        assertThat(run.out()).isEmpty();
        assertThat(contents()).isEqualTo(before);
    }

    private Map<String, String> contents() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                byte[] bytes = Files.readAllBytes(file);
                contents.put(file.getFileName().toString(), HexFormat.of().formatHex(bytes));
            }
        }
        return contents;
    }
}
