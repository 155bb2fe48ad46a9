package smalti.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import smalti.device.Device;
import smalti.device.Devices;
import smalti.file.SafetensorsReader;
import smalti.grad.Eager;
import smalti.grad.Variable;
import smalti.nn.Parameters;
import smalti.nn.Pass;
import smalti.nn.Scope;
import smalti.nn.WeightFile;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;
import smalti.testkit.RealData;

/// Trained networks against outputs that others computed.
@Tag("data")
class GoldenTest {
    private static final double RELATIVE = 1e-4;
    private static final Device DEVICE = Devices.named("cpu");

    private final Eager flow = new Eager(DEVICE);
    private final Pass pass = Pass.inference(flow);

    @Test
    void squeezeNetIsWithinRoundingOfTheIndependentReference() throws IOException {
        SqueezeNet network = squeezeNet();
        try (var golden = golden("squeezenet1_1_webnn_0")) {
            Tensor input = channelsLast(golden.read("input"));
            Tensor logits = network.forward(pass, flow.constant(input)).tensor();
            assertThat(largestDifference(logits, golden.read("logits"))).isLessThan(2e-4);
        }
    }

    @Test
    void squeezeNetOfPhotos() throws IOException {
        SqueezeNet network = squeezeNet();
        for (String photo : new String[] {"coffee", "16_5"}) {
            try (var golden = golden("squeezenet1_1_photo_" + photo)) {
                Variable input = flow.constant(prepared(golden, Normalizing.IMAGENET));
                agree(network.features(pass, input), channelsLast(golden.read("fire9")));
                agree(network.forward(pass, input), golden.read("logits"));
            }
        }
    }

    @Test
    void mobileNetOfAPhoto() throws IOException {
        MobileNetV2 network = load("mobilenet_v2", MobileNetV2::new);
        try (var golden = golden("mobilenet_v2_photo_coffee")) {
            Variable input = flow.constant(prepared(golden, Normalizing.IMAGENET));
            agree(network.features(pass, input), channelsLast(golden.read("block16")));
            agree(network.forward(pass, input), channelsLast(golden.read("head")));
        }
    }

    @Test
    void vggOfAPhoto() throws IOException {
        Vgg16 network = load("vgg16_conv1_conv2", scope -> new Vgg16(scope, 2));
        try (var golden = golden("vgg16_photo_coffee")) {
            Tensor pixels = golden.read("input_u8_hwc_rgb").to(DType.F32);
            float[] rgb = pixels.floats();
            float[] mean = {103.939f, 116.779f, 123.68f};
            float[] bgr = new float[rgb.length];
            for (int i = 0; i < rgb.length; i++) {
                bgr[i] = rgb[i / 3 * 3 + 2 - i % 3] - mean[i % 3];
            }
            Tensor input = Tensor.of(bgr, 1, 64, 64, 3);
            agree(
                    network.block(pass, flow.constant(input), 2),
                    channelsLast(golden.read("conv2_2_relu")));
        }
    }

    @Test
    void deepLabOfAPhoto() throws IOException {
        DeepLab network = load("deeplabv3_mnv2_voc", scope -> new DeepLab(scope, 21));
        try (var golden = golden("deeplabv3_mnv2_weak_1_18")) {
            Variable input = flow.constant(prepared(golden, Normalizing.SIGNED));
            Variable scores = network.forward(pass, input);
            agree(scores, channelsLast(golden.read("logits_65x65")));
            Tensor full =
                    Resizing.scores(DEVICE, scores.tensor(), new smalti.op.Size(513, 513), true);
            assertThat(share(ClassMap.of(full), golden.read("argmax_513"))).isGreaterThan(0.9999);
        }
    }

    @Test
    void enetOfAStreet() throws IOException {
        Enet network = load("enet_camvid", scope -> new Enet(scope, 12));
        try (var golden = golden("enet_camvid_0016E5_07959")) {
            Variable scores =
                    network.forward(pass, flow.constant(prepared(golden, Normalizing.UNIT)));
            assertThat(scores.shape()).isEqualTo(Shape.of(1, 360, 480, 12));
            Tensor expected = channelsLast(golden.read("logits_every4"));
            float[] every4 = new float[90 * 120 * 12];
            for (int i = 0; i < every4.length; i++) {
                int channel = i % 12;
                int x = i / 12 % 120 * 4;
                int y = i / 12 / 120 * 4;
                every4[i] = (float) scores.tensor().get((y * 480 + x) * 12 + channel);
            }
            agree(flow.constant(Tensor.of(every4, 1, 90, 120, 12)), expected);
            assertThat(share(ClassMap.of(scores.tensor()), golden.read("argmax")))
                    .isGreaterThan(0.9999);
        }
    }

    private static SqueezeNet squeezeNet() throws IOException {
        return load("squeezenet1_1", scope -> new SqueezeNet(scope, 1000));
    }

    private static <T> T load(String name, Function<Scope, T> builder) throws IOException {
        var parameters = new Parameters();
        T network = builder.apply(Scope.of(parameters, new SplittableRandom(0)));
        WeightFile.read(weights(name + ".safetensors"), parameters);
        return network;
    }

    private static Path weights(String name) {
        return RealData.at("weights/" + name);
    }

    private static SafetensorsReader golden(String name) throws IOException {
        return SafetensorsReader.open(weights("golden/" + name + ".safetensors"));
    }

    private static Tensor prepared(SafetensorsReader golden, Normalizing normalizing)
            throws IOException {
        Tensor pixels = golden.read("input_u8_hwc").to(DType.F32);
        Shape shape = pixels.shape();
        return normalizing.apply(pixels.reshape(1, shape.size(0), shape.size(1), shape.size(2)));
    }

    /// `[C,H,W]` as `[1,H,W,C]`.
    private static Tensor channelsLast(Tensor map) {
        int channels = map.shape().size(0);
        int pixels = map.shape().size(1) * map.shape().size(2);
        float[] values = new float[channels * pixels];
        for (int i = 0; i < values.length; i++) {
            values[i % pixels * channels + i / pixels] = (float) map.get(i);
        }
        return Tensor.of(values, 1, map.shape().size(1), map.shape().size(2), channels);
    }

    /// Differences relative to the largest value.
    private static void agree(Variable actual, Tensor expected) {
        double largest = 0;
        for (int i = 0; i < expected.elements(); i++) {
            largest = Math.max(largest, Math.abs(expected.get(i)));
        }
        assertThat(largestDifference(actual.tensor(), expected)).isLessThan(RELATIVE * largest);
    }

    private static double largestDifference(Tensor actual, Tensor expected) {
        assertThat(actual.elements()).isEqualTo(expected.elements());
        double largest = 0;
        for (int i = 0; i < expected.elements(); i++) {
            largest = Math.max(largest, Math.abs(actual.get(i) - expected.get(i)));
        }
        return largest;
    }

    private static double share(Tensor actual, Tensor expected) {
        int equal = 0;
        for (int i = 0; i < expected.elements(); i++) {
            equal += actual.get(i) == expected.get(i) ? 1 : 0;
        }
        return (double) equal / expected.elements();
    }
}
