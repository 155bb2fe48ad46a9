package smalti.superpixel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class NeighbourListsProperties {
    @Property(tries = 300)
    void joinedPartsHaveTheNeighboursOfBoth(
            @ForAll @IntRange(min = 2, max = 60) int parts,
            @ForAll @IntRange(min = 0, max = 300) int meetings,
            @ForAll long seed) {
        var random = new Random(seed);
        var borders = new Borders(parts);
        int[][] expected = new int[parts][parts];
        for (int i = 0; i < meetings; i++) {
            int one = random.nextInt(parts);
            int other = random.nextInt(parts);
            if (one != other) {
                int length = 1 + random.nextInt(4);
                borders.add(one, other, length);
                expected[one][other] += length;
                expected[other][one] += length;
            }
        }
        var lists = new NeighbourLists(parts, borders);
        expectLists(lists, expected);
        for (int part = parts - 1; part > 0; part--) {
            int kept = random.nextInt(part);
            lists.join(part, kept);
            join(part, kept, expected);
            expectLists(lists, expected);
        }
    }

    private static void join(int part, int kept, int[][] lengths) {
        for (int far = 0; far < lengths.length; far++) {
            if (far != kept) {
                lengths[kept][far] += lengths[part][far];
                lengths[far][kept] += lengths[part][far];
            }
            lengths[part][far] = 0;
            lengths[far][part] = 0;
        }
    }

    private static void expectLists(NeighbourLists lists, int[][] expected) {
        for (int part = 0; part < expected.length; part++) {
            int[] actual = new int[expected.length];
            for (int edge = lists.first(part);
                    edge != NeighbourLists.NONE;
                    edge = lists.next(edge)) {
                int far = lists.to(edge);
                if (far != NeighbourLists.NONE) {
                    assertThat(lists.to(edge ^ 1)).isEqualTo(part);
                    assertThat(actual[far]).isZero();
                    actual[far] = lists.length(edge);
                }
            }
            assertThat(actual).isEqualTo(expected[part]);
            assertThat(lists.closest(part)).isEqualTo(closest(expected[part]));
        }
    }

    private static int closest(int[] lengths) {
        int closest = NeighbourLists.NONE;
        for (int far = 0; far < lengths.length; far++) {
            if (lengths[far] > (closest < 0 ? 0 : lengths[closest])) {
                closest = far;
            }
        }
        return closest;
    }
}
