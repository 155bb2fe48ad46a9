package smalti.cuda;

import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import smalti.device.Workspace;
import smalti.grad.Gradients;
import smalti.grad.StepMemory;
import smalti.grad.Tape;
import smalti.grad.Variable;
import smalti.nn.BatchNormalization;
import smalti.nn.Convolution;
import smalti.nn.Layer;
import smalti.nn.Linear;
import smalti.nn.Optimizer;
import smalti.nn.Parameters;
import smalti.nn.Pass;
import smalti.nn.Scope;
import smalti.nn.Sgd;
import smalti.op.Activation;
import smalti.op.Arithmetic;
import smalti.op.LossOp;
import smalti.op.MoveOp;
import smalti.op.PointOp;
import smalti.op.Size;
import smalti.op.Window;
import smalti.op.WindowOp;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;
import smalti.testkit.Tensors;

/// A small residual network and what it learns from, where a device computes.
final class ResidualStudent {
    private static final int CHANNELS = 6;

    private static final Layer RELU =
            (pass, input) -> pass.run(new PointOp.Activate(new Activation.Relu()), input);

    private final Workspace workspace;
    private final StepMemory memory;
    private final Parameters parameters = new Parameters();
    private final Optimizer optimizer = Optimizer.of(new Sgd(0.9, 1e-4), 0.05);
    private final Layer network;
    private final Tensor pictures;
    private final Tensor kinds;
    private final Tensor loss;

    ResidualStudent(Workspace workspace) {
        this.workspace = workspace;
        this.memory = StepMemory.in(workspace);
        Scope scope = Scope.of(parameters, new SplittableRandom(5)).on(workspace);
        Layer stem =
                normalized(scope.in("stem"), 3, Window.of(3).stride(2).padding(1))
                        .then((pass, maps) ->
                                pass.run(
                                        new WindowOp.MaxPool(Window.of(3).stride(2).padding(1)),
                                        maps));
        Layer body = normalized(scope.in("body"), CHANNELS, Window.of(3).padding(1));
        Layer residual =
                (pass, maps) ->
                        pass.run(
                                new PointOp.Binary(Arithmetic.ADD), maps, body.forward(pass, maps));
        Layer mean =
                (pass, maps) ->
                        pass.flow()
                                .reshape(
                                        pass.run(
                                                new WindowOp.AdaptiveAveragePool(Size.square(1)),
                                                maps),
                                        Shape.of(maps.shape().size(0), CHANNELS));
        this.network = stem.then(residual).then(mean).then(new Linear(scope.in("fc"), CHANNELS, 3));
        this.pictures = workspace.place(Tensors.random(1, 4, 9, 8, 3));
        this.kinds = workspace.place(Tensor.of(new int[] {0, 1, 2, 1}, 4));
        this.loss = workspace.place(Tensor.of(new float[1]));
    }

    private static Layer normalized(Scope scope, int inputs, Window window) {
        return Convolution.plain(scope, inputs, CHANNELS, window)
                .then(new BatchNormalization(scope.in("norm"), CHANNELS))
                .then(RELU);
    }

    void step() {
        Tape tape = Tape.on(workspace, memory);
        Pass pass = Pass.training(tape, 0);
        Variable now =
                pass.run(
                        new LossOp.SoftmaxCrossEntropy(OptionalInt.empty(), false),
                        network.forward(pass, tape.constant(pictures)),
                        tape.constant(kinds));
        Gradients gradients = tape.gradients(now);
        optimizer.step(parameters, gradients);
        tape.runInto(new MoveOp.Concat(0), List.of(row(tape, now)), List.of(loss.reshape(1)));
        gradients.release();
    }

    private static Variable row(Tape tape, Variable scalar) {
        return tape.reshape(scalar, Shape.of(1));
    }

    double loss() {
        return workspace.fetch(loss).get(0);
    }

    void show(long seed) {
        Tensors.random(seed, 4, 9, 8, 3).copyInto(pictures);
    }
}
