package smalti.bench.gpu;

import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import smalti.device.Device;
import smalti.device.Workspace;
import smalti.grad.Gradients;
import smalti.grad.StepMemory;
import smalti.grad.Tape;
import smalti.grad.Variable;
import smalti.nn.Layer;
import smalti.nn.Optimizer;
import smalti.nn.Parameters;
import smalti.nn.Pass;
import smalti.nn.Scope;
import smalti.nn.Sgd;
import smalti.op.LossOp;
import smalti.op.MoveOp;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;
import smalti.zoo.ResNet;

/// A training step of ResNet-18 on pictures that lie on the device: forward, loss, backward, and an update of all weights by
/// SGD with momentum and weight decay, as the CPU's benchmark has it. Normalisations go by the batch. Nothing is copied from or
/// to the host.
final class TrainingStep implements Runnable {
    private static final int CLASSES = 10;
    private static final double RATE = 0.01;
    private static final Sgd RULE = new Sgd(0.9, 1e-4);

    /// Steps that are compared before one is timed.
    private static final int CHECKED = 3;

    private final Workspace workspace;
    private final StepMemory memory;
    private final Parameters parameters = new Parameters();
    private final Optimizer optimizer = Optimizer.of(RULE, RATE);
    private final Layer network;
    private final Tensor pictures;
    private final Tensor kinds;
    private final Tensor loss;

    /// @param pictures `[B,H,W,3]`
    private TrainingStep(Workspace workspace, Tensor pictures) {
        this.workspace = workspace;
        this.memory = StepMemory.in(workspace);
        this.network =
                ResNet.classifier(
                        Scope.of(parameters, new SplittableRandom(1)).on(workspace),
                        ResNet.Depth.RESNET_18,
                        CLASSES);
        this.pictures = workspace.place(pictures);
        int[] classes = new int[pictures.shape().size(0)];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = i % CLASSES;
        }
        this.kinds = workspace.place(Tensor.of(classes, classes.length));
        this.loss = workspace.place(Tensor.of(new float[1], 1));
    }

    /// What is timed: the step, after the losses of the first ones were compared with those of another device. A GPU takes it
    /// by itself, as one graph.
    ///
    /// @param tolerance how far losses may be apart, as a share of the first
    /// @throws IllegalStateException if they are further apart
    static Runnable checked(
            Workspace workspace, Device reference, Tensor pictures, double tolerance) {
        var step = new TrainingStep(workspace, pictures);
        try (Workspace elsewhere = reference.workspace()) {
            var expected = new TrainingStep(elsewhere, pictures);
            double allowed = 0;
            for (int i = 0; i < CHECKED; i++) {
                step.run();
                expected.run();
                double loss = expected.lastLoss();
                allowed = i == 0 ? tolerance * loss : allowed;
                compare(i, step.lastLoss(), loss, allowed);
            }
        }
        return workspace.repeated(step).orElse(step);
    }

    private static void compare(int step, double actual, double expected, double allowed) {
        if (!(Math.abs(actual - expected) <= allowed)) {
            throw new IllegalStateException(
                    "the loss of step %d is %.6g, not %.6g: not timed"
                            .formatted(step, actual, expected));
        }
    }

    @Override
    public void run() {
        Tape tape = Tape.on(workspace, memory);
        Pass pass = Pass.training(tape, 0);
        Variable now =
                pass.run(
                        new LossOp.SoftmaxCrossEntropy(OptionalInt.empty(), false),
                        network.forward(pass, tape.constant(pictures)),
                        tape.constant(kinds));
        Gradients gradients = tape.gradients(now);
        optimizer.step(parameters, gradients);
        Variable row = tape.reshape(now, Shape.of(1));
        tape.runInto(new MoveOp.Concat(0), List.of(row), List.of(loss));
        gradients.release();
    }

    private double lastLoss() {
        return workspace.fetch(loss).get(0);
    }
}
