package smalti.superpixel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import smalti.error.ParameterException;

class SlicParametersTest {
    private static final Slic SLIC = Slic.segments(100);

    static Stream<Supplier<Superpixels>> outOfRange() {
        return Stream.of(
                () -> Slic.segments(0),
                () -> Slic.size(0.5),
                () -> Slic.size(Double.NaN),
                () -> SLIC.withCompactness(-1),
                () -> SLIC.withCompactness(Double.NaN),
                () -> SLIC.withCompactness(1001),
                () -> SLIC.withSigma(-0.1),
                () -> SLIC.withSigma(17),
                () -> SLIC.withIterations(0),
                () -> SLIC.withIterations(101),
                () -> SLIC.withTolerance(-1),
                () -> SLIC.withSmallest(1.5),
                () -> SLIC.withStartLabel(2),
                () -> Grid.segments(-4),
                () -> Grid.size(10).withStartLabel(-1));
    }

    @ParameterizedTest
    @MethodSource("outOfRange")
    void parametersOutOfRangeAreTold(Supplier<Superpixels> made) {
        assertThatThrownBy(made::get)
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("must be");
    }

    @Test
    void aMethodThatIsChangedKeepsTheRest() {
        Slic slic =
                SLIC.withCompactness(3)
                        .withAdaptive(true)
                        .withSigma(2)
                        .withIterations(7)
                        .withTolerance(0.5)
                        .withSmallest(0.25)
                        .withStartLabel(1);
        assertThat(slic).isEqualTo(new Slic(new Target.Count(100), 3, true, 2, 7, 0.5, 0.25, 1));
    }

    @Test
    void aSizeAsksForAsManyAsFit() {
        assertThat(new Target.Size(10).segments(5000)).isEqualTo(50);
        assertThat(new Target.Size(10).segments(3)).isEqualTo(1);
        assertThat(new Target.Size(10).segments(0)).isZero();
        assertThat(new Target.Count(10).segments(4)).isEqualTo(4);
    }
}
