package smalti.cuda.convolution;

import java.util.List;
import java.util.Optional;
import smalti.cuda.launch.DeviceTensor;
import smalti.cuda.launch.Quads;
import smalti.op.Activation;
import smalti.op.ConvolutionOp;
import smalti.op.Epilogue;

/// What becomes of sums: a bias is added, and a function applied.
///
/// @param kind the function's number in the CUDA sources
/// @param slope of sums below 0, for a leaky one
record Finish(Optional<DeviceTensor> bias, int kind, float slope, Optional<DeviceTensor> slopes) {
    /// Sums stay as they are.
    static final Finish NONE = new Finish(Optional.empty(), 0, 0, Optional.empty());

    /// @param inputs those of the operator
    static Finish of(ConvolutionOp.Conv2d op, List<DeviceTensor> inputs) {
        return new Finish(
                op.biased() ? Optional.of(inputs.get(2)) : Optional.empty(),
                switch (op.epilogue()) {
                    case Epilogue.None() -> 0;
                    case Epilogue.Activated(Activation.Relu6()) -> 2;
                    case Epilogue.Activated(Activation.LeakyRelu _) -> 3;
                    case Epilogue.Activated _ -> 1;
                    case Epilogue.Prelu() -> 4;
                },
                op.epilogue() instanceof Epilogue.Activated(Activation.LeakyRelu(double slope))
                        ? (float) slope
                        : 0,
                op.sloped() ? Optional.of(inputs.getLast()) : Optional.empty());
    }

    /// A bias alone.
    static Finish of(DeviceTensor bias) {
        return new Finish(Optional.of(bias), 0, 0, Optional.empty());
    }

    /// Whether sums stay as they are.
    boolean isNone() {
        return bias.isEmpty() && kind == 0;
    }

    int biased() {
        return bias.isPresent() ? 1 : 0;
    }

    /// Where the bias lies; anything if there is none.
    long biasAddress() {
        return bias.map(DeviceTensor::address).orElse(0L);
    }

    /// Where the slopes lie; anything if there are none.
    long slopesAddress() {
        return slopes.map(DeviceTensor::address).orElse(0L);
    }

    /// Whether bias and slopes can be read in aligned quads.
    boolean isAligned() {
        return biasAddress() % Quads.BYTES == 0 && slopesAddress() % Quads.BYTES == 0;
    }
}
