package smalti.bench.contest;

import java.util.LinkedHashMap;
import java.util.Map;
import smalti.grad.Gradients;
import smalti.nn.Parameter;
import smalti.nn.Parameters;
import smalti.tensor.Tensor;

/// What a call gave, in a form that can be compared.
public sealed interface Outcome {
    /// A table `[B,K,C]`, a gradient in the layout of the workload, or what an operator of networks makes: maps
    /// `[B,H,W,C]`, filters `[R,S,C/groups,F]`, a matrix by rows.
    record Values(float[] values) implements Outcome {}

    /// A table `[B,K,C]` and the pixel `y·W + x` in its image that each value was found at.
    record Selected(float[] values, int[] positions) implements Outcome {}

    /// Segments a pixel, in raster order.
    record Labels(int[] labels) implements Outcome {}

    /// The index of a segment map: the pixels of every segment.
    record Counts(int[] counts) implements Outcome {}

    /// A training step: the loss, and the gradients by the names of parameters.
    ///
    /// @param values those of the loss are one, under the name [#LOSS]; filters are `[R,S,C/groups,F]`
    record Step(Map<String, float[]> values) implements Outcome {
        /// The name of the loss.
        public static final String LOSS = "loss";

        /// The step that was taken in our order of memory.
        public static Step of(Tensor loss, Gradients gradients, Parameters parameters) {
            Map<String, float[]> values = new LinkedHashMap<>();
            values.put(LOSS, loss.floats());
            for (Parameter parameter : parameters.all()) {
                if (parameter.learnt()) {
                    values.put(parameter.name(), gradients.of(parameter.tensor()).floats());
                }
            }
            return new Step(values);
        }
    }

    /// A loop that is a ceiling; it computes nothing that could be compared.
    record Streamed() implements Outcome {}
}
