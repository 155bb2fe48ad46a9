package smalti.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.module.ResolvedModule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The program is started from a module path, tests are not. What modules without a descriptor need is resolved for nobody,
/// and would be missed only when it is first used.
class ModulesTest {
    @Test
    void whatLibrariesNeedIsResolved() {
        Path[] program =
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .map(Path::of)
                        .filter(ModulesTest::isOfTheProgram)
                        .toArray(Path[]::new);
        Configuration boot = ModuleLayer.boot().configuration();

        Configuration resolved =
                Configuration.resolveAndBind(
                        ModuleFinder.of(program),
                        List.of(boot),
                        ModuleFinder.of(),
                        Set.of("smalti"));

        assertThat(resolved.modules().stream().map(ResolvedModule::name))
                .contains(
                        "smalti.engine",
                        "io.jhdf",
                        "org.slf4j",
                        "org.slf4j.nop",
                        "org.apache.commons.lang3",
                        "com.ning.compress.lzf",
                        "org.lz4.java",
                        "com.twelvemonkeys.imageio.metadata",
                        "com.twelvemonkeys.common.image");
    }

    /// Folders of classes and jars that are not there for tests alone.
    private static boolean isOfTheProgram(Path path) {
        String name = String.valueOf(path.getFileName());
        return Files.exists(path)
                && !path.endsWith("test-classes")
                && !name.matches(
                        ".*(tests|junit|jqwik|assertj|archunit|opentest4j|apiguardian|byte-buddy|jspecify|surefire).*");
    }
}
