package smalti.nn;

import java.util.List;

/// How an optimiser changes a parameter, given a gradient and what it remembers of earlier ones.
public sealed interface UpdateRule permits Sgd, Adam {
    /// The names of what is remembered: for each a tensor as large as the parameter, 0 at first.
    List<String> memories();

    /// Changes a parameter, or a part of it: each weight by its own gradient and memories alone.
    ///
    /// @param step the number of this step, from 1
    /// @param rate the learning rate
    /// @param decay by how much the weight decay is multiplied
    void update(Update values, long step, double rate, double decay);

    /// The values of one parameter, or of a part of it: arrays and where in them it starts.
    ///
    /// @param scale what gradients are multiplied by
    /// @param start where it starts in what is remembered
    record Update(
            int size,
            float[] weights,
            int at,
            float[] gradients,
            int from,
            float scale,
            List<float[]> memories,
            int start) {
        /// A part of it.
        Update part(int first, int count) {
            return new Update(
                    count,
                    weights,
                    at + first,
                    gradients,
                    from + first,
                    scale,
                    memories,
                    start + first);
        }
    }
}
