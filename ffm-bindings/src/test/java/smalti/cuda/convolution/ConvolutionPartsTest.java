package smalti.cuda.convolution;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import smalti.cuda.emulator.PtxDriver;
import smalti.cuda.emulator.TestedDriver;
import smalti.cuda.launch.DeviceTensor;
import smalti.cuda.launch.Memory;
import smalti.cuda.launch.Queue;
import smalti.cuda.launch.Scratch;
import smalti.cuda.matrix.Gemm;
import smalti.cuda.matrix.KernelGemm;
import smalti.op.Activation;
import smalti.op.ConvolutionOp;
import smalti.op.Epilogue;
import smalti.op.Padding;
import smalti.op.ShapeRule;
import smalti.op.Size;
import smalti.op.TensorType;
import smalti.op.Window;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;
import smalti.testkit.reference.Reference;

/// Convolutions that are computed in many parts give what the reference gives.
public class ConvolutionPartsTest {
    private final PtxDriver driver = TestedDriver.get();

    /// Each of them higher or lower than the bands that fit into little memory.
    private static final List<Window> WINDOWS =
            List.of(
                    Window.of(3).padding(1),
                    Window.of(3).stride(2).padding(Padding.SAME),
                    Window.of(2).stride(3).padding(Padding.of(1).covering()),
                    Window.of(3, 1).dilation(2).padding(new Padding.Margins(3, 0, 1, 2)));

    private static final List<Activation> ACTIVATIONS =
            List.of(new Activation.Relu(), new Activation.Relu6(), new Activation.LeakyRelu(0.25));

    private static Tensor random(int seed, int... sizes) {
        var random = new SplittableRandom(seed);
        Tensor tensor = Tensor.zeros(DType.F32, Shape.of(sizes));
        for (int i = 0; i < tensor.elements(); i++) {
            tensor.floats()[i] = (float) random.nextGaussian();
        }
        return tensor;
    }

    /// Multiplies as another library does: what outputs see is laid out.
    private final Gemm other = new KernelGemm(driver)::multiply;

    private void check(ConvolutionOp op, long mostBytes, Tensor... inputs) {
        check(op, other, mostBytes, inputs);
    }

    private void check(ConvolutionOp op, Gemm gemm, long mostBytes, Tensor... inputs) {
        List<Tensor> given = List.of(inputs);
        TensorType type = ShapeRule.outputs(op, given).getFirst();
        Tensor output = Tensor.zeros(DType.F32, type.shape());
        var operators = new ConvolutionOperators(driver, gemm, mostBytes);
        List<Scratch> memory = new ArrayList<>();
        try (var queue = new Queue(driver, new Memory(driver))) {
            List<DeviceTensor> there = new ArrayList<>();
            for (Tensor input : given) {
                DeviceTensor copy = place(TensorType.of(input), queue, memory);
                queue.upload(MemorySegment.ofArray(input.floats()), copy.address());
                there.add(copy);
            }
            DeviceTensor out = place(type, queue, memory);
            operators.run(op, there, List.of(out), queue);
            queue.synchronize();
            queue.download(out.address(), MemorySegment.ofArray(output.floats()));
            memory.forEach(Scratch::close);
        }
        Reference.outputs(op, given).getFirst().check(op + " in " + mostBytes + " bytes", output);
    }

    private static DeviceTensor place(TensorType type, Queue queue, List<Scratch> memory) {
        memory.add(queue.allocate(type.shape().elements() * type.dtype().bytes()));
        return new DeviceTensor(memory.getLast().address(), type.dtype(), type.shape());
    }

    @Test
    void partsAreAsGoodAsTheWhole() {
        Size map = new Size(9, 7);
        for (Window window : WINDOWS) {
            Size outputs = window.outputs(map);
            Tensor input = random(1, 3, 9, 7, 4);
            Tensor upstream = random(2, 3, outputs.height(), outputs.width(), 6);
            Size kernel = window.kernel();
            Tensor filter = random(3, kernel.height(), kernel.width(), 2, 6);
            for (long bytes : List.of(1, 1500, 6000)) {
                check(new ConvolutionOp.Conv2d(window, 2, false), bytes, input, filter);
                check(
                        new ConvolutionOp.ConvTranspose2d(window, 2, map, true),
                        bytes,
                        upstream,
                        filter,
                        random(4, 4));
                check(new ConvolutionOp.Conv2dFilterGradient(window, 2), bytes, upstream, input);
            }
        }
    }

    /// Channels and filters in fours, which are multiplied with and without being laid out.
    @Test
    void channelsInFoursAgreeInEveryWay() {
        List<Window> windows = new ArrayList<>(WINDOWS);
        windows.add(Window.of(1));
        windows.add(Window.of(1).stride(2));
        windows.add(Window.of(2, 3).padding(3));
        for (Window window : windows) {
            for (int groups : List.of(1, 2, 3)) {
                checkInFours(window, groups, 2, new Size(9, 7), 4, 8);
            }
        }
        checkInFours(Window.of(3).padding(1), 1, 1, new Size(5, 6), 20, 24);
    }

