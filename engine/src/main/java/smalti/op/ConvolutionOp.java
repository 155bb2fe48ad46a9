package smalti.op;

import smalti.error.ParameterException;

/// Convolutions of maps `[B,H,W,C]` with filters `[R,S,C/groups,F]`, in the sense of networks: filters are not turned.
///
/// Channels and filters fall into as many groups as asked for, in order; the filters of a group see its channels alone.
/// With as many groups as channels every channel has filters of its own. Around the map a window sees zeros.
///
/// The three are closed under differentiation: each is linear in each input, and the gradient in one is another of them.
/// NaN and infinities propagate; whether an infinite weight makes NaN of the zeros around the map is left open. The error
/// of an element is at most `n·2^-24` times the sum of the magnitudes of its `n` terms, as long as that sum is a finite
/// float.
///
/// Windows of 3x3 taps that take single steps may be computed by minimal filtering after Winograd where a group has a
/// multiple of 16 channels and of 16 filters. The error of an element is then at most `200·(n/9 + 12)·2^-24` times the sum
/// over its channels of the largest magnitude in the image by the sum of the magnitudes of the taps, though hardly more
/// than that of plain sums as a rule; and NaN or an infinity makes NaN of what sees it and of its neighbours.
public sealed interface ConvolutionOp extends Op {
    /// The window that slides over the map.
    Window window();

    /// The number of groups.
    int groups();

    private static void expectGroups(int groups) {
        if (groups < 1) {
            throw new ParameterException("the number of groups", "at least 1", groups);
        }
    }

    /// Convolves a map: output `(i, j, f)` is the sum over taps `(r, s)` and the channels `c` of f's group of
    /// `input(i·stride - top + r·dilation, j·stride - left + s·dilation, c) · filter(r, s, c, f)`, and the bias of `f`.
    ///
    /// Inputs: input `[B,H,W,C]`; filter `[R,S,C/groups,F]`; if `biased`, bias `[F]`; and, if the epilogue is
    /// [Epilogue.Prelu], slopes `[F]`. Output: `[B,H',W',F]`.
    ///
    /// @param epilogue what becomes of each sum. It is for networks that are done learning: only without one are there
    ///     gradients
    record Conv2d(Window window, int groups, boolean biased, Epilogue epilogue)
            implements ConvolutionOp {
        public Conv2d {
            expectGroups(groups);
        }

        /// Without an epilogue.
        public Conv2d(Window window, int groups, boolean biased) {
            this(window, groups, biased, Epilogue.NONE);
        }

        /// Without groups, bias and epilogue.
        public Conv2d(Window window) {
            this(window, 1, false);
        }

        /// Whether there are slopes.
        public boolean sloped() {
            return epilogue instanceof Epilogue.Prelu;
        }

        @Override
        public String name() {
            return "conv2d";
        }
    }

    /// The adjoint of [Conv2d] in its input, also known as transposed convolution: every input adds its filters to the
    /// outputs that its window would see.
    ///
    /// Inputs: input `[B,H',W',F]`; filter `[R,S,C/groups,F]`; and, if `biased`, bias `[C]`. Output: `[B,H,W,C]`.
    ///
    /// @param output `HxW`, of which the window makes `H'xW'`
    record ConvTranspose2d(Window window, int groups, Size output, boolean biased)
            implements ConvolutionOp {
        public ConvTranspose2d {
            expectGroups(groups);
        }

        @Override
        public String name() {
            return "conv transpose2d";
        }
    }

    /// The gradient of [Conv2d] in its filter: the sum over outputs of the upstream gradient times what the window saw.
    ///
    /// Inputs: upstream `[B,H',W',F]`; input `[B,H,W,C]`. Output: `[R,S,C/groups,F]`.
    record Conv2dFilterGradient(Window window, int groups) implements ConvolutionOp {
        public Conv2dFilterGradient {
            expectGroups(groups);
        }

        @Override
        public String name() {
            return "conv2d filter gradient";
        }
    }
}
