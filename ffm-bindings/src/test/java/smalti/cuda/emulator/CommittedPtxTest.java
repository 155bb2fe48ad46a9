package smalti.cuda.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class CommittedPtxTest {
    @TestFactory
    Stream<DynamicTest> everyCommittedKernelBinds() throws IOException, URISyntaxException {
        return CommittedPtx.files().stream()
                .map(file -> DynamicTest.dynamicTest("" + file.getFileName(), () -> bind(file)));
    }

    private static void bind(Path file) throws IOException {
        PtxDriver driver = new PtxDriver();
        String text = Files.readString(file);
        long module = driver.load(text);
        List<String> kernels = List.copyOf(CompiledModule.of(text).kernels().keySet());
        assertThat(kernels).isNotEmpty();
        for (String kernel : kernels) {
            assertThat(driver.factsOf(driver.function(module, kernel)).mostThreads())
                    .as(kernel)
                    .isPositive();
        }
    }
}
