package smalti.zoo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import smalti.error.ParameterException;
import smalti.grad.Variable;
import smalti.nn.Convolution;
import smalti.nn.Layer;
import smalti.nn.Pass;
import smalti.nn.Scope;
import smalti.op.Window;
import smalti.op.WindowOp;

/// The convolutions of VGG-16, or the first of them: maps `[B,H,W,3]` to features.
///
/// Simonyan and Zisserman, "Very Deep Convolutional Networks for Large-Scale Image Recognition", 2015, configuration D.
public final class Vgg16 implements Layer, Encoder {
    /// How many there are in each block, and their channels.
    private static final int[][] BLOCKS = {{2, 64}, {2, 128}, {3, 256}, {3, 512}, {3, 512}};

    private static final Window POOLED = Window.of(2).stride(2);
    private static final Layer POOL = Steps.maxPool(POOLED);

    private final List<Layer> blocks = new ArrayList<>();
    private final int channels;

    /// @param blocks how many blocks are built, 1 to 5
    public Vgg16(Scope scope, int blocks) {
        if (blocks < 1 || blocks > BLOCKS.length) {
            throw new ParameterException("the blocks of VGG-16", "1 to " + BLOCKS.length, blocks);
        }
        int before = 3;
        for (int block = 1; block <= blocks; block++) {
            int wide = BLOCKS[block - 1][1];
            List<Layer> all = new ArrayList<>();
            for (int i = 1; i <= BLOCKS[block - 1][0]; i++) {
                all.add(
                        Convolution.biased(
                                scope.in("conv%d_%d".formatted(block, i)),
                                before,
                                wide,
                                Window.of(3).padding(1)));
                all.add(Steps.RELU);
                before = wide;
            }
            this.blocks.add(Layer.sequence(all.toArray(Layer[]::new)));
        }
        this.channels = before;
    }

    /// The channels of its features.
    public int channels() {
        return channels;
    }

    /// The features of a block, from 1, before the maximum behind it.
    public Variable block(Pass pass, Variable input, int number) {
        Variable value = input;
        for (int i = 0; i < number; i++) {
            value = blocks.get(i).forward(pass, i == 0 ? value : POOL.forward(pass, value));
        }
        return value;
    }

    @Override
    public Encoded encode(Pass pass, Variable input) {
        List<Encoded.Switches> pools = new ArrayList<>();
        Variable value = input;
        Variable middle = input;
        for (int i = 0; i < blocks.size(); i++) {
            Variable last = blocks.get(i).forward(pass, value);
            middle = i == blocks.size() - 2 ? last : middle;
            List<Variable> pooled = pass.apply(new WindowOp.MaxPool(POOLED), last);
            pools.addFirst(new Encoded.Switches(pooled.get(1), last.shape()));
            value = pooled.getFirst();
        }
        return new Encoded(
                value, middle, Optional.of(pools.getFirst()), pools.subList(1, pools.size()));
    }

    @Override
    public Variable forward(Pass pass, Variable input) {
        return POOL.forward(pass, block(pass, input, blocks.size()));
    }
}
