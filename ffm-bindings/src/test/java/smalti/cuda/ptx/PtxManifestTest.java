package smalti.cuda.ptx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The committed PTX was made of the committed sources: what a machine without a CUDA compiler can tell of it.
class PtxManifestTest {
    private static final Pattern FLAGS = Pattern.compile("(?m)^flags='(.*)'$");
    private static final Pattern VERSION = Pattern.compile("(?m)^version='(.*)'$");

    /// A line `NAME.ptx < FILE HASH`.
    private record Source(String ptx, String file, String hash) {}

    /// A line `NAME.ptx HASH`.
    private record Product(String ptx, String hash) {}

    @Test
    void noSourceChangedSinceItsPtxWasMade() throws IOException {
        List<String> faults = new ArrayList<>();
        for (Source source : sources()) {
            Path file = PtxFolder.SOURCES.resolve(source.file());
            if (!Files.exists(file)) {
                faults.add(source.ptx() + " was made of " + file + ", which is gone");
            } else if (!hash(file).equals(source.hash())) {
                faults.add(file + " changed, and " + source.ptx() + " was not made anew");
            }
        }
        assertThat(faults).as(faults + PtxFolder.RUN_THE_SCRIPT).isEmpty();
    }

    @Test
    void noPtxWasEditedByHand() throws IOException {
        List<String> faults = new ArrayList<>();
        for (Product product : products()) {
            Path file = PtxFolder.COMMITTED.resolve(product.ptx());
            if (!Files.exists(file)) {
                faults.add(file + " is missing");
            } else if (!hash(file).equals(product.hash())) {
                faults.add(file + " is not what the compiler wrote");
            }
        }
        assertThat(faults).as(faults + PtxFolder.RUN_THE_SCRIPT).isEmpty();
    }

    @Test
    void everySourceHasItsPtxAndEveryPtxItsSource() throws IOException {
        List<String> expected =
                PtxFolder.names(PtxFolder.SOURCES, ".cu").stream()
                        .map(name -> name.replaceFirst("\\.cu$", ".ptx"))
                        .toList();
        assertThat(PtxFolder.names(PtxFolder.COMMITTED, ".ptx"))
                .as("PTX files beside the sources" + PtxFolder.RUN_THE_SCRIPT)
                .isEqualTo(expected)
                .isNotEmpty();
        assertThat(products().stream().map(Product::ptx))
                .as("PTX files in the manifest" + PtxFolder.RUN_THE_SCRIPT)
                .containsExactlyElementsOf(expected);
        assertThat(sources().stream().map(source -> source.ptx() + " < " + source.file()))
                .as("sources in the manifest" + PtxFolder.RUN_THE_SCRIPT)
                .doesNotHaveDuplicates()
                .containsAll(
                        expected.stream()
                                .map(ptx -> ptx + " < " + ptx.replaceFirst("\\.ptx$", ".cu"))
                                .toList());
    }

    @Test
    void allPtxWasMadeWithTheFlagsOfTheScript() throws IOException {
        String script = Files.readString(PtxFolder.SCRIPT);
        String flags = "< flags " + only(FLAGS, script) + ", header " + only(VERSION, script);
        List<String> made =
                lines().stream()
                        .filter(line -> line.contains("< flags"))
                        .map(line -> line.substring(line.indexOf('<')))
                        .toList();
        assertThat(made)
                .as("flags in the manifest" + PtxFolder.RUN_THE_SCRIPT)
                .hasSameSizeAs(products())
                .containsOnly(flags);
    }

    @Test
    void everyPtxIsForTheOldestDriverAndGpu() throws IOException {
        for (Product product : products()) {
            assertThat(Files.readString(PtxFolder.COMMITTED.resolve(product.ptx())))
                    .as(product.ptx())
                    .containsOnlyOnce("\n.version 8.0\n")
                    .containsOnlyOnce("\n.target sm_75\n")
                    .doesNotContain("used_bytes_mask", "_INTERNAL_");
        }
    }

    private static List<String> lines() throws IOException {
        return Files.readAllLines(PtxFolder.COMMITTED.resolve("manifest.txt")).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
    }

    private static List<Source> sources() throws IOException {
        return lines().stream()
                .filter(line -> line.contains(" < ") && !line.contains("< flags"))
                .map(line -> line.split(" "))
                .map(words -> new Source(words[0], words[2], words[3]))
                .toList();
    }

    private static List<Product> products() throws IOException {
        return lines().stream()
                .filter(line -> !line.contains("<"))
                .map(line -> line.split(" "))
                .map(words -> new Product(words[0], words[1]))
                .toList();
    }

    private static String only(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as(pattern.pattern()).isTrue();
        return matcher.group(1);
    }

    private static String hash(Path file) throws IOException {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
