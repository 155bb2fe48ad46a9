package smalti.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import smalti.tensor.Tensor;

class ComponentsTest {
    @Test
    void aSnakeIsOnePartAndDiagonalsDoNotConnect() {
        SegmentMap map =
                SegmentMap.of(
                        new int[] {
                            0, 1, 0, 0,
                            0, 1, 1, 0,
                            0, 0, 0, 0,
                            1, -1, -1, 1
                        },
                        4,
                        4);
        Components parts = Components.of(map);
        assertThat(parts.count()).isEqualTo(4);
        assertThat(parts.count(0)).isEqualTo(4);
        assertThat(parts.ofRuns()).containsExactly(0, 1, 0, 0, 1, 0, 0, 2, -1, 3);
    }

    @Property
    void partsAreWhatFloodingFinds(@ForAll(supplier = RandomLabels.Any.class) RandomLabels labels) {
        SegmentMap map = labels.map();
        Components parts = Components.of(map);
        int[] flooded = flood(labels);
        int total = 0;
        for (int image = 0; image < map.batch(); image++) {
            int pixels = map.height() * map.width();
            int count =
                    (int)
                            Arrays.stream(flooded, image * pixels, (image + 1) * pixels)
                                    .filter(part -> part >= 0)
                                    .distinct()
                                    .count();
            assertThat(parts.count(image)).isEqualTo(count);
            total += count;
        }
        assertThat(parts.count()).isEqualTo(total);
        for (int run = 0; run < map.runs(); run++) {
            assertThat(parts.ofRuns()[run]).isEqualTo(flooded[map.runStarts()[run]]);
        }
    }

    /// The part of every pixel, numbered in raster order of first pixels.
    private static int[] flood(RandomLabels labels) {
        Tensor pixels = labels.labels();
        int[] parts = new int[(int) pixels.elements()];
        Arrays.fill(parts, -1);
        int found = 0;
        for (int start = 0; start < parts.length; start++) {
            if (parts[start] >= 0 || pixels.get(start) < 0) {
                continue;
            }
            ArrayDeque<Integer> open = new ArrayDeque<>();
            open.add(start);
            parts[start] = found;
            while (!open.isEmpty()) {
                int pixel = open.remove();
                int x = pixel % labels.width();
                int y = pixel / labels.width() % labels.height();
                int image = pixel / labels.width() / labels.height();
                for (int[] step : new int[][] {{0, 1}, {0, -1}, {1, 0}, {-1, 0}}) {
                    int next = pixel + step[0] * labels.width() + step[1];
                    boolean same =
                            labels.at(pixels, image, y + step[0], x + step[1]) == pixels.get(start);
                    if (same && parts[next] < 0) {
                        parts[next] = found;
                        open.add(next);
                    }
                }
            }
            found++;
        }
        return parts;
    }
}
