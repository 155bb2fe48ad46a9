package smalti.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import smalti.error.ParameterException;

class ScheduleTest {
    @Test
    void polyFallsToNothing() {
        Schedule poly = Schedule.poly(100, 0.9);
        assertThat(poly.factor(0)).isEqualTo(1);
        assertThat(poly.factor(50)).isCloseTo(Math.pow(0.5, 0.9), within(1e-12));
        assertThat(poly.factor(100)).isZero();
        assertThat(poly.factor(1000)).isZero();
    }

    @Test
    void cosineIsHalfAWave() {
        Schedule cosine = Schedule.cosine(10);
        assertThat(cosine.factor(0)).isEqualTo(1);
        assertThat(cosine.factor(5)).isCloseTo(0.5, within(1e-12));
        assertThat(cosine.factor(10)).isZero();
        assertThat(cosine.factor(11)).isZero();
    }

    @Test
    void warmingUpRisesInALine() {
        Schedule schedule = Schedule.steps(3, 0.5).warmedUp(3);
        assertThat(schedule.factor(0)).isEqualTo(0.25);
        assertThat(schedule.factor(2)).isEqualTo(0.75);
        assertThat(schedule.factor(3)).isEqualTo(1);
        assertThat(schedule.factor(6)).isEqualTo(0.5);
        assertThat(Schedule.constant().factor(12345)).isEqualTo(1);
    }

    @Test
    void aScheduleHasALength() {
        assertThatThrownBy(() -> Schedule.poly(0, 1)).isInstanceOf(ParameterException.class);
        assertThatThrownBy(() -> Schedule.cosine(0)).isInstanceOf(ParameterException.class);
        assertThatThrownBy(() -> Schedule.steps(0, 1)).isInstanceOf(ParameterException.class);
        assertThatThrownBy(() -> Schedule.constant().warmedUp(0))
                .isInstanceOf(ParameterException.class);
    }
}
