package smalti.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import smalti.tensor.Tensor;

class RegionTableTest {
    @Test
    void aWorkedCase() {
        SegmentMap map =
                SegmentMap.of(
                        new int[] {
                            0, 0, 2, 2,
                            0, 2, 2, -1,
                            0, 0, 0, 2
                        },
                        3,
                        4);
        RegionTable table = RegionTable.of(map);
        assertThat(table.map()).isSameAs(map);
        assertThat(table.areas()).containsExactly(6, 0, 5);
        assertThat(table.left()).containsExactly(0, 0, 1);
        assertThat(table.top()).containsExactly(0, 0, 0);
        assertThat(table.right()).containsExactly(3, 0, 4);
        assertThat(table.bottom()).containsExactly(3, 0, 3);
        assertThat(table.centroidX()).containsExactly(4.0 / 6, Double.NaN, 11.0 / 5);
        assertThat(table.centroidY()).containsExactly(7.0 / 6, Double.NaN, 4.0 / 5);
        assertThat(table.perimeters()).containsExactly(14, 0, 14);
        assertThat(table.rows())
                .containsExactly(
                        List.of(
                                "0",
                                "0",
                                "6",
                                "" + 4.0 / 6,
                                "" + 7.0 / 6,
                                "0",
                                "0",
                                "3",
                                "3",
                                "14"),
                        List.of("0", "2", "5", "2.2", "0.8", "1", "0", "4", "3", "14"));
        assertThat(table.rows().findFirst().orElseThrow()).hasSameSizeAs(RegionTable.COLUMNS);
    }

    @Test
    void imagesOfABatchAreDescribedApart() {
        SegmentMap map =
                SegmentMap.of(Tensor.of(new int[] {0, 0, 0, 0, 1, 1}, 3, 2, 1), Labelling.DENSE);
        RegionTable table = RegionTable.of(map);
        assertThat(table.perimeters()).containsExactly(6, 0, 6, 0, 0, 6);
        assertThat(table.rows().map(row -> row.subList(0, 3)))
                .containsExactly(
                        List.of("0", "0", "2"), List.of("1", "0", "2"), List.of("2", "1", "2"));
    }

    @Property
    void everyEntryIsWhatCountingPixelsGives(
            @ForAll(supplier = RandomLabels.Any.class) RandomLabels labels) {
        SegmentMap map = labels.map();
        RegionTable table = RegionTable.of(map);
        Tensor pixels = labels.labels();
        for (int image = 0; image < map.batch(); image++) {
            for (int segment = 0; segment < map.segments(); segment++) {
                new ByPixels(labels, pixels, image, segment)
                        .check(table, image * map.segments() + segment);
            }
        }
        assertThat(table.rows())
                .hasSize((int) Arrays.stream(table.areas()).filter(area -> area > 0).count());
    }

    /// One segment, described by going over all pixels.
    private static final class ByPixels {
        private long area;
        private double sumX;
        private double sumY;
        private int left = Integer.MAX_VALUE;
        private int top = Integer.MAX_VALUE;
        private int right;
        private int bottom;
        private long perimeter;

        ByPixels(RandomLabels labels, Tensor pixels, int image, int segment) {
            for (int y = 0; y < labels.height(); y++) {
                for (int x = 0; x < labels.width(); x++) {
                    if (labels.at(pixels, image, y, x) == segment) {
                        area++;
                        sumX += x;
                        sumY += y;
                        left = Math.min(left, x);
                        top = Math.min(top, y);
                        right = Math.max(right, x + 1);
                        bottom = Math.max(bottom, y + 1);
                        for (int[] step : new int[][] {{0, 1}, {0, -1}, {1, 0}, {-1, 0}}) {
                            perimeter +=
                                    labels.at(pixels, image, y + step[0], x + step[1]) != segment
                                            ? 1
                                            : 0;
                        }
                    }
                }
            }
        }

        void check(RegionTable table, int entry) {
            assertThat(table.areas()[entry]).isEqualTo(area);
            assertThat(table.perimeters()[entry]).isEqualTo(perimeter);
            assertThat(table.right()[entry]).isEqualTo(right);
            assertThat(table.bottom()[entry]).isEqualTo(bottom);
            assertThat(table.left()[entry]).isEqualTo(area == 0 ? 0 : left);
            assertThat(table.top()[entry]).isEqualTo(area == 0 ? 0 : top);
            assertThat(table.centroidX()[entry]).isEqualTo(Double.valueOf(sumX / area));
            assertThat(table.centroidY()[entry]).isEqualTo(Double.valueOf(sumY / area));
        }
    }
}
