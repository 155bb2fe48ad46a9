package smalti.bench.ours;

import java.util.ArrayDeque;
import smalti.bench.contest.Outcome;
import smalti.bench.contest.Trial;
import smalti.bench.workload.InferenceWorkload;
import smalti.bench.workload.ModelInput;
import smalti.bench.workload.TrainingWorkload;
import smalti.device.Device;
import smalti.device.Devices;
import smalti.grad.Gradients;
import smalti.grad.StepMemory;
import smalti.grad.Tape;
import smalti.grad.Variable;
import smalti.nn.Layer;
import smalti.nn.Optimizer;
import smalti.nn.Pass;
import smalti.plan.Plan;
import smalti.tensor.Tensor;

/// Whole networks: planned, as `predict` runs them, and on a tape, as the trainer does.
final class ModelTrials {
    private ModelTrials() {}

    static Trial inference(InferenceWorkload workload) {
        ModelInput input = workload.input();
        Plan plan = Plan.of(input.build().network(), input.shape(), Devices.best());
        Tensor pictures = input.pictures();
        return Trial.onHeap(
                SmaltiContestant.NAME,
                "plan",
                () -> plan.run(pictures),
                scores -> new Outcome.Values(((Tensor) scores).floats()));
    }

    /// What a step leaves behind.
    private record Step(Tensor loss, Gradients gradients) {}

    static Trial training(TrainingWorkload workload) {
        Device device = Devices.best();
        ModelInput.Built built = workload.input().lesson();
        Layer network = built.network();
        Optimizer optimizer = Optimizer.of(workload.input().model().rule(), TrainingWorkload.RATE);
        Tensor pictures = workload.input().pictures();
        var memory = new StepMemory();
        // Gradients stay until the next step, as the peers' do: they are looked at when they are
        // checked.
        var earlier = new ArrayDeque<Gradients>();
        return Trial.onHeap(
                SmaltiContestant.NAME,
                "tape",
                () -> {
                    while (!earlier.isEmpty()) {
                        earlier.pop().release();
                    }
                    Tape tape = Tape.on(device, memory);
                    Pass pass = Pass.training(tape, optimizer.steps());
                    Variable loss = network.forward(pass, tape.constant(pictures));
                    Gradients gradients = tape.gradients(loss);
                    optimizer.step(built.parameters(), gradients);
                    earlier.push(gradients);
                    return new Step(loss.tensor(), gradients);
                },
                step ->
                        Outcome.Step.of(
                                ((Step) step).loss(),
                                ((Step) step).gradients(),
                                built.parameters()));
    }
}
