package smalti.bench.worker;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;
import smalti.bench.contest.Trial;

/// One call of a trial, timed by JMH call by call. It runs in this JVM without a fork of JMH's own: the worker *is* the
/// fork, with the class path and the environment of one contestant.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TrialBenchmark {
    /// The key of the trial on the stage.
    @Param("")
    public String trial = "";

    private Trial staged =
            Trial.onHeap(
                    "",
                    "",
                    Object::new,
                    _ -> {
                        throw new IllegalStateException("nothing is staged");
                    });

    @Setup
    public void takeFromStage() {
        staged = Stage.CURRENT.trial(trial);
    }

    @Benchmark
    public Object call() {
        return staged.call().get();
    }

    /// Runs this benchmark on a staged trial.
    static Timing run(String key, Pace pace) throws RunnerException {
        var options =
                new OptionsBuilder()
                        .include(TrialBenchmark.class.getName())
                        .param("trial", key)
                        .forks(0)
                        .warmupIterations(pace.warmUp() > 0 ? 1 : 0)
                        .warmupTime(TimeValue.milliseconds(Math.max(1, pace.warmUp())))
                        .measurementIterations(1)
                        .measurementTime(TimeValue.milliseconds(pace.measure()))
                        .verbosity(VerboseMode.SILENT)
                        .shouldFailOnError(true)
                        .build();
        RunResult result = new Runner(options).runSingle();
        Statistics statistics = result.getPrimaryResult().getStatistics();
        return new Timing(
                statistics.getPercentile(50) * 1e-9,
                statistics.getPercentile(25) * 1e-9,
                statistics.getPercentile(75) * 1e-9,
                statistics.getN());
    }
}
