package smalti.segmentation;

import java.util.ArrayList;
import java.util.List;
import smalti.grad.Variable;
import smalti.nn.Pass;
import smalti.op.Corners;
import smalti.op.ResizeOp;
import smalti.op.Sampling;
import smalti.op.Size;
import smalti.superpixel.Superpixels;

/// A network with a superpixel layer at its end: its scores are brought to the picture's size and averaged over the
/// picture's superpixels. Answers then end where superpixels end.
///
/// The layer is that of Kwak, Hong and Han, "Weakly Supervised Semantic Segmentation Using Superpixel Pooling Network", 2017,
/// which pools features in front of a classifier; means of linear scores are the scores of means.
///
/// @param network whose first head is averaged
/// @param method of superpixels
/// @param learnt whether they are averaged while the network learns too, not only when it answers
public record SuperpixelScores(PixelClassifier network, Superpixels method, boolean learnt)
        implements PixelClassifier {
    @Override
    public List<Head> heads(Pass pass, Variable input) {
        if (!learnt) {
            return network.heads(pass, input);
        }
        List<Head> heads = new ArrayList<>(network.heads(pass, input));
        Head main = heads.getFirst();
        heads.set(0, new Head(averaged(pass, input, main.scores()), main.weight()));
        return heads;
    }

    @Override
    public Variable forward(Pass pass, Variable input) {
        return averaged(pass, input, network.forward(pass, input));
    }

    private Variable averaged(Pass pass, Variable input, Variable scores) {
        Size size = new Size(input.shape().size(1), input.shape().size(2));
        boolean coarse =
                scores.shape().size(1) != size.height() || scores.shape().size(2) != size.width();
        Variable full =
                coarse
                        ? pass.run(
                                new ResizeOp.Resize(size, Sampling.BILINEAR, Corners.ALIGNED),
                                scores)
                        : scores;
        return pass.run(new SuperpixelMeans(method), input, full);
    }
}
