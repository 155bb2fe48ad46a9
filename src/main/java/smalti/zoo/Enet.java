package smalti.zoo;

import java.util.ArrayList;
import java.util.List;
import smalti.grad.Variable;
import smalti.nn.BatchNormalization;
import smalti.nn.Convolution;
import smalti.nn.Dropout;
import smalti.nn.Layer;
import smalti.nn.Pass;
import smalti.nn.Prelu;
import smalti.nn.Scope;
import smalti.op.MoveOp;
import smalti.op.Size;
import smalti.op.Window;
import smalti.op.WindowOp;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// ENet: maps `[B,H,W,3]` to class scores `[B,H,W,classes]`; H and W are multiples of 8.
///
/// Paszke et al., "ENet: A Deep Neural Network Architecture for Real-Time Semantic Segmentation", 2016.
///
/// Deviations from the paper: rectifiers within a block have one learnt slope for all channels, and those of the decoder
/// are of the same kind, as in the implementation whose weights are used.
public final class Enet implements Layer {
    /// The larger windows of the second and third stage, in order: a dilation, 1 for a plain block, 0 for an asymmetric
    /// one.
    private static final int[] CONTEXT = {1, 2, 0, 4, 1, 8, 0, 16};

    private static final double EARLY_DROPOUT = 0.01;
    private static final double LATE_DROPOUT = 0.1;
    private static final Window HALVING = Window.of(3).stride(2).padding(1);

    private final Layer initial;
    private final Layer initialEnd;
    private final Down firstDown;
    private final Layer firstStage;
    private final Down secondDown;
    private final Layer context;
    private final Up firstUp;
    private final Layer fourthStage;
    private final Up secondUp;
    private final Layer end;
    private long dropouts;

    public Enet(Scope scope, int classes) {
        Scope start = scope.in("initial_block");
        this.initial = Convolution.plain(start.in("main_branch"), 3, 13, HALVING);
        this.initialEnd =
                new BatchNormalization(start.in("batch_norm"), 16)
                        .then(new Prelu(start.in("out_prelu"), 16));
        this.firstDown = new Down(scope.in("downsample1_0"), 16, 64, EARLY_DROPOUT);
        List<Layer> first = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            first.add(regular(scope.in("regular1_" + i), 64, 1, EARLY_DROPOUT));
        }
        this.firstStage = Layer.sequence(first.toArray(Layer[]::new));
        this.secondDown = new Down(scope.in("downsample2_0"), 64, 128, LATE_DROPOUT);
        this.context = stage(scope, 2, 1).then(stage(scope, 3, 0));
        this.firstUp = new Up(scope.in("upsample4_0"), 128, 64);
        this.fourthStage =
                regular(scope.in("regular4_1"), 64, 1, LATE_DROPOUT)
                        .then(regular(scope.in("regular4_2"), 64, 1, LATE_DROPOUT));
        this.secondUp = new Up(scope.in("upsample5_0"), 64, 16);
        this.end =
                regular(scope.in("regular5_1"), 16, 1, LATE_DROPOUT)
                        .then(EnetBlocks.doubling(scope.in("transposed_conv"), 16, classes));
    }

    private Layer stage(Scope scope, int stage, int from) {
        List<Layer> blocks = new ArrayList<>();
        for (int i = 0; i < CONTEXT.length; i++) {
            int dilation = CONTEXT[i];
            String kind = dilation == 0 ? "asymmetric" : dilation == 1 ? "regular" : "dilated";
            Scope own = scope.in("%s%d_%d".formatted(kind, stage, from + i));
            blocks.add(
                    dilation == 0
                            ? block(own, EnetBlocks.asymmetric(own, 128), 128, LATE_DROPOUT)
                            : regular(own, 128, dilation, LATE_DROPOUT));
        }
        return Layer.sequence(blocks.toArray(Layer[]::new));
    }

    private Layer regular(Scope scope, int channels, int dilation, double dropout) {
        return block(scope, EnetBlocks.regular(scope, channels, dilation), channels, dropout);
    }

    /// Adds an extension to what it was given.
    private Layer block(Scope scope, Layer extension, int channels, double rate) {
        Layer dropped = extension.then(new Dropout(rate, dropouts++));
        Layer rectifier = new Prelu(scope.in("out_prelu"), channels);
        return (pass, input) ->
                rectifier.forward(pass, Steps.add(pass, input, dropped.forward(pass, input)));
    }

    @Override
    public Variable forward(Pass pass, Variable input) {
        Variable thirteen = initial.forward(pass, input);
        Variable three = pass.run(new WindowOp.MaxPool(HALVING), input);
        Variable start = initialEnd.forward(pass, Steps.channels(pass, thirteen, three));
        Pooled half = firstDown.forward(pass, start);
        Pooled quarter = secondDown.forward(pass, firstStage.forward(pass, half.map()));
        Variable up =
                firstUp.forward(
                        pass, context.forward(pass, quarter.map()), quarter, half.map().shape());
        return end.forward(
                pass, secondUp.forward(pass, fourthStage.forward(pass, up), half, start.shape()));
    }

    /// A halved map and where its maxima stood.
    private record Pooled(Variable map, Variable switches) {}

    /// A block that halves the size.
    private final class Down {
        private final Layer extension;
        private final Layer rectifier;
        private final int missing;

        Down(Scope scope, int inputs, int outputs, double dropout) {
            this.extension =
                    EnetBlocks.downsampling(scope, inputs, outputs)
                            .then(new Dropout(dropout, dropouts++));
            this.rectifier = new Prelu(scope.in("out_prelu"), outputs);
            this.missing = outputs - inputs;
        }

        Pooled forward(Pass pass, Variable input) {
            List<Variable> pooled = pass.apply(new WindowOp.MaxPool(HALVING), input);
            Shape shape = pooled.getFirst().shape();
            Variable zeros =
                    pass.flow()
                            .constant(
                                    Tensor.zeros(
                                            DType.F32,
                                            Shape.of(
                                                    shape.size(0),
                                                    shape.size(1),
                                                    shape.size(2),
                                                    missing)));
            Variable main = Steps.channels(pass, pooled.getFirst(), zeros);
            Variable map =
                    rectifier.forward(pass, Steps.add(pass, main, extension.forward(pass, input)));
            return new Pooled(map, pooled.get(1));
        }
    }

    /// A block that doubles the size, and puts values back where the maxima stood.
    private final class Up {
        private final Layer thin;
        private final Layer extension;
        private final Layer rectifier;
        private final int channels;

        Up(Scope scope, int inputs, int outputs) {
            Scope main = scope.in("main_conv1");
            this.thin =
                    Convolution.plain(main.in("0"), inputs, outputs, Window.of(1))
                            .then(new BatchNormalization(main.in("1"), outputs));
            this.extension =
                    EnetBlocks.upsampling(scope, inputs, outputs)
                            .then(new Dropout(LATE_DROPOUT, dropouts++));
            this.rectifier = new Prelu(scope.in("out_prelu"), outputs);
            this.channels = outputs;
        }

        /// @param like the shape of the map that was halved
        Variable forward(Pass pass, Variable input, Pooled pooled, Shape like) {
            Variable switches = pass.run(new MoveOp.Slice(-1, 0, channels), pooled.switches());
            Variable main =
                    pass.run(
                            new WindowOp.MaxUnpool(new Size(like.size(1), like.size(2))),
                            thin.forward(pass, input),
                            switches);
            return rectifier.forward(pass, Steps.add(pass, main, extension.forward(pass, input)));
        }
    }
}
