package smalti.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import smalti.cpu.CpuDevice;
import smalti.cpu.work.Workers;
import smalti.device.Device;
import smalti.device.Workspace;
import smalti.error.ParameterException;
import smalti.error.ShapeException;
import smalti.error.UnsupportedOpException;
import smalti.grad.Eager;
import smalti.grad.Variable;
import smalti.nn.BatchNormalization;
import smalti.nn.Convolution;
import smalti.nn.Layer;
import smalti.nn.Parameter;
import smalti.nn.Parameters;
import smalti.nn.Pass;
import smalti.nn.Scope;
import smalti.op.Activation;
import smalti.op.Arithmetic;
import smalti.op.AxisOp;
import smalti.op.MoveOp;
import smalti.op.PointOp;
import smalti.op.Size;
import smalti.op.Window;
import smalti.op.WindowOp;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;
import smalti.testkit.FarDevice;
import smalti.testkit.Tensors;

class PlanTest {
    private static final CpuDevice CPU = CpuDevice.shared();
    private static final Shape INPUT = Shape.of(2, 9, 11, 3);
    private static final Layer RELU =
            (pass, input) -> pass.run(new PointOp.Activate(new Activation.Relu()), input);

    @Test
    void aPlanGivesWhatTheNetworkGives() {
        Layer network = network();
        Plan plan = Plan.of(network, INPUT, CPU);
        for (int run = 0; run < 3; run++) {
            Tensor input = Tensors.random(run, 2, 9, 11, 3);
            Tensor expected = eager(network, input);
            Tensor actual = plan.run(input);
            assertThat(actual.shape()).isEqualTo(expected.shape()).isEqualTo(plan.output().shape());
            for (int i = 0; i < expected.elements(); i++) {
                assertThat(actual.get(i)).isCloseTo(expected.get(i), within(2e-5));
            }
        }
    }

    @Test
    void weightsAreThoseOfTheMomentWhenItWasPlanned() {
        var parameters = new Parameters();
        Scope scope = Scope.of(parameters, new SplittableRandom(1));
        Layer network =
                Convolution.biased(scope.in("c"), 3, 20, Window.of(3))
                        .then(Convolution.biased(scope.in("d"), 20, 7, Window.of(1)));
        Plan run = Plan.of(network, INPUT, CPU);
        Plan unused = Plan.of(network, INPUT, CPU);
        Tensor input = Tensors.random(1, 2, 9, 11, 3);
        double[] before = Tensors.doubles(run.run(input));
        parameters.all().forEach(each -> Arrays.fill(each.tensor().floats(), 0));
        assertThat(Tensors.doubles(run.run(input))).isEqualTo(before);
        assertThat(Tensors.doubles(unused.run(input))).isEqualTo(before);
    }

