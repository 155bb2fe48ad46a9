package smalti.cpu.convolution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import smalti.cpu.Kernels;
import smalti.cpu.matrix.MatrixMultiplier;
import smalti.cpu.work.Workers;
import smalti.op.ConvolutionOp;
import smalti.op.Padding;
import smalti.op.ShapeRule;
import smalti.op.Size;
import smalti.op.TensorType;
import smalti.op.Window;
import smalti.tensor.Tensor;
import smalti.testkit.Tensors;
import smalti.testkit.ValuePattern;
import smalti.testkit.reference.Reference;

/// Convolutions of all sizes agree with the reference, and neither vectors nor threads change a bit.
class ConvolutionDriverProperties {
    private static final Workers ALONE = new Workers(1);
    private static final Workers TEAM = new Workers(3);

    private final List<ConvolutionDriver> drivers =
            List.of(
                    driver(Kernels.scalar("under test"), ALONE),
                    driver(Kernels.scalar("under test"), TEAM),
                    driver(Kernels.chosen(), ALONE),
                    driver(Kernels.chosen(), TEAM));

    private static ConvolutionDriver driver(Kernels kernels, Workers workers) {
        return new ConvolutionDriver(
                new MatrixMultiplier(kernels.gemm(), kernels.gemm(), workers),
                kernels.convolution(),
                kernels.convolution(),
                workers);
    }

    @Property(tries = 150)
    void kernelsAndThreadsGiveTheSameBits(
            @ForAll @IntRange(min = 1, max = 5) int rows,
            @ForAll @IntRange(min = 1, max = 5) int columns,
            @ForAll @IntRange(min = 1, max = 3) int stride,
            @ForAll @IntRange(min = 1, max = 3) int dilation,
            @ForAll @IntRange(max = 4) int padding,
            @ForAll @IntRange(min = 1, max = 3) int groups,
            @ForAll @IntRange(min = 1, max = 30) int deep,
            @ForAll @IntRange(min = 1, max = 70) int wide,
            @ForAll long seed) {
        var window =
                Window.of(rows, columns)
                        .stride(stride)
                        .dilation(dilation)
                        .padding(new Padding.Margins(padding, padding / 2, 0, padding));
        int height = window.reach().height() + (int) Math.floorMod(seed, 9L);
        int width = window.reach().width() + (int) Math.floorMod(seed / 9, 19L);
        check(window, groups, 2, new Size(height, width), deep, wide, seed);
    }

    /// Sizes beyond every block: of depth, of rows, of columns, of bands.
    @Example
    void blocksJoinWithoutASeam() {
        check(Window.of(3).padding(1), 1, 1, new Size(5, 7), 300, 70, 1);
        check(Window.of(3).padding(1), 1, 2, new Size(29, 31), 5, 33, 2);
        check(Window.of(1), 1, 1, new Size(3, 5), 1601, 5, 3);
        check(Window.of(2).stride(2), 1, 1, new Size(4, 6), 800, 200, 4);
        check(Window.of(3).stride(2).padding(1), 2, 1, new Size(33, 60), 17, 40, 5);
        check(Window.of(3).padding(1), 90, 2, new Size(13, 17), 1, 1, 6);
        check(Window.of(3).stride(2).padding(Padding.SAME), 40, 1, new Size(16, 17), 1, 2, 7);
    }

    /// Every channel by itself: whole vectors of channels and less, windows that slide and others, maps of a few columns.
    @Property(tries = 150)
    void channelsWithFiltersOfTheirOwn(
            @ForAll @IntRange(min = 1, max = 8) int height,
            @ForAll @IntRange(min = 1, max = 9) int width,
            @ForAll @IntRange(min = 1, max = 3) int down,
            @ForAll @IntRange(min = 1, max = 3) int across,
            @ForAll @IntRange(min = 1, max = 2) int dilation,
            @ForAll @IntRange(max = 3) int left,
            @ForAll @IntRange(max = 3) int right,
            @ForAll @IntRange(min = 2, max = 70) int channels,
            @ForAll long seed) {
        var window =
                new Window(
                        Size.square(3),
                        new Size(down, across),
                        new Size(dilation, 1),
                        new Padding.Margins(1, left, dilation, right));
        int high = Math.max(height, dilation);
        int wide = Math.max(width, 3 - left - right);
        check(window, channels, 2, new Size(high, wide), 1, 1, seed);
    }

