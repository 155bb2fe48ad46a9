package smalti.cuda.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// Holds the run before, which was that of the whole suite of this module, to a coverage: see its `pom.xml`. By itself,
/// `mvn -pl ffm-bindings surefire:test -Dtest=PtxCoverageGateTest -Dsmalti.ptx.coverage=95`.
class PtxCoverageGateTest {
    private static final String WANTED = "smalti.ptx.coverage";
    private static final Pattern FIGURE = Pattern.compile("PTX instruction coverage ([0-9.]+) %");

    @Test
    @EnabledIfSystemProperty(named = WANTED, matches = "[0-9.]+")
    void enoughInstructionsWereExecuted() throws IOException {
        String report = Files.readString(PtxCoverageListener.REPORT);
        Matcher figure = FIGURE.matcher(report);
        assertThat(figure.find()).as(report).isTrue();
        double wanted = Double.parseDouble(System.getProperty(WANTED));
        assertThat(Double.parseDouble(figure.group(1))).as(report).isGreaterThanOrEqualTo(wanted);
    }
}