    /// One filter a channel, for channels in fours and others, and more taps in a row than a loop takes at once.
    @Test
    void depthwiseConvolutionsAgree() {
        for (int channels : List.of(7, 8)) {
            checkInFours(Window.of(3).padding(1), channels, 2, new Size(6, 5), 1, 1);
            checkInFours(Window.of(2, 5).padding(2), channels, 1, new Size(3, 6), 1, 1);
            checkInFours(Window.of(3, 2).stride(2), channels, 1, new Size(5, 6), 1, 1);
        }
    }

    /// Tiles that are filled to every row of a thread, and channels in numbers around those that are taken at once.
    @Test
    void tilesOfManySizesAgree() {
        for (int deep : List.of(4, 8, 12, 16)) {
            checkInFours(Window.of(1, 2), 1, 1, new Size(5, 5 + deep / 4), deep, deep);
            checkInFours(Window.of(2, 1), 1, 1, new Size(9, 7 + deep / 4), deep, 68);
            checkInFours(Window.of(1), 1, 1, new Size(9, 7 + deep / 4), 68, deep);
        }
    }

    @Test
    void largeTilesAgreeToo() {
        checkInFours(Window.of(3).padding(1), 1, 2, new Size(16, 17), 8, 68);
        checkInFours(Window.of(2).padding(Padding.SAME), 1, 2, new Size(9, 8), 68, 4);
    }

    /// @param deep channels of a group
    /// @param wide filters of a group
    private void checkInFours(Window window, int groups, int batch, Size map, int deep, int wide) {
        Size kernel = window.kernel();
        Size outputs = window.outputs(map);
        int channels = groups * deep;
        int filters = groups * wide;
        Tensor input = random(1, batch, map.height(), map.width(), channels);
        Tensor upstream = random(2, batch, outputs.height(), outputs.width(), filters);
        Tensor filter = random(3, kernel.height(), kernel.width(), deep, filters);
        Tensor bias = random(4, filters);
        Tensor slopes = random(5, filters);
        for (Gemm gemm : List.of(new KernelGemm(driver), other)) {
            check(
                    new ConvolutionOp.Conv2d(window, groups, true, new Epilogue.Prelu()),
                    gemm,
                    1 << 20,
                    input,
                    filter,
                    bias,
                    slopes);
            for (Activation activation : ACTIVATIONS) {
                check(
                        new ConvolutionOp.Conv2d(
                                window, groups, false, new Epilogue.Activated(activation)),
                        gemm,
                        1 << 20,
                        input,
                        filter);
            }
            check(
                    new ConvolutionOp.ConvTranspose2d(window, groups, map, true),
                    gemm,
                    1 << 20,
                    upstream,
                    filter,
                    random(6, channels));
            check(
                    new ConvolutionOp.ConvTranspose2d(window, groups, map, false),
                    gemm,
                    1 << 20,
                    upstream,
                    filter);
            check(
                    new ConvolutionOp.Conv2dFilterGradient(window, groups),
                    gemm,
                    1 << 20,
                    upstream,
                    input);
        }
    }

    /// So many outputs that their sum is computed in parts, with some left over, and again by several layouts.
    @Test
    void sumsOverManyOutputsMissNone() {
        Tensor upstream = random(1, 2, 23, 29, 3);
        Tensor input = random(2, 2, 23, 29, 2);
        var op = new ConvolutionOp.Conv2dFilterGradient(Window.of(3).padding(1), 1);
        check(op, 1 << 20, upstream, input);
        check(op, 50_000, upstream, input);
        // As many parts as are added at once, and one.
        Tensor six = random(3, 1, 26, 59, 3);
        check(op, 1 << 20, six, random(4, 1, 26, 59, 2));
    }

    @Test
    void depthwiseSumsOverManyOutputsMissNone() {
        Tensor upstream = random(1, 2, 23, 29, 35);
        Tensor input = random(2, 2, 23, 29, 35);
        var op = new ConvolutionOp.Conv2dFilterGradient(Window.of(2).padding(Padding.SAME), 35);
        check(op, 1 << 20, upstream, input);
    }

    @Test
    void bandsCoverAMapOnceAndTheOutputsThatSeeIt() {
        for (Window window : WINDOWS) {
            Size map = new Size(19, 5);
            var sight = new Sight(window, map, window.outputs(map));
            for (int outputs : List.of(1, 7, 30, 1000)) {
                int[] rows = new int[2 * map.height()];
                for (Band band : Band.of(sight, 2, outputs)) {
                    for (int image = 0; image < band.images(); image++) {
                        for (int row = band.firstRow(); row < band.endRow(); row++) {
                            rows[(band.firstImage() + image) * map.height() + row]++;
                            checkOutputs(sight, band, row);
                        }
                    }
                }
                assertThat(rows).containsOnly(1);
            }
        }
    }

    private static void checkOutputs(Sight sight, Band band, int row) {
        Window window = sight.window();
        for (int output = 0; output < sight.outputs().height(); output++) {
            for (int tap = 0; tap < window.kernel().height(); tap++) {
                int seen =
                        output * window.stride().height()
                                - sight.margins().top()
                                + tap * window.dilation().height();
                if (seen == row) {
                    assertThat(output).isBetween(band.firstOutput(), band.endOutput() - 1);
                }
            }
        }
    }
}
