package smalti.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import smalti.superpixel.Samples;

class SceneTest {
    @Test
    void theSceneIsAlwaysTheSame() {
        assertThat(bytes()).isEqualTo(bytes());
    }

    @Test
    void theSceneIsVaried() {
        byte[] bytes = bytes();
        Set<Integer> colours = new HashSet<>();
        for (int i = 0; i < bytes.length; i += 3) {
            colours.add((bytes[i] & 0xF0) << 8 | (bytes[i + 1] & 0xF0) << 4 | bytes[i + 2] & 0xF0);
        }
        assertThat(bytes).hasSize(3 * Scene.WIDTH * Scene.HEIGHT);
        assertThat(colours).hasSizeGreaterThan(500);
    }

    private static byte[] bytes() {
        return ((Samples.Bytes) Scene.draw().picture().samples()).array();
    }
}