    /// The same with windows of other sizes and steps: whole vectors of channels and less, ends of rows where some taps see the
    /// map.
    @Property(tries = 100)
    void channelsUnderWindowsThatDoNotSlide(
            @ForAll @IntRange(min = 1, max = 5) int rows,
            @ForAll @IntRange(min = 1, max = 5) int columns,
            @ForAll @IntRange(min = 1, max = 3) int stride,
            @ForAll @IntRange(min = 1, max = 2) int dilation,
            @ForAll @IntRange(max = 4) int padding,
            @ForAll @IntRange(min = 2, max = 70) int channels,
            @ForAll long seed) {
        var window =
                Window.of(rows, columns)
                        .stride(stride)
                        .dilation(dilation)
                        .padding(new Padding.Margins(1, padding, padding / 2, 4 - padding));
        int height = window.reach().height() + (int) Math.floorMod(seed, 4L);
        int width = window.reach().width() + (int) Math.floorMod(seed / 4, 9L);
        check(window, channels, 2, new Size(height, width), 1, 1, seed);
    }

    /// Maps of one column: windows begin, or end, or both outside of it.
    @Example
    void windowsSlideOverASingleColumn() {
        for (int left = 0; left <= 2; left++) {
            var window = Window.of(3).padding(new Padding.Margins(1, left, 1, 2));
            for (int channels : new int[] {3, 17, 40}) {
                check(window, channels, 1, new Size(4, 1), 1, 1, channels);
            }
        }
    }

    /// Rows of outputs that are computed each by itself: windows of one to four columns over a few channels.
    @Property(tries = 100)
    void longRowsOfOutputs(
            @ForAll @IntRange(min = 1, max = 4) int rows,
            @ForAll @IntRange(min = 1, max = 4) int columns,
            @ForAll @IntRange(min = 1, max = 2) int stride,
            @ForAll @IntRange(max = 3) int padding,
            @ForAll @IntRange(min = 1, max = 2) int groups,
            @ForAll @IntRange(min = 1, max = 20) int deep,
            @ForAll @IntRange(min = 1, max = 40) int wide,
            @ForAll @IntRange(min = 16, max = 50) int width,
            @ForAll long seed) {
        var window =
                Window.of(rows, columns)
                        .stride(stride)
                        .padding(new Padding.Margins(padding, padding, 1, padding / 2));
        int height = rows + (int) Math.floorMod(seed, 3L);
        // The last phase of a transposed convolution may have fewer columns than the first.
        int left = (int) Math.floorMod(seed / 3, (long) stride);
        check(window, groups, 2, new Size(height, stride * width + left), deep, wide, seed);
    }

    /// More outputs in a row than are computed at once, more depth than is summed at once.
    @Example
    void partsOfLongRowsJoinWithoutASeam() {
        check(Window.of(3).padding(1), 1, 1, new Size(3, 301), 4, 13, 21);
        check(Window.of(3).stride(2).padding(1), 1, 1, new Size(5, 300), 3, 16, 22);
        check(Window.of(2).stride(2), 1, 1, new Size(2, 40), 401, 5, 23);
    }

    @Property(tries = 60)
    void blocksOfMinimalFilteringCoverEveryOutput(
            @ForAll @IntRange(min = 1, max = 30) int height,
            @ForAll @IntRange(min = 1, max = 30) int width,
            @ForAll @IntRange(min = 1, max = 4) int dilation,
            @ForAll @IntRange(max = 4) int top,
            @ForAll @IntRange(max = 4) int left,
            @ForAll @IntRange(min = 1, max = 2) int groups,
            @ForAll @IntRange(min = 1, max = 5) int deep,
            @ForAll @IntRange(min = 1, max = 5) int wide,
            @ForAll long seed) {
        var window = Window.of(3).dilation(dilation).padding(new Padding.Margins(top, left, 9, 9));
        check(window, groups, 2, new Size(height, width), 16 * deep, 16 * wide, seed);
    }

