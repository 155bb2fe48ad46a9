package smalti.bench.session;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import smalti.bench.ours.SmaltiContestant;
import smalti.bench.worker.Message;
import smalti.bench.worker.Worker;

/// A JVM that measures, with the class path of one contestant. Every worker has the same heap and is told the number of
/// threads in every way that a library may ask for it.
final class WorkerProcess implements AutoCloseable {
    private static final List<String> FLAGS =
            List.of(
                    "--add-modules=jdk.incubator.vector",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-Djava.awt.headless=true",
                    "-Djmh.ignoreLock=true",
                    "-Dsmalti.device=cpu");

    /// Environment variables by which OpenMP, BLAS libraries and TensorFlow are told how many threads to use.
    private static final List<String> THREAD_VARIABLES =
            List.of("OMP_NUM_THREADS", "MKL_NUM_THREADS", "TF_NUM_INTRAOP_THREADS");

    /// Natives are unpacked in the first answer: a slow disk may take long.
    private static final int PATIENCE_SECONDS = 120;

    private final String name;
    private final Process process;
    private final PrintStream requests;
    private final LinkedBlockingQueue<Message> answers = new LinkedBlockingQueue<>();
    private boolean lost;

    private WorkerProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        this.requests = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        Thread.ofPlatform().daemon().name("answers of " + name).start(this::listen);
    }

    static WorkerProcess start(Home home, String name, String classPath, Conditions conditions) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.add("-Xms" + conditions.heap() + "m");
        command.add("-Xmx" + conditions.heap() + "m");
        if (conditions.frugal()) {
            command.addAll(List.of("-XX:+UseParallelGC", "-XX:+ExitOnOutOfMemoryError"));
        }
        if (conditions.frugal() || name.equals(SmaltiContestant.NAME)) {
            // A process that has run for a while: the first touch of a page costs as much as
            // several calls.
            command.add("-XX:+AlwaysPreTouch");
        }
        command.add("-Dsmalti.threads=" + conditions.threads());
        command.add("-Dsmalti.data=" + System.getProperty("smalti.data", home.data().toString()));
        command.add("-Dorg.bytedeco.javacpp.cachedir=" + home.nativeCache(name));
        // ONNX Runtime unpacks its natives anew each time, and leaves an empty folder behind.
        command.add("-Djava.io.tmpdir=" + home.nativeCache(name));
        command.addAll(List.of("-cp", classPath, Worker.class.getName()));
        Path log = home.log(name);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
        Map<String, String> environment = builder.environment();
        // Peers choose their kernels themselves, whatever the shell wants of them:
        // OPENBLAS_CORETYPE may halve a speed.
        environment.keySet().removeIf(variable -> variable.startsWith("OPENBLAS_"));
        THREAD_VARIABLES.forEach(
                variable -> environment.put(variable, Integer.toString(conditions.threads())));
        environment.put("OPENBLAS_NUM_THREADS", Integer.toString(conditions.blasThreads()));
        if (conditions.frugal()) {
            environment.put("MALLOC_MMAP_THRESHOLD_", "65536");
            environment.put("MALLOC_TRIM_THRESHOLD_", "65536");
        }
        environment.put("TF_NUM_INTEROP_THREADS", "1");
        environment.put("TF_CPP_MIN_LOG_LEVEL", "2");
        try {
            Files.createDirectories(log.getParent());
            Files.createDirectories(home.nativeCache(name));
            return new WorkerProcess(name, builder.start());
        } catch (IOException noProcess) {
            throw new UncheckedIOException("cannot start a JVM for " + name, noProcess);
        }
    }

    private void listen() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Message.parse(line).ifPresent(answers::add);
            }
        } catch (IOException _) {
            // The process is gone; the message below says so to whoever waits.
        }
        answers.add(Message.of("failed", "the JVM of " + name + " ended by itself"));
    }

    String name() {
        return name;
    }

    boolean isLost() {
        return lost;
    }

    void send(Object... request) {
        requests.println(Message.of(request).line());
    }

    /// The next answer; `failed` if none comes, after which the worker is lost.
    Message receive() {
        try {
            Message answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (answer == null) {
                process.destroyForcibly();
                answer =
                        Message.of(
                                "failed",
                                name + " did not answer within " + PATIENCE_SECONDS + " s");
            }
            lost |= !process.isAlive();
            return answer;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Message.of("failed", "the session was stopped");
        }
    }

    Message ask(Object... request) {
        send(request);
        return receive();
    }

    @Override
    public void close() {
        requests.close();
        try {
            if (!process.waitFor(2, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
