package smalti.superpixel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class BordersProperties {
    private record Meeting(int one, int other, int length) {}

    @Property(tries = 300)
    void lengthsAddUpInTheOrderOfFirstMeetingHoweverTheyAreSplit(
            @ForAll @IntRange(min = 1, max = 300) int parts,
            @ForAll @IntRange(min = 0, max = 2000) int meetings,
            @ForAll @IntRange(min = 0, max = 2000) int split,
            @ForAll boolean known,
            @ForAll long seed) {
        var random = new Random(seed);
        List<Meeting> all =
                IntStream.range(0, meetings)
                        .mapToObj(_ ->
                                new Meeting(
                                        random.nextInt(parts),
                                        random.nextInt(parts),
                                        1 + random.nextInt(9)))
                        .toList();
        Map<List<Integer>, Integer> expected = new LinkedHashMap<>();
        for (Meeting each : all) {
            if (each.one() != each.other()) {
                int low = Math.min(each.one(), each.other());
                int high = Math.max(each.one(), each.other());
                expected.merge(List.of(low, high), each.length(), Integer::sum);
            }
        }
        Borders borders = of(all.subList(0, Math.min(split, meetings)));
        borders = known ? copy(borders) : borders;
        borders.addAll(of(all.subList(Math.min(split, meetings), meetings)));
        Map<List<Integer>, Integer> actual = new LinkedHashMap<>();
        for (int border = 0; border < borders.count(); border++) {
            List<Integer> pair = List.of(borders.low(border), borders.high(border));
            assertThat(actual.put(pair, borders.length(border))).isNull();
        }
        assertThat(List.copyOf(actual.entrySet())).isEqualTo(List.copyOf(expected.entrySet()));
    }

    /// Borders made of those that are known.
    private static Borders copy(Borders borders) {
        int count = borders.count();
        long[] pairs = new long[count];
        int[] lengths = new int[count];
        for (int border = 0; border < count; border++) {
            pairs[border] = (long) borders.low(border) << Integer.SIZE | borders.high(border);
            lengths[border] = borders.length(border);
        }
        return Borders.of(pairs, lengths, count);
    }

    /// Room for fewer than there will be.
    private static Borders of(List<Meeting> meetings) {
        var borders = new Borders(1);
        meetings.forEach(each -> borders.add(each.one(), each.other(), each.length()));
        return borders;
    }
}
