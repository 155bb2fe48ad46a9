package smalti.decoupled;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import smalti.grad.Variable;
import smalti.nn.BatchNormalization;
import smalti.nn.Convolution;
import smalti.nn.Layer;
import smalti.nn.Pass;
import smalti.nn.Scope;
import smalti.nn.TransposedConvolution;
import smalti.op.Activation;
import smalti.op.PointOp;
import smalti.op.Size;
import smalti.op.Window;
import smalti.zoo.Encoder;
import smalti.zoo.Unpooling;

/// Parts a class from everything else: maps what the bridge tells, `[B,h,w,C]`, to scores `[B,H,W,2]` of the background and
/// of the class. Each unpooling doubles the map, and deconvolutions behind it fill in what lies between.
final class Decoder {
    private static final int HIDDEN = 2048;

    /// Channels on the encoder's map.
    private static final int COARSE = 512;

    /// Channels of the deconvolutions behind each unpooling.
    private static final int[][] GROUPS = {
        {512, 512, 512}, {512, 512, 256}, {256, 256, 128}, {128, 64}, {64, 64}
    };

    private final Layer coarse;
    private final List<Layer> groups = new ArrayList<>();
    private final Layer scores;

    /// @param outputStride pixels between the encoder's features: maps are doubled no further than to the picture's size
    Decoder(Scope scope, int inputs, int outputStride, Form form) {
        int hidden = form.channels(HIDDEN);
        int channels = form.channels(COARSE);
        Window window = Window.of(form.kernel());
        this.coarse =
                Layer.sequence(
                        convolution(scope.in("conv6"), inputs, hidden, window),
                        convolution(scope.in("conv7"), hidden, hidden, Window.of(1)),
                        deconvolution(scope.in("deconv6"), hidden, channels, window));
        int count =
                Math.min(
                        Math.min(form.unpoolings(), GROUPS.length),
                        Integer.numberOfTrailingZeros(outputStride));
        for (int group = 0; group < count; group++) {
            List<Layer> layers = new ArrayList<>();
            for (int each = 0; each < GROUPS[group].length; each++) {
                int next = form.channels(GROUPS[group][each]);
                layers.add(
                        deconvolution(
                                scope.in("deconv%d_%d".formatted(GROUPS.length - group, each + 1)),
                                channels,
                                next,
                                Window.of(3).padding(1)));
                channels = next;
            }
            groups.add(Layer.sequence(layers.toArray(Layer[]::new)));
        }
        this.scores = Convolution.biased(scope.in("scores"), channels, 2, Window.of(1));
    }

    private static Layer convolution(Scope scope, int inputs, int outputs, Window window) {
        return normalized(scope, Convolution.plain(scope, inputs, outputs, window), outputs);
    }

    private static Layer deconvolution(Scope scope, int inputs, int outputs, Window window) {
        return normalized(
                scope,
                new TransposedConvolution(scope, inputs, outputs, window, new Size(0, 0), false),
                outputs);
    }

    private static Layer normalized(Scope scope, Layer layer, int channels) {
        return Layer.sequence(
                layer,
                new BatchNormalization(scope.in("bn"), channels),
                (pass, input) -> pass.run(new PointOp.Activate(new Activation.Relu()), input));
    }

    /// Scores, where nothing is left to double those of pixels.
    ///
    /// @param pools what takes the encoder's maximum pools back, the last one first; missing ones are done without
    Variable scores(Pass pass, Variable bridge, List<Encoder.Encoded.Switches> pools) {
        Variable map = coarse.forward(pass, bridge);
        for (int group = 0; group < groups.size(); group++) {
            Optional<Encoder.Encoded.Switches> switches =
                    group < pools.size() ? Optional.of(pools.get(group)) : Optional.empty();
            map = groups.get(group).forward(pass, new Unpooling(switches).forward(pass, map));
        }
        return scores.forward(pass, map);
    }
}
