package smalti.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafeFileTest {
    @TempDir Path folder;

    @Test
    void aFailureLeavesTheOldFileAndNoRubbish() throws IOException {
        Path file = Files.writeString(folder.resolve("data.txt"), "good");

        assertThatThrownBy(() ->
                        SafeFile.write(
                                file,
                                out -> {
                                    out.write(1);
                                    throw new IOException("disk full");
                                }))
                .hasMessage("disk full");

        assertThat(file).hasContent("good");
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void theOldFileStaysUntilTheNewOneIsWhole() throws IOException {
        Path file = Files.writeString(folder.resolve("data.txt"), "old");

        SafeFile.write(
                file,
                out -> {
                    out.write("new".getBytes(java.nio.charset.StandardCharsets.UTF_8));
                    out.flush();
                    assertThat(file).hasContent("old");
                });

        assertThat(file).hasContent("new");
    }

    @Test
    void aLinkStaysALink() throws IOException {
        Path file = Files.writeString(folder.resolve("data.txt"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link.txt"), file);

        SafeFile.write(link, out -> out.write('n'));

        assertThat(link).isSymbolicLink();
        assertThat(file).hasContent("n");
    }
}
