package smalti.cuda.emulator;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/// Tells, when all tests of this JVM are done, how many of the shipped PTX instructions they executed, and leaves it in
/// `target/ptx-coverage.txt` for [PtxCoverageGateTest]. Silent where no kernel was run.
public final class PtxCoverageListener implements TestExecutionListener {
    private static final Path FOLDER = Path.of("target");
    static final Path REPORT = FOLDER.resolve("ptx-coverage.txt");
    private static final double ENOUGH = 95;

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        if (CompiledModule.known().isEmpty()) {
            return;
        }
        try {
            PtxCoverage coverage = PtxCoverage.now();
            if (coverage.total().executed() > 0) {
                String report = coverage.describe(ENOUGH);
                System.out.println(report);
                if (Files.isDirectory(FOLDER)) {
                    Files.writeString(REPORT, report);
                }
            }
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("the coverage of PTX cannot be told", e);
        }
    }
}
