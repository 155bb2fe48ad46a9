package smalti.pspnet;

import java.util.ArrayList;
import java.util.List;
import smalti.grad.Variable;
import smalti.nn.BatchNormalization;
import smalti.nn.Convolution;
import smalti.nn.Layer;
import smalti.nn.Pass;
import smalti.nn.Scope;
import smalti.op.Activation;
import smalti.op.Corners;
import smalti.op.MoveOp;
import smalti.op.PointOp;
import smalti.op.ResizeOp;
import smalti.op.Sampling;
import smalti.op.Size;
import smalti.op.Window;
import smalti.op.WindowOp;

/// The pyramid pooling module: the means of a map over grids of several finenesses, each thinned out by a convolution and
/// spread over the map again, stand behind the map's own channels. Maps `[B,h,w,C]` to `[B,h,w,C + bins·branch]`.
///
/// Zhao et al., "Pyramid Scene Parsing Network", 2017, section 3.2.
public final class PyramidPooling implements Layer {
    private final Pyramid pyramid;
    private final List<Layer> branches = new ArrayList<>();

    /// @param inputs C
    /// @param branch the channels that each grid adds
    /// @param pyramid whose grids there are; none leave a map as it is
    public PyramidPooling(Scope scope, int inputs, int branch, Pyramid pyramid) {
        this.pyramid = pyramid;
        for (int i = 0; i < pyramid.bins().size(); i++) {
            Scope own = scope.in("branch" + i);
            Layer thin =
                    pyramid.isNormalized(pyramid.bins().get(i))
                            ? Convolution.plain(own.in("conv"), inputs, branch, Window.of(1))
                                    .then(new BatchNormalization(own.in("bn"), branch))
                            : Convolution.biased(own.in("conv"), inputs, branch, Window.of(1));
            branches.add(
                    thin.then((pass, input) ->
                            pass.run(new PointOp.Activate(new Activation.Relu()), input)));
        }
    }

    @Override
    public Variable forward(Pass pass, Variable input) {
        Size size = new Size(input.shape().size(1), input.shape().size(2));
        List<Variable> all = new ArrayList<>(List.of(input));
        for (int i = 0; i < branches.size(); i++) {
            Variable means =
                    pass.run(
                            new WindowOp.AdaptiveAveragePool(Size.square(pyramid.bins().get(i))),
                            input);
            Variable thin = branches.get(i).forward(pass, means);
            all.add(pass.run(new ResizeOp.Resize(size, Sampling.BILINEAR, Corners.ALIGNED), thin));
        }
        return all.size() == 1 ? input : pass.flow().apply(new MoveOp.Concat(-1), all).getFirst();
    }
}
