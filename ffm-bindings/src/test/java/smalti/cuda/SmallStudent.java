package smalti.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import smalti.device.Device;
import smalti.grad.Gradients;
import smalti.grad.Tape;
import smalti.grad.Variable;
import smalti.nn.BatchNormalization;
import smalti.nn.Linear;
import smalti.nn.Optimizer;
import smalti.nn.Parameters;
import smalti.nn.Pass;
import smalti.nn.Scope;
import smalti.nn.UpdateRule;
import smalti.op.Activation;
import smalti.op.LossOp;
import smalti.op.PointOp;
import smalti.tensor.Tensor;
import smalti.testkit.Tensors;

/// Two layers that learn to tell three kinds apart, from equal first weights.
final class SmallStudent {
    private static final Tensor PICTURES = Tensors.random(6, 10, 4);
    private static final Tensor KINDS = Tensor.of(new int[] {0, 1, 2, 0, 1, 2, 0, 1, 2, -1}, 10);

    private final Parameters parameters = new Parameters();
    private final Optimizer optimizer;
    private final BatchNormalization norm;
    private final Linear first;
    private final Linear last;

    SmallStudent(UpdateRule rule, UnaryOperator<Scope> placing) {
        Scope scope = placing.apply(Scope.of(parameters, new SplittableRandom(5)));
        this.norm = new BatchNormalization(scope.in("norm"), 4);
        this.first = new Linear(scope.in("first"), 4, 8);
        this.last = new Linear(scope.in("last"), 8, 3);
        this.optimizer = Optimizer.of(rule, 0.05).clip(0.5);
    }

    Parameters parameters() {
        return parameters;
    }

    Optimizer optimizer() {
        return optimizer;
    }

    /// Its loss, as of its next step.
    Variable loss(Pass pass) {
        Variable hidden = first.forward(pass, norm.forward(pass, pass.flow().constant(PICTURES)));
        Variable scores =
                last.forward(pass, pass.run(new PointOp.Activate(new Activation.Relu()), hidden));
        return pass.run(
                new LossOp.SoftmaxCrossEntropy(OptionalInt.of(-1), false),
                scores,
                pass.flow().constant(KINDS));
    }

    /// Learns until so many steps have been taken in all.
    SmallStudent learn(Device device, long steps) {
        while (optimizer.steps() < steps) {
            learn(Tape.on(device));
        }
        return this;
    }

    /// Takes a step, and looks at the loss.
    void learn(Tape tape) {
        Variable loss = loss(Pass.training(tape, optimizer.steps()));
        Gradients gradients = tape.gradients(loss);
        assertThat(tape.number(loss)).isFinite();
        optimizer.step(parameters, gradients);
        gradients.release();
    }
}
