package smalti.cuda.step;

import java.util.ArrayList;
import java.util.List;
import smalti.cuda.driver.GpuDriver;
import smalti.cuda.launch.DeviceTensor;
import smalti.cuda.launch.Kernels;
import smalti.cuda.launch.Queue;
import smalti.error.UnsupportedOpException;
import smalti.op.StepOp;
import smalti.tensor.DType;

/// Starts [StepOp] on the GPU. Inputs and outputs have been checked; outputs may be the inputs that they replace.
public final class StepOperators {
    private final Kernels kernels;

    public StepOperators(GpuDriver driver) {
        this.kernels = new Kernels(driver, "step");
    }

    /// Starts an operator.
    ///
    /// @throws UnsupportedOpException if it is not offered for the inputs' type
    public void run(StepOp op, List<DeviceTensor> inputs, List<DeviceTensor> outputs, Queue queue) {
        DeviceTensor weights = inputs.getFirst();
        if (weights.dtype() != DType.F32) {
            throw new UnsupportedOpException(
                    op.name(), "the GPU for " + weights.dtype(), "convert the inputs to F32");
        }
        if (weights.elements() == 0) {
            return;
        }
        List<Object> arguments = new ArrayList<>(inputs);
        arguments.addAll(outputs);
        arguments.add(weights.elements());
        String kernel =
                switch (op) {
                    case StepOp.SgdStep step when step.hasVelocity() -> {
                        add(arguments, step.rate(), step.momentum(), step.decay());
                        yield "sgd_step_with_velocity";
                    }
                    case StepOp.SgdStep step -> {
                        add(arguments, step.rate(), step.decay());
                        yield "sgd_step";
                    }
                    case StepOp.AdamStep step -> {
                        add(
                                arguments,
                                step.rate(),
                                step.correction(),
                                step.beta1(),
                                1 - step.beta1(),
                                step.beta2(),
                                1 - step.beta2(),
                                step.epsilon(),
                                step.decay(),
                                step.shrink());
                        yield "adam_step";
                    }
                };
        queue.launch(kernels.get(kernel), queue.over(weights.elements()), arguments.toArray());
    }

    private static void add(List<Object> arguments, double... numbers) {
        for (double number : numbers) {
            arguments.add((float) number);
        }
    }
}
