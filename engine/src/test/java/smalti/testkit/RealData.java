package smalti.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/// Real photos, label maps and weights beside a checkout, for tests tagged `data`. They are not part of the project:
/// where they are absent, such a test is skipped and says so.
public final class RealData {
    /// The system property that tells where the data lies.
    public static final String PROPERTY = "smalti.data";

    private RealData() {}

    /// A file or folder of the data.
    ///
    /// @param name its path below the data's folder, e.g. `bsds/images`
    /// @throws org.opentest4j.TestAbortedException if it is absent: the test is skipped
    public static Path at(String name) {
        Path found = root().resolve(name);
        assumeTrue(
                Files.exists(found),
                () ->
                        "needs "
                                + name
                                + " in ../shared/data beside the checkout, or in the folder named by -D"
                                + PROPERTY);
        return found;
    }

    /// Tests run in the repository's root or in one of its modules.
    private static Path root() {
        String given = System.getProperty(PROPERTY);
        if (given != null) {
            return Path.of(given);
        }
        Path beside = Path.of("../shared/data");
        return Files.exists(beside) ? beside : Path.of("../../shared/data");
    }
}
