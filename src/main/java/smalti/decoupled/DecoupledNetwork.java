package smalti.decoupled;

import java.util.List;
import smalti.grad.Variable;
import smalti.nn.BatchNormalization;
import smalti.nn.Initializer;
import smalti.nn.Layer;
import smalti.nn.Pass;
import smalti.nn.Scope;
import smalti.op.MoveOp;
import smalti.op.PointOp;
import smalti.zoo.Encoder;

/// What of a DecoupledNet is learnt: it stands on the features of an encoder that is frozen.
///
/// The classifier scores classes. The bridge takes one of them and goes back from its score to what of the features speaks for
/// it, `dS/df`: transposed weights of the classifier, gated by its rectifiers. This and the features, each brought to mean 0
/// and variance 1 and laid behind each other, are what the decoder parts the class from everything else by. It thus never
/// learns what a class is, and few masks are enough to teach it.
///
/// Deviations from the paper: encoders whose maximum pools are not known, or have other channels than the decoder, unpool by
/// taking the nearest value; the bridge is made of the classifier's own weights, and nothing in it learns but its
/// normalisation; what is projected back is enlarged beyond the normalisation's epsilon.
public final class DecoupledNetwork {
    /// What the names of the classifier's parameters behind the encoder begin with.
    public static final List<String> CLASSIFIER = List.of("fc6.", "fc7.", "scores.");

    /// What is projected back is small, and would vanish beside the epsilon of a normalisation.
    private static final double ENLARGED = 100;

    private final ScoreHead head;
    private final Layer classNormalization;
    private final Layer spaceNormalization;
    private final Decoder decoder;

    /// @param inputs channels of the encoder's features
    /// @param outputStride pixels between them
    /// @param filters first values of the decoder's filters
    public DecoupledNetwork(
            Scope scope,
            int inputs,
            int outputStride,
            int classes,
            Form form,
            Initializer filters) {
        this.head = new ScoreHead(scope, inputs, classes, form);
        this.classNormalization = new BatchNormalization(scope.in("bridge.classes"), inputs);
        this.spaceNormalization = new BatchNormalization(scope.in("bridge.features"), inputs);
        this.decoder =
                new Decoder(scope.in("decoder").filters(filters), 2 * inputs, outputStride, form);
    }

    /// Pictures that the classifier has seen.
    public static final class Seen {
        private final Encoder.Encoded encoded;
        private final ScoreHead.Scored scored;

        private Seen(Encoder.Encoded encoded, ScoreHead.Scored scored) {
            this.encoded = encoded;
            this.scored = scored;
        }

        /// The scores of classes, `[B,classes]`: logits.
        public Variable scores() {
            return scored.scores();
        }
    }

    /// Shows pictures to the classifier.
    public Seen see(Pass pass, Encoder.Encoded encoded) {
        return new Seen(encoded, head.score(pass, encoded.features()));
    }

    /// What the scores of chosen classes change by with each of the encoder's features: `[B,h,w,C]`.
    ///
    /// @param pass in which the classifier does not learn
    /// @param chosen 1 for the classes that are meant, else 0, `[B,classes]`
    public Variable backProjected(Pass pass, Seen seen, Variable chosen) {
        return head.backProjected(pass, seen.scored, chosen);
    }

    /// Parts classes from everything else.
    ///
    /// @param projected see [#backProjected]
    /// @return scores of the background and of the classes, `[B,H,W,2]`
    public Variable parted(Pass pass, Seen seen, Variable projected) {
        Variable bridge =
                pass.run(
                        new MoveOp.Concat(-1),
                        classNormalization.forward(
                                pass, pass.run(new PointOp.Scale(ENLARGED, 0), projected)),
                        spaceNormalization.forward(pass, seen.encoded.features()));
        return decoder.scores(pass, bridge, seen.encoded.pools());
    }
}