    /// More blocks of outputs than are transformed at once.
    @Example
    void rangesOfMinimalFilteringJoinWithoutASeam() {
        check(Window.of(3).padding(1), 1, 3, new Size(61, 67), 48, 80, 11);
        check(Window.of(3).padding(1), 1, 1, new Size(33, 35), 304, 16, 12);
    }

    /// The bound allows for the worst of signs; as a rule errors are a few units in the last place of the outputs.
    @Example
    void errorsOfMinimalFilteringAreSmallAsARule() {
        var op = new ConvolutionOp.Conv2d(Window.of(3).padding(1));
        List<Tensor> inputs = List.of(view(1, 1, 32, 32, 64), view(2, 3, 3, 64, 64));
        TensorType type = ShapeRule.outputs(op, inputs).getFirst();
        double[] expected = Reference.outputs(op, inputs).getFirst().values();
        for (ConvolutionDriver driver : drivers) {
            Tensor output = Tensor.zeros(type.dtype(), type.shape());
            driver.run(op, inputs, output);
            double squares = 0;
            double errors = 0;
            for (int i = 0; i < expected.length; i++) {
                squares += expected[i] * expected[i];
                errors += Math.pow(output.get(i) - expected[i], 2);
            }
            assertThat(Math.sqrt(errors / squares)).isLessThan(2e-6);
        }
    }

    private void check(
            Window window, int groups, int batch, Size map, int deep, int wide, long seed) {
        Size outputs = window.outputs(map);
        Tensor input = view(seed, batch, map.height(), map.width(), groups * deep);
        Tensor upstream = view(seed + 1, batch, outputs.height(), outputs.width(), groups * wide);
        Tensor filter =
                view(
                        seed + 2,
                        window.kernel().height(),
                        window.kernel().width(),
                        deep,
                        groups * wide);
        Tensor bias = view(seed + 3, groups * wide);
        Tensor biasOfMap = view(seed + 4, groups * deep);
        check(new ConvolutionOp.Conv2d(window, groups, false), input, filter);
        check(new ConvolutionOp.Conv2d(window, groups, true), input, filter, bias);
        check(new ConvolutionOp.ConvTranspose2d(window, groups, map, false), upstream, filter);
        check(
                new ConvolutionOp.ConvTranspose2d(window, groups, map, true),
                upstream,
                filter,
                biasOfMap);
        check(new ConvolutionOp.Conv2dFilterGradient(window, groups), upstream, input);
    }

    private void check(ConvolutionOp op, Tensor... given) {
        List<Tensor> inputs = List.of(given);
        TensorType type = ShapeRule.outputs(op, inputs).getFirst();
        Tensor first = null;
        for (ConvolutionDriver driver : drivers) {
            Tensor output = Tensors.random(ValuePattern.NORMAL, type.dtype(), type.shape(), 3, 99);
            driver.run(op, inputs, output);
            if (first == null) {
                first = output;
                Reference.outputs(op, inputs).getFirst().check(op + " of " + inputs, output);
            }
            assertThat(Tensors.doubles(output))
                    .as("%s of %s", op, inputs)
                    .isEqualTo(Tensors.doubles(first));
            if (op instanceof ConvolutionOp.Conv2d convolution) {
                checkPrepared(driver, convolution, inputs, first);
            }
        }
    }

    /// Twice: what packs, and what finds it packed.
    private static void checkPrepared(
            ConvolutionDriver driver,
            ConvolutionOp.Conv2d op,
            List<Tensor> inputs,
            Tensor expected) {
        PreparedConvolution prepared =
                driver.prepare(op, inputs.get(1), Optional.of(inputs.subList(2, inputs.size())), 0);
        for (int run = 0; run < 2; run++) {
            Tensor output =
                    Tensors.random(ValuePattern.NORMAL, expected.dtype(), expected.shape(), 3, 98);
            driver.run(prepared, inputs, output);
            assertThat(Tensors.doubles(output))
                    .as("%s of %s, prepared", op, inputs)
                    .isEqualTo(Tensors.doubles(expected));
        }
    }

    /// A view in the middle of an array of NaN.
    private static Tensor view(long seed, int... sizes) {
        return Tensors.random(
                ValuePattern.NORMAL,
                smalti.tensor.DType.F32,
                smalti.tensor.Shape.of(sizes),
                3,
                seed);
    }
}
