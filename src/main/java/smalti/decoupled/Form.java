package smalti.decoupled;

import smalti.error.ParameterException;

/// The sizes of a [DecoupledNetwork].
///
/// @param kernel the side of the windows by which the classifier begins, and the decoder begins and ends its work on the
///     encoder's map; 7 in the paper
/// @param hidden channels of the classifier's two hidden layers, 4096 in the paper
/// @param pooling how scores of places become those of a picture
/// @param width what all channels behind the encoder are multiplied by
/// @param unpoolings how often the decoder doubles its maps at most, 5 in the paper
public record Form(int kernel, int hidden, ScorePooling pooling, double width, int unpoolings) {
    public Form {
        if (kernel < 1 || hidden < 1 || unpoolings < 0 || !(width > 0)) {
            throw new ParameterException(
                    "the sizes of a DecoupledNet",
                    "a kernel and hidden channels of at least 1, unpoolings of at least 0, a width above 0",
                    this);
        }
    }

    /// The network of the paper.
    public static Form published() {
        return new Form(7, 4096, ScorePooling.MAX, 1, 5);
    }

    /// So many channels in this width.
    int channels(int published) {
        return (int) Math.max(1, Math.round(published * width));
    }
}
