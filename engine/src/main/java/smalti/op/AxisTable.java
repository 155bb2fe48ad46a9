package smalti.op;

import java.util.Arrays;

/// How the places along an axis are mixed: place `i` of the output is the sum of `weights[t]` times place `taps[t]` of
/// the input, for `t` from `starts[i]` to below `starts[i + 1]`.
public record AxisTable(int[] starts, int[] taps, float[] weights) {
    /// Every place is a copy of itself.
    public static AxisTable identity(int places) {
        int[] starts = new int[places + 1];
        int[] taps = new int[places];
        float[] weights = new float[places];
        for (int place = 0; place < places; place++) {
            starts[place + 1] = place + 1;
            taps[place] = place;
            weights[place] = 1;
        }
        return new AxisTable(starts, taps, weights);
    }

    /// The places of the output.
    public int outputs() {
        return starts.length - 1;
    }

    /// Whether an output is a copy of one place of the input.
    public boolean copies(int output) {
        int from = starts[output];
        return starts[output + 1] == from + 1 && weights[from] == 1;
    }

    /// The adjoint, for an axis of `inputs` places.
    public AxisTable transposed(int inputs) {
        int[] begin = new int[inputs + 1];
        for (int tap : taps) {
            begin[tap + 1]++;
        }
        for (int input = 0; input < inputs; input++) {
            begin[input + 1] += begin[input];
        }
        int[] next = Arrays.copyOf(begin, inputs);
        int[] outputs = new int[taps.length];
        float[] shares = new float[taps.length];
        for (int output = 0; output < outputs(); output++) {
            for (int t = starts[output]; t < starts[output + 1]; t++) {
                int to = next[taps[t]]++;
                outputs[to] = output;
                shares[to] = weights[t];
            }
        }
        return new AxisTable(begin, outputs, shares);
    }
}