    @Test
    void weightsMayLieOnADevice() {
        Tensor input = Tensors.random(1, 2, 9, 11, 3);
        double[] expected = Tensors.doubles(Plan.of(network(), INPUT, CPU).run(input));
        Device far = new FarDevice(CPU);
        try (Workspace workspace = far.workspace()) {
            Layer network = network(scope -> scope.on(workspace));
            for (Device device : List.of(CPU, far)) {
                try (Plan plan = Plan.of(network, INPUT, device)) {
                    assertThat(plan.steps()).isEqualTo(Plan.of(network(), INPUT, device).steps());
                    assertThat(Tensors.doubles(plan.run(input))).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void normalisationsAreFolded() {
        assertThat(Plan.of(network(), INPUT, CPU).steps())
                .isEqualTo(Plan.of(plain(), INPUT, CPU).steps());
    }

    @Test
    void activationsBecomeEpilogues() {
        Scope scope = Scope.of(new Parameters(), new SplittableRandom(1));
        Layer convolution = Convolution.biased(scope.in("c"), 3, 5, Window.of(3));
        Layer leaky =
                (pass, input) ->
                        pass.run(new PointOp.Activate(new Activation.LeakyRelu(0.2)), input);
        Tensor input = Tensors.random(1, 2, 9, 11, 3);
        for (Layer bend : List.of(RELU, leaky, prelu(0.5f), prelu(1, -1, 0, 2, 0.25f))) {
            Layer both = convolution.then(bend);
            Plan plan = Plan.of(both, INPUT, CPU);
            assertThat(plan.steps()).isEqualTo(1);
            double[] expected = Tensors.doubles(eager(both, input));
            double[] actual = Tensors.doubles(plan.run(input));
            for (int i = 0; i < expected.length; i++) {
                assertThat(actual[i]).isCloseTo(expected[i], within(1e-5));
            }
        }
        Layer curved = (pass, x) -> pass.run(new PointOp.Activate(new Activation.Tanh()), x);
        assertThat(Plan.of(convolution.then(curved), INPUT, CPU).steps()).isEqualTo(2);
    }

    private static Layer prelu(float... slopes) {
        Tensor each = Tensor.of(slopes, slopes.length);
        return (pass, input) -> pass.run(new PointOp.Prelu(), input, pass.flow().constant(each));
    }

    @Test
    void convolutionsThatAreJoinedAreComputedInTheirPlace() {
        Scope scope = Scope.of(new Parameters(), new SplittableRandom(1));
        Layer fires =
                Convolution.biased(scope.in("a"), 3, 16, Window.of(1))
                        .then(fire(scope.in("b"), 16))
                        .then(fire(scope.in("c"), 57));
        Plan plan = Plan.of(fires, INPUT, CPU);
        assertThat(plan.steps()).isEqualTo(7);
        assertThat(plan.bytes()).isEqualTo(4L * 2 * 9 * 11 * (16 + 57));
        Tensor input = Tensors.random(1, 2, 9, 11, 3);
        assertThat(Tensors.doubles(plan.run(input)))
                .isEqualTo(Tensors.doubles(eager(fires, input)));
    }

    /// Three convolutions side by side, of which the first has an activation.
    private static Layer fire(Scope scope, int channels) {
        Layer one = Convolution.biased(scope.in("one"), channels, 16, Window.of(1)).then(RELU);
        Layer two = Convolution.biased(scope.in("two"), channels, 32, Window.of(3).padding(1));
        Layer three = Convolution.biased(scope.in("three"), channels, 9, Window.of(1));
        return (pass, input) -> {
            Variable first = one.forward(pass, input);
            Variable second = two.forward(pass, input);
            return pass.run(new MoveOp.Concat(3), first, second, three.forward(pass, input));
        };
    }

    @Test
    void whatIsNotJoinedAlongChannelsAloneIsCopied() {
        Scope scope = Scope.of(new Parameters(), new SplittableRandom(1));
        Layer conv = Convolution.biased(scope.in("a"), 3, 5, Window.of(1));
        Layer down =
                (pass, input) ->
                        pass.run(
                                new MoveOp.Concat(1),
                                conv.forward(pass, input),
                                conv.forward(pass, input));
        Layer twice =
                (pass, input) -> {
                    Variable value = conv.forward(pass, input);
                    return pass.run(new MoveOp.Concat(3), value, value);
                };
        Layer withInput =
                (pass, input) -> pass.run(new MoveOp.Concat(3), conv.forward(pass, input), input);
        Layer readAgain =
                (pass, input) -> {
                    Variable value = conv.forward(pass, input);
                    Variable other = conv.forward(pass, input);
                    Variable joined = pass.run(new MoveOp.Concat(3), value, other);
                    return add(pass, pass.run(new MoveOp.Slice(3, 2, 5), joined), value);
                };
        Tensor input = Tensors.random(1, 2, 9, 11, 3);
        List<Layer> layers = List.of(down, twice, withInput, readAgain);
        List<Integer> steps = List.of(3, 2, 2, 5);
        for (int i = 0; i < layers.size(); i++) {
            Plan plan = Plan.of(layers.get(i), INPUT, CPU);
            assertThat(plan.steps()).as("layer %d", i).isEqualTo(steps.get(i));
            assertThat(Tensors.doubles(plan.run(input)))
                    .as("layer %d", i)
                    .isEqualTo(Tensors.doubles(eager(layers.get(i), input)));
        }
    }

    @Test
    void whatIsReadTwiceIsNotFolded() {
        Scope scope = Scope.of(new Parameters(), new SplittableRandom(1));
        Layer convolution = Convolution.plain(scope.in("c"), 3, 3, Window.of(1));
        Layer normalization = new BatchNormalization(scope.in("n"), 3);
        Layer both =
                (pass, input) -> {
                    Variable value = convolution.forward(pass, input);
                    return add(pass, value, normalization.forward(pass, value));
                };
        Tensor input = Tensors.random(1, 2, 9, 11, 3);
        Plan plan = Plan.of(both, INPUT, CPU);
        assertThat(plan.steps()).isEqualTo(3);
        assertThat(Tensors.doubles(plan.run(input))).isEqualTo(Tensors.doubles(eager(both, input)));
    }

    @Test
    void largePicturesOfABatchAreComputedEachByItself() {
        Shape input = Shape.of(5, 150, 160, 3);
        Layer network = network();
        Plan plan = Plan.of(network, input, CPU);
        Plan one = Plan.of(network, Shape.of(1, 150, 160, 3), CPU);
        assertThat(plan.bytes()).isEqualTo(one.bytes());
        Tensor pictures = Tensors.random(3, 5, 150, 160, 3);
        Tensor expected = eager(network, pictures);
        Tensor actual = plan.run(pictures);
        assertThat(actual.shape()).isEqualTo(expected.shape()).isEqualTo(plan.output().shape());
        for (int i = 0; i < expected.elements(); i++) {
            assertThat(actual.get(i)).isCloseTo(expected.get(i), within(2e-5));
        }
        Plan alone = Plan.of(network, input, new CpuDevice(new Workers(1)));
        assertThat(Tensors.doubles(alone.run(pictures))).isEqualTo(Tensors.doubles(actual));
    }

    @Test
    void picturesThatDependOnEachOtherAreComputedTogether() {
        Shape input = Shape.of(3, 150, 160, 3);
        Tensor pictures = Tensors.random(3, 3, 150, 160, 3);
        Layer mixing =
                (pass, value) -> {
                    Variable mean = pass.run(new AxisOp.Mean(List.of(0), true), value);
                    return add(pass, RELU.forward(pass, value), mean);
                };
        Tensor each = Tensors.random(4, 3, 1, 1, 1);
        Layer numbered = (pass, value) -> add(pass, value, pass.flow().constant(each));
        for (Layer layer : List.of(mixing, numbered)) {
            Layer network = layer.then(network());
            assertThat(Tensors.doubles(Plan.of(network, input, CPU).run(pictures)))
                    .containsExactly(Tensors.doubles(eager(network, pictures)), within(2e-5));
        }
    }

    @Test
    void stepsShareMemory() {
        Layer one = RELU;
        Layer many = RELU;
        for (int i = 0; i < 20; i++) {
            many = many.then(RELU);
        }
        long bytes = 4 * INPUT.elements();
        assertThat(Plan.of(one, INPUT, CPU).bytes()).isZero();
        assertThat(Plan.of(many, INPUT, CPU).bytes()).isEqualTo(2 * bytes);
    }

    @Test
    void outputsAreTheCallers() {
        Layer same = (_, input) -> input;
        Layer flat = (pass, input) -> pass.flow().reshape(input, Shape.of(66, 9));
        Tensor input = Tensors.random(1, 2, 9, 11, 3);
        for (Layer layer : List.of(same, flat)) {
            Tensor output = Plan.of(layer, INPUT, CPU).run(input);
            assertThat(output.floats()).isNotSameAs(input.floats()).isEqualTo(input.floats());
        }
        Plan plan = Plan.of(network(), INPUT, CPU);
        Tensor first = plan.run(input);
        double[] before = Tensors.doubles(first);
        plan.run(Tensors.random(2, 2, 9, 11, 3));
        assertThat(Tensors.doubles(first)).isEqualTo(before);
    }

    @Test
    void whatDependsOnConstantsAloneIsComputedOnce() {
        Tensor three = Tensor.of(new float[] {3}, 1);
        Layer scaled =
                (pass, input) -> {
                    Variable constant = pass.flow().constant(three);
                    Variable nine =
                            pass.run(new PointOp.Binary(Arithmetic.MULTIPLY), constant, constant);
                    return pass.run(
                            new PointOp.Binary(Arithmetic.MULTIPLY),
                            input,
                            pass.flow().reshape(nine, Shape.of(1, 1)));
                };
        Plan plan = Plan.of(scaled, Shape.of(2, 2), CPU);
        assertThat(plan.steps()).isEqualTo(1);
        assertThat(plan.run(Tensor.of(new float[] {1, 2, 3, 4}, 2, 2)).floats())
                .containsExactly(9, 18, 27, 36);
    }

    @Test
    void severalThreadsMayRunIt() {
        Plan plan = Plan.of(network(), INPUT, CPU);
        List<Tensor> inputs = new ArrayList<>();
        List<double[]> expected = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            inputs.add(Tensors.random(i, 2, 9, 11, 3));
            expected.add(Tensors.doubles(plan.run(inputs.get(i))));
        }
        List<CompletableFuture<Tensor>> runs =
                inputs.stream()
                        .map(input -> CompletableFuture.supplyAsync(() -> plan.run(input)))
                        .toList();
        for (int i = 0; i < 16; i++) {
            assertThat(Tensors.doubles(runs.get(i).join())).isEqualTo(expected.get(i));
        }
    }

    @Test
    void anotherShapeIsAnError() {
        Plan plan = Plan.of(RELU, INPUT, CPU);
        assertThatThrownBy(() -> plan.run(Tensors.random(1, 2, 9, 11, 4)))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("[2,9,11,3]");
    }

    @Test
    void valuesAreNotThereYet() {
        Layer curious =
                (pass, input) -> {
                    input.tensor();
                    return input;
                };
        assertThatThrownBy(() -> Plan.of(curious, INPUT, CPU))
                .isInstanceOf(UnsupportedOpException.class)
                .hasMessageContaining("planned");
        Variable foreign = new Eager(CPU).constant(Tensors.random(1, 1));
        assertThatThrownBy(() -> Plan.of((pass, input) -> add(pass, input, foreign), INPUT, CPU))
                .isInstanceOf(ParameterException.class);
    }

    private static Variable add(Pass pass, Variable first, Variable second) {
        return pass.run(new PointOp.Binary(Arithmetic.ADD), first, second);
    }

    private static Tensor eager(Layer network, Tensor input) {
        Eager flow = new Eager(CPU);
        return network.forward(Pass.inference(flow), flow.constant(input)).tensor();
    }

    /// Two branches of convolutions with normalisations, one of them biased, joined, pooled and flattened.
    private static Layer network() {
        return network(UnaryOperator.identity());
    }

    private static Layer network(UnaryOperator<Scope> placing) {
        var parameters = new Parameters();
        Scope scope = placing.apply(Scope.of(parameters, new SplittableRandom(5)));
        Layer first =
                Convolution.biased(scope.in("a"), 3, 5, Window.of(3).padding(1))
                        .then(new BatchNormalization(scope.in("an"), 5))
                        .then(RELU);
        Layer second =
                Convolution.plain(scope.in("b"), 3, 4, Window.of(1))
                        .then(new BatchNormalization(scope.in("bn"), 4));
        long seed = 100;
        for (Parameter parameter : parameters.all()) {
            Tensor drawn = Tensors.random(seed++, parameter.tensor().shape().sizes());
            for (int i = 0; i < drawn.elements(); i++) {
                // Variances are not negative.
                drawn.floats()[i] =
                        parameter.name().endsWith("var")
                                ? Math.abs(drawn.floats()[i]) + 0.5f
                                : drawn.floats()[i];
            }
            drawn.copyInto(parameter.tensor());
        }
        return joined(first, second);
    }

    /// The same without normalisations.
    private static Layer plain() {
        Scope scope = Scope.of(new Parameters(), new SplittableRandom(5));
        return joined(
                Convolution.biased(scope.in("a"), 3, 5, Window.of(3).padding(1)).then(RELU),
                Convolution.plain(scope.in("b"), 3, 4, Window.of(1)));
    }

    private static Layer joined(Layer first, Layer second) {
        return (pass, input) -> {
            Variable both =
                    pass.flow()
                            .apply(
                                    new MoveOp.Concat(-1),
                                    List.of(
                                            first.forward(pass, input),
                                            second.forward(pass, input)))
                            .getFirst();
            Variable pooled = pass.run(new WindowOp.MaxPool(Window.of(2).stride(2)), both);
            Variable average = pass.run(new WindowOp.AdaptiveAveragePool(Size.square(1)), pooled);
            return pass.flow().reshape(average, Shape.of(input.shape().size(0), 9));
        };
    }
}
