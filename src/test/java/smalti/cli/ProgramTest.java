package smalti.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramTest {
    private static final String[] COMMANDS = {
        "completion", "demo", "doctor", "features", "metrics", "pool", "superpixels", "unpool"
    };

    @Test
    void helpListsEveryCommandAndTheExitCodes() {
        Run run = Run.of("--help");

        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains(COMMANDS).contains("0 done, 1 failed, 2 used wrongly");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "completion",
                "demo",
                "doctor",
                "features",
                "metrics",
                "pool",
                "superpixels",
                "unpool"
            })
    void everyCommandExplainsItself(String command) {
        Run run = Run.of(command, "--help");

        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("Usage: smalti " + command).contains("Example");
        assertThat(run.out().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
    }

    @Test
    void theVersionIsTold() {
        Run run = Run.of("--version");

        assertThat(run.code()).isZero();
        assertThat(run.out()).startsWith("smalti ");
    }

    @Test
    void completionKnowsCommandsAndOptions() {
        Run run = Run.of("completion");

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains(COMMANDS)
                .contains("--compactness", "--upstream", "complete -F");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|a command is missing",
                "frob|there is no command 'frob'",
                "superpixel x.jpg|there is no command 'superpixel'; did you mean superpixels?",
                "--frob|Unknown option: '--frob'",
                "pool|Missing required options: '--features=F', '--labels=L', '--out=OUT'",
                "superpixels|Missing required parameter: 'PHOTO'",
                "superpixels x.jpg --segments 0|the number of segments must be at least 1, not 0",
                "superpixels x.jpg --segments many|Invalid value for option '--segments': 'many' is not an int",
                "superpixels x.jpg --compactness -1|the compactness must be from 0 to 1000, not -1",
                "superpixels x.jpg --method magic|Invalid value for option '--method'",
                "superpixels x.jpg --sigma -2|sigma must be from 0 to 16, not -2",
                "superpixels x.jpg --max-pixels 0|the largest number of pixels must be",
                "superpixels x.jpg --threads 0|--threads must be at least 1, not 0",
                "pool --features f.npy --labels l.npy --out o.npz --reduce avg|a reduction must be one of mean",
                "pool --features f.npy --labels l.npy --out o.npz --layout hwc|Invalid value for option '--layout'",
                "pool --features f.npy --labels l.npy --out o.npz --segments 0|the number of segments must be",
                "pool --features f.npy --labels l.npy --out o.npz --purity 1|purity must be",
                "doctor --frob|Unknown option: '--frob'",
            })
    void wrongUseIsOneLineAndAPointerToHelp(String arguments, String message) {
        Run run = Run.of((Object[]) (arguments.isEmpty() ? new String[0] : arguments.split(" ")));

        assertThat(run.code()).isEqualTo(Program.USED_WRONGLY);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("smalti: " + message).hasLineCount(2).contains("--help'.");
    }

    @Test
    void aDeviceThatCannotBeHadIsToldWithTheReason() {
        Run run = Run.of("superpixels", "x.jpg", "--device", "abacus");

        assertThat(run.code()).isEqualTo(Program.FAILED);
        assertThat(run.err()).startsWith("smalti: no device abacus: ").hasLineCount(1);
    }
}
