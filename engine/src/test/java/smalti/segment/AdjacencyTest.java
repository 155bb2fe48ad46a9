package smalti.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import smalti.tensor.Tensor;

class AdjacencyTest {
    @Test
    void aWorkedCase() {
        SegmentMap map =
                SegmentMap.of(
                        new int[] {
                            0, 0, 3, 3,
                            0, 1, 3, -1,
                            1, 1, 1, 1
                        },
                        3,
                        4);
        Adjacency graph = Adjacency.of(map);
        assertThat(graph.starts()).containsExactly(0, 2, 4, 4, 6);
        assertThat(graph.neighbours()).containsExactly(1, 3, 0, 3, 0, 1);
        assertThat(graph.lengths()).containsExactly(3, 1, 3, 2, 1, 2);
    }

    @Test
    void noNeighboursReachOverTheEdgeOfAnImageOrARow() {
        SegmentMap map =
                SegmentMap.of(
                        Tensor.of(new int[] {0, 1, 2, 3, 3, 2, 1, 0}, 2, 2, 2), Labelling.DENSE);
        Adjacency graph = Adjacency.of(map);
        assertThat(graph.starts()).containsExactly(0, 2, 4, 6, 8, 10, 12, 14, 16);
        assertThat(graph.neighbours())
                .containsExactly(1, 2, 0, 3, 0, 3, 1, 2, 1, 2, 0, 3, 0, 3, 1, 2);
        assertThat(graph.lengths()).containsOnly(1);
    }

    @Property
    void theGraphIsWhatLookingAtEveryPixelGives(
            @ForAll(supplier = RandomLabels.Any.class) RandomLabels labels) {
        SegmentMap map = labels.map();
        Adjacency graph = Adjacency.of(map);
        Tensor pixels = labels.labels();
        assertThat(graph.starts()).hasSize(map.batch() * map.segments() + 1);
        for (int image = 0; image < map.batch(); image++) {
            for (int segment = 0; segment < map.segments(); segment++) {
                int entry = image * map.segments() + segment;
                Map<Integer, Long> found = new TreeMap<>();
                int last = -1;
                for (int at = graph.starts()[entry]; at < graph.starts()[entry + 1]; at++) {
                    assertThat(graph.neighbours()[at]).isGreaterThan(last);
                    last = graph.neighbours()[at];
                    found.put(last, graph.lengths()[at]);
                }
                assertThat(found).isEqualTo(byPixels(labels, pixels, image, segment));
            }
        }
    }

    private static Map<Integer, Long> byPixels(
            RandomLabels labels, Tensor pixels, int image, int segment) {
        Map<Integer, Long> edges = new TreeMap<>();
        for (int y = 0; y < labels.height(); y++) {
            for (int x = 0; x < labels.width(); x++) {
                for (int[] step : new int[][] {{0, 1}, {0, -1}, {1, 0}, {-1, 0}}) {
                    int other = labels.at(pixels, image, y + step[0], x + step[1]);
                    if (labels.at(pixels, image, y, x) == segment
                            && other >= 0
                            && other != segment) {
                        edges.merge(other, 1L, Long::sum);
                    }
                }
            }
        }
        return edges;
    }
}
