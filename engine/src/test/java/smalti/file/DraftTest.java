package smalti.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DraftTest {
    @TempDir Path folder;

    @Test
    void theOldFileStaysUntilTheNewOneIsWhole() throws IOException {
        Path file = Files.writeString(folder.resolve("data.txt"), "old");
        try (Draft draft = Draft.of(file)) {
            Files.writeString(draft.path(), "new");
            assertThat(file).hasContent("old");
            draft.commit();
        }
        assertThat(file).hasContent("new");
        assertOnly("data.txt");
    }

    @Test
    void whatIsNotCommittedLeavesNothing() throws IOException {
        Path file = Files.writeString(folder.resolve("data.txt"), "old");
        try (Draft draft = Draft.of(file)) {
            Files.writeString(draft.path(), "half");
        }
        assertThat(file).hasContent("old");
        assertOnly("data.txt");
    }

    @Test
    void aLinkStaysALink() throws IOException {
        Path file = Files.writeString(folder.resolve("data.txt"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link.txt"), file);
        try (Draft draft = Draft.of(link)) {
            Files.writeString(draft.path(), "new");
            draft.commit();
        }
        assertThat(link).isSymbolicLink();
        assertThat(file).hasContent("new");
    }

    @Test
    void errorsNameWhatTheUserNamed() {
        assertThatThrownBy(() -> Draft.of(folder.resolve("none/data.txt")))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(folder.resolve("none").toString());
        assertThatThrownBy(() -> Draft.of(folder))
                .isInstanceOf(FileSystemException.class)
                .hasMessage(folder + ": is a folder");
    }

    @Test
    void theEndOfTheProcessLeavesNothing() throws IOException, InterruptedException {
        Process process = start(folder.resolve("data.txt"));
        process.destroy();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void whatKilledProcessesLeaveIsSweptAndWhatIsStillWrittenStays()
            throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("data.txt"), "old");
        Path another = Files.writeString(folder.resolve(".data.txt.part"), "a user's");
        Process killed = start(file);
        Process living = start(file);
        try (Draft own = Draft.of(file)) {
            assertThat(drafts()).hasSize(3);
            Draft.sweep(folder);
            assertThat(drafts()).as("all three are being written").hasSize(3);

            killed.destroyForcibly().waitFor();
            assertThat(drafts()).as("nobody cleaned up").hasSize(3);
            Draft.sweep(folder);
            assertThat(drafts()).hasSize(2).contains(own.path());

            living.destroyForcibly().waitFor();
            Draft.sweep(folder);
            assertThat(drafts()).containsExactly(own.path());
            own.commit();
        }
        assertThat(another).hasContent("a user's");
        Files.delete(another);
        assertOnly("data.txt");
    }

    @Test
    void aFolderThatIsNotThereNeedsNoSweeping() {
        Draft.sweep(folder.resolve("none"));
    }

    private Set<Path> drafts() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(each -> each.toString().endsWith(".part"))
                    .filter(each -> !each.endsWith(".data.txt.part"))
                    .collect(Collectors.toSet());
        }
    }

    /// Starts a process that has a draft open.
    private static Process start(Path file) throws IOException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Waiting.class.getName(),
                                file.toString())
                        .redirectErrorStream(true)
                        .start();
        assertThat(process.getInputStream().read()).as("the draft is there").isEqualTo('!');
        return process;
    }

    /// A process that has a draft open until it is ended.
    static final class Waiting {
        private Waiting() {}

        public static void main(String[] arguments) throws IOException, InterruptedException {
            try (Draft draft = Draft.of(Path.of(arguments[0]))) {
                Files.writeString(draft.path(), "half");
                System.out.print("!");
                System.out.flush();
                Thread.sleep(60_000);
            }
        }
    }

    private void assertOnly(String name) throws IOException {
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactly(name);
        }
    }
}
