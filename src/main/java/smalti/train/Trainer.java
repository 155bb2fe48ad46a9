package smalti.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import smalti.device.Device;
import smalti.device.Workspace;
import smalti.error.ParameterException;
import smalti.error.SmaltiException;
import smalti.grad.Gradients;
import smalti.grad.StepMemory;
import smalti.grad.Tape;
import smalti.grad.Variable;
import smalti.nn.Checkpoint;
import smalti.nn.Mode;
import smalti.nn.Optimizer;
import smalti.nn.Parameter;
import smalti.nn.Parameters;
import smalti.nn.Pass;
import smalti.nn.Placement;
import smalti.nn.Seeds;

/// Trains a network step by step. With the same seed, data and device a run has the same bits, whether it was interrupted
/// or not. Parameters stay where the device computes for as long as a run takes, and steps hand their memory on to each other:
/// of a step on a GPU only what the lesson shows goes there, and the loss comes back.
public final class Trainer {
    private final Parameters parameters;
    private final Optimizer optimizer;
    private final Device device;
    private final long seed;
    private final Predicate<Parameter> learnt;
    private final List<Witness> witnesses = new ArrayList<>();
    private Optional<Path> checkpoint = Optional.empty();
    private long interval = 1;
    private int measured;
    private Optional<Pause> pause = Optional.empty();
    private StepTimes times = StepTimes.NONE;

    /// Somebody who looks at the network between steps.
    ///
    /// @param every so many steps
    private record Pause(long every, LongConsumer witness) {}

    /// @param seed of everything that is drawn
    /// @param learnt the parameters that learn; the others are frozen
    public Trainer(
            Parameters parameters,
            Optimizer optimizer,
            Device device,
            long seed,
            Predicate<Parameter> learnt) {
        this.parameters = parameters;
        this.optimizer = optimizer;
        this.device = device;
        this.seed = seed;
        this.learnt = learnt.and(Parameter::learnt);
    }

    /// Keeps the run in a file after every so many steps and at its end, and goes on from there if the file exists.
    public Trainer checkpoints(Path file, long steps) {
        if (steps < 1) {
            throw new ParameterException("the steps between checkpoints", "at least 1", steps);
        }
        this.checkpoint = Optional.of(file);
        this.interval = steps;
        return this;
    }

    /// Takes running statistics anew, see [Mode.Measuring], at the end and wherever somebody pauses. The batches are those of
    /// the first steps, of which there are no more than steps.
    ///
    /// @param batches 0 for statistics that follow the last steps
    public Trainer measuring(int batches) {
        this.measured = batches;
        return this;
    }

    /// Lets somebody look at the network, as it would answer now, after every so many steps but the last. Training goes on as
    /// if nobody had.
    ///
    /// @param witness is told the steps that were taken
    public Trainer pausing(long every, LongConsumer witness) {
        this.pause = Optional.of(new Pause(every, witness));
        return this;
    }

    /// Tells somebody of every step.
    public Trainer watchedBy(Witness witness) {
        witnesses.add(witness);
        return this;
    }

    /// Trains until so many steps have been taken in all.
    ///
    /// @throws IOException if a checkpoint cannot be read or written
    /// @throws SmaltiException if the loss is no longer a number: parameters are those of the step before
    /// @throws smalti.error.DeviceException if the device failed: parameters are those that the run, or this part of it, began
    ///     with
    public void run(Lesson lesson, long steps) throws IOException {
        try (Workspace workspace = device.workspace();
                Placement _ = Placement.of(parameters, optimizer, workspace)) {
            run(lesson, steps, workspace);
        }
    }

    private void run(Lesson lesson, long steps, Workspace workspace) throws IOException {
        StepMemory memory = StepMemory.in(workspace);
        Supplier<Tape> tapes = () -> Tape.on(workspace, memory);
        var statistics = new RunningStatistics(parameters, seed, (int) Math.min(measured, steps));
        if (checkpoint.isPresent() && Files.exists(checkpoint.get())) {
            resume(checkpoint.get());
        }
        long first = optimizer.steps();
        times = StepTimes.NONE;
        long start = System.nanoTime();
        while (optimizer.steps() < steps) {
            double rate = optimizer.rate();
            double loss = step(lesson, tapes.get());
            long taken = optimizer.steps();
            double seconds = (System.nanoTime() - start) / 1e9;
            var progress =
                    new Witness.Progress(taken, steps, loss, rate, seconds, taken - first, times);
            witnesses.forEach(witness -> witness.see(progress));
            if (pause.isPresent() && taken % pause.get().every() == 0 && taken < steps) {
                statistics.keptThrough(() -> {
                    statistics.measure(lesson, tapes);
                    pause.get().witness().accept(taken);
                });
            }
            if (checkpoint.isPresent() && (taken % interval == 0 || taken == steps)) {
                Checkpoint.write(checkpoint.get(), parameters, optimizer, seed);
            }
        }
        statistics.measure(lesson, tapes);
    }

    private void resume(Path file) throws IOException {
        Checkpoint found = Checkpoint.read(file, parameters, optimizer);
        if (found.seed() != seed) {
            throw new ParameterException(
                    "the seed", "that of the run in " + file + ", " + found.seed(), seed);
        }
    }

    private double step(Lesson lesson, Tape tape) {
        long step = optimizer.steps();
        long start = System.nanoTime();
        Variable loss =
                lesson.loss(
                        new Pass(tape, new Mode.Learning(), learnt, Seeds.derived(seed, step)),
                        step);
        long back = System.nanoTime();
        Gradients gradients = tape.gradients(loss);
        // Waits for the device: it is given the way back before.
        double value = tape.number(loss);
        if (!Double.isFinite(value)) {
            throw new SmaltiException(
                    "the loss of step %d is %s; a smaller learning rate, or clipped gradients, may help"
                            .formatted(step, value));
        }
        long update = System.nanoTime();
        optimizer.step(parameters, gradients);
        gradients.release();
        long end = System.nanoTime();
        times =
                times.plus(
                        new StepTimes(
                                (back - start) / 1e9, (update - back) / 1e9, (end - update) / 1e9));
        return value;
    }
}
