package smalti.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import smalti.error.ParameterException;
import smalti.op.Size;

class SettingsTest {
    private static final Settings USUAL =
            Settings.of(
                    List.of(
                            new Setting("steps", "10", "how many"),
                            new Setting("rate", "0.1", "how fast"),
                            new Setting("bins", "1,2,3", "where"),
                            new Setting("crop", "20x30", "what"),
                            new Setting("flip", "no", "whether")));

    @Test
    void choicesOverrideWhatIsUsual() {
        Settings chosen = USUAL.with("a file", Map.of("steps", "7", "crop", "9"));
        assertThat(chosen.integer("steps", 1)).isEqualTo(7);
        assertThat(chosen.number("rate", 0, 1)).isEqualTo(0.1);
        assertThat(chosen.integers("bins", 1)).containsExactly(1, 2, 3);
        assertThat(chosen.numbers("bins", 0, 9)).containsExactly(1.0, 2.0, 3.0);
        assertThat(chosen.size("crop")).isEqualTo(new Size(9, 9));
        assertThat(USUAL.size("crop")).isEqualTo(new Size(20, 30));
        assertThat(chosen.flag("flip")).isFalse();
        assertThat(chosen.with("x", Map.of("bins", "none")).integers("bins", 1)).isEmpty();
        assertThat(chosen.values().keySet())
                .containsExactly("steps", "rate", "bins", "crop", "flip");
    }

    @Test
    void whatIsUnknownIsNamed() {
        assertThatThrownBy(() -> USUAL.with("c.json", Map.of("stepps", "1")))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("c.json")
                .hasMessageContaining("steps, rate")
                .hasMessageContaining("stepps");
    }

    @ParameterizedTest
    @CsvSource({
        "steps, 0",
        "steps, ten",
        "rate, 2",
        "rate, NaN",
        "bins, '1,x'",
        "bins, '1,0'",
        "crop, 4x",
        "crop, 0x4",
        "flip, maybe"
    })
    void wrongValuesAreRefusedByTheirOption(String name, String value) {
        Settings wrong = USUAL.with("options", Map.of(name, value));
        assertThatThrownBy(
                        () -> {
                            wrong.integer("steps", 1);
                            wrong.number("rate", 0, 1);
                            wrong.integers("bins", 1);
                            wrong.size("crop");
                            wrong.flag("flip");
                        })
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("--" + name);
    }
}
