package smalti.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import smalti.train.Course;
import smalti.train.StepTimes;
import smalti.train.Witness;

/// Watches what the steps of a run spend their time on.
final class Pace implements Witness {
    private static final double PERCENT = 100;

    private final Course course;
    private Optional<Progress> last = Optional.empty();

    Pace(Course course) {
        this.course = course;
    }

    @Override
    public void see(Progress progress) {
        last = Optional.of(progress);
    }

    /// E.g. `24.1 pictures/s in 500 steps: 1 % waiting for pictures, 38 % forward, 60 % backward, 1 % update`.
    String line() {
        double all = times().seconds();
        long steps = last.map(Progress::here).orElse(0L);
        if (steps == 0) {
            return "no step was left to take";
        }
        return String.format(
                Locale.ROOT,
                "%.1f pictures/s in %d steps: %.1f %% waiting for pictures, %.0f %% forward, %.0f %% backward, %.0f %% update",
                pictures() / all,
                steps,
                PERCENT * waited() / all,
                PERCENT * forward() / all,
                PERCENT * times().backward() / all,
                PERCENT * times().update() / all);
    }

    /// The same in seconds, by name.
    Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("pictures", pictures());
        values.put("secondsWaitedForPictures", waited());
        values.put("secondsForward", forward());
        values.put("secondsBackward", times().backward());
        values.put("secondsUpdate", times().update());
        return values;
    }

    private long pictures() {
        return last.map(Progress::here).orElse(0L) * course.pictures();
    }

    private StepTimes times() {
        return last.map(Progress::times).orElse(StepTimes.NONE);
    }

    private double waited() {
        return Math.min(course.waitedSeconds(), times().forward());
    }

    private double forward() {
        return times().forward() - waited();
    }
}
