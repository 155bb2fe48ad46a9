package smalti.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import smalti.error.FormatException;

class JsonTest {
    @Test
    void whatIsWrittenIsReadAgain() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("a \"b\"", "c\nd");
        object.put("list", List.of(1, 2.5, true, Map.of("x", "y")));
        object.put("infinite", Double.POSITIVE_INFINITY);
        Map<String, Object> read = Json.object("it", Json.line(object));
        assertThat(read)
                .containsEntry("a \"b\"", "c\nd")
                .containsEntry(
                        "list",
                        List.of(new BigDecimal(1), new BigDecimal("2.5"), true, Map.of("x", "y")))
                .doesNotContainKey("infinite");
    }

    @Test
    void aPageHasALineForEachEntry() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("settings", new LinkedHashMap<>(Map.of("steps", "2")));
        object.put("classes", List.of("red", "green"));
        object.put("none", List.of());
        assertThat(Json.page(object))
                .isEqualTo(
                        """
                        {
                          "settings": {
                            "steps": "2"
                          },
                          "classes": ["red", "green"],
                          "none": []
                        }\
                        """);
        assertThat(Json.object("it", Json.page(object))).isEqualTo(object);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[1]", "{\"a\":}", "{\"a\":1", "{\"a\":1} x", "{a:1}"})
    void whatIsNoObjectIsRefused(String text) {
        assertThatThrownBy(() -> Json.object("file.json", text))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("file.json");
    }
}
