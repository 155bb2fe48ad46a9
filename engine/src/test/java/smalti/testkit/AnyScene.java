package smalti.testkit;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import smalti.op.Layout;

/// Draws scenes: sizes of 0 and 1, primes, and those just around the lengths of vectors; every kind of labels, of values
/// and of layout; views with and without an offset.
public class AnyScene implements ArbitrarySupplier<Scene> {
    private static final List<Integer> BATCHES = List.of(1, 2, 3, 0);
    private static final List<Integer> HEIGHTS = List.of(1, 2, 3, 5, 7, 13, 17, 0);
    private static final List<Integer> WIDTHS =
            List.of(1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 23, 31, 32, 33, 0);
    private static final List<Integer> CHANNELS =
            List.of(1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 47, 0);

    /// The kinds of values that are drawn.
    protected List<ValuePattern> values() {
        return List.of(
                ValuePattern.NORMAL,
                ValuePattern.TIES,
                ValuePattern.FAR_FROM_ZERO,
                ValuePattern.WIDE,
                ValuePattern.SUBNORMAL);
    }

    @Override
    public Arbitrary<Scene> get() {
        var sizes =
                Combinators.combine(
                                mostlyPositive(BATCHES),
                                mostlyPositive(HEIGHTS),
                                mostlyPositive(WIDTHS),
                                mostlyPositive(CHANNELS))
                        .as(Tuple::of);
        return Combinators.combine(
                        sizes,
                        Arbitraries.of(LabelPattern.class),
                        Arbitraries.of(values()),
                        Arbitraries.of(Layout.class),
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.longs().between(0, 1_000_000))
                .as((size, labels, kind, layout, offset, seed) ->
                        new Scene(
                                size.get1(),
                                size.get2(),
                                size.get3(),
                                size.get4(),
                                labels,
                                kind,
                                layout,
                                offset,
                                seed))
                // Edge cases would be mostly those with a size of 0, on which everything is right.
                .withoutEdgeCases();
    }

    /// Any of the sizes, but 0, which comes last, is rare: nothing else is tested when one size is 0.
    private static Arbitrary<Integer> mostlyPositive(List<Integer> sizes) {
        var positive = Arbitraries.of(sizes.subList(0, sizes.size() - 1));
        return Arbitraries.frequencyOf(Tuple.of(40, positive), Tuple.of(1, Arbitraries.just(0)));
    }

    /// Scenes of plain numbers, on which gradients and identities hold to the last few bits.
    public static final class Plain extends AnyScene {
        @Override
        protected List<ValuePattern> values() {
            return List.of(ValuePattern.NORMAL);
        }
    }

    /// Scenes with NaN and infinities.
    public static final class Special extends AnyScene {
        @Override
        protected List<ValuePattern> values() {
            return List.of(ValuePattern.SPECIAL);
        }
    }
}
