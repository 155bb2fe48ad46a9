package smalti.bench.worker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.openjdk.jmh.runner.RunnerException;
import smalti.bench.contest.Contestant;
import smalti.bench.contest.Setting;
import smalti.bench.contest.Trial;
import smalti.bench.ours.Streams;
import smalti.bench.workload.Catalogue;
import smalti.bench.workload.Supplies;
import smalti.cpu.work.Workers;

/// The main class of a measuring JVM. Reads requests from standard input and answers each on standard output:
///
/// | request | answers |
/// |---|---|
/// | `stage CONTESTANT WORKLOAD THREADS BREADTH` | any number of `trial KEY PEER FORM COLD_BYTES COLD_SECONDS` and `refused PEER FORM COMPLAINT`, then `staged` |
/// | `measure KEY WARM_UP_MS MEASURE_MS` | `timing MEDIAN LOW HIGH CALLS` |
/// | `allocation KEY` | `allocation BYTES` |
/// | `growth CONTESTANT WORKLOAD THREADS BREADTH` | `growth FORM BYTES` |
/// | `heap CONTESTANT WORKLOAD THREADS BREADTH` | `heap FORM BYTES COLLECTING` |
/// | `quality CONTESTANT ASKED THREADS` | `quality PRODUCED PARTS ASA UE EV RECALL CO` |
/// | `peak` | `peak FLOPS` |
///
/// or `failed REASON`. It ends with its input.
public final class Worker {
    private static final int PEAK_ROUNDS = 30;

    private final Map<String, Contestant> contestants;
    private final PrintStream answers;

    private Worker(PrintStream answers) {
        this.answers = answers;
        this.contestants =
                ServiceLoader.load(Contestant.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .collect(Collectors.toMap(Contestant::name, Function.identity()));
    }

    public static void main(String[] arguments) throws IOException {
        PrintStream answers = System.out;
        // What libraries print must not come between the answers.
        System.setOut(System.err);
        Worker worker = new Worker(answers);
        BufferedReader requests =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            Optional<Message> request = Message.parse(line);
            if (request.isPresent()) {
                worker.answerApart(request.get());
            }
        }
        // Thread pools of natives must not keep the process. What libraries unpacked into the
        // folder
        // of temporary files goes with it.
        System.exit(0);
    }

    /// Answers in a thread that ends. Each thread that has called OpenMP keeps a team until it ends, and as soon as there
    /// are more teams than processors all of them sleep between two loops instead of waiting awake.
    private void answerApart(Message request) {
        Thread thread = Thread.ofPlatform().name("answer").start(() -> answer(request));
        try {
            thread.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(Message request) {
        try {
            switch (request.kind()) {
                case "stage" -> stage(request.text(1), request.text(2), setting(request));
                case "measure" ->
                        measure(request.text(1), new Pace(request.number(2), request.number(3)));
                case "allocation" ->
                        send("allocation", Stage.CURRENT.steadyAllocation(request.text(1)));
                case "growth" -> growth(request.text(1), request.text(2), setting(request));
                case "heap" -> heap(request.text(1), request.text(2), setting(request));
                case "quality" -> quality(request.text(1), request.number(2), request.number(3));
                case "peak" -> send("peak", peak());
                default -> send("failed", "there is no request " + request.kind());
            }
        } catch (RunnerException | RuntimeException | LinkageError failure) {
            // Whatever a peer throws ends its trial, not the session.
            failure.printStackTrace();
            send("failed", reason(failure));
        }
    }

    private void stage(String name, String workload, Setting setting) {
        Stage.Cast cast = Stage.CURRENT.stage(contestant(name), Catalogue.named(workload), setting);
        cast.admitted()
                .forEach(each ->
                        send(
                                "trial",
                                each.key(),
                                each.trial().peer(),
                                each.trial().form(),
                                each.coldAllocation(),
                                each.coldSeconds()));
        cast.refused()
                .forEach(each ->
                        send(
                                "refused",
                                each.trial().peer(),
                                each.trial().form(),
                                each.complaint()));
        Rest.await();
        send("staged");
    }

    private void growth(String name, String workload, Setting setting) {
        Trial trial = first(name, workload, setting);
        send("growth", trial.form(), Footprint.growth(trial));
    }

    private void heap(String name, String workload, Setting setting) {
        Trial trial = first(name, workload, setting);
        Footprint.Heap heap = Footprint.heap(trial);
        send("heap", trial.form(), heap.bytes(), heap.collecting());
    }

    private Trial first(String name, String workload, Setting setting) {
        return contestant(name)
                .prepare(Catalogue.named(workload), new Supplies(), setting)
                .getFirst();
    }

    private static Setting setting(Message request) {
        return new Setting(request.number(3), Setting.Breadth.valueOf(request.text(4)));
    }

    private Contestant contestant(String name) {
        Contestant contestant = contestants.get(name);
        if (contestant == null) {
            throw new IllegalArgumentException(
                    "no contestant " + name + " among " + contestants.keySet());
        }
        return contestant;
    }

    private void quality(String name, int asked, int threads) {
        double[] scores = new Quality(contestant(name), threads).score(asked);
        send(
                "quality", scores[0], scores[1], scores[2], scores[3], scores[4], scores[5],
                scores[6]);
    }

    private void measure(String key, Pace pace) throws RunnerException {
        Timing timing = TrialBenchmark.run(key, pace);
        Rest.await();
        send("timing", timing.median(), timing.low(), timing.high(), timing.calls());
    }

    /// The most floating-point operations a second in the registers of all threads together.
    private static double peak() {
        Streams streams = new Streams(Workers.shared());
        double best = 0;
        for (int round = 0; round < PEAK_ROUNDS; round++) {
            long start = System.nanoTime();
            double operations = streams.multiplyAdd();
            best = Math.max(best, operations / (System.nanoTime() - start) * 1e9);
        }
        return best;
    }

    private void send(Object... fields) {
        answers.println(Message.of(fields).line());
        answers.flush();
    }

    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName() + ": " + root.getMessage();
    }
}
