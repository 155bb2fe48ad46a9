package smalti.cuda;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import net.jqwik.api.Tag;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;
import smalti.cuda.convolution.ConvolutionPartsTest;
import smalti.cuda.matrix.KernelGemmProperties;
import smalti.cuda.matrix.SquaredDistancesTest;
import smalti.cuda.window.SwitchesTest;
import smalti.device.Device;
import smalti.error.UnsupportedOpException;
import smalti.op.LossOp;
import smalti.op.PointOp;
import smalti.op.Transposition;
import smalti.tensor.DType;
import smalti.testkit.CaseTable;
import smalti.testkit.DeviceConformance;
import smalti.testkit.OpCase;
import smalti.testkit.Scene;
import smalti.testkit.ValuePattern;
import smalti.testkit.promise.OnDevice;

/// A test that can be done on any [EmulatedDevice#tested()].
record Check(String name, Runnable work) {
    /// Test classes whose examples are checks.
    private static final List<Class<?>> EXAMPLES =
            List.of(
                    ElementOperatorsTest.class,
                    BroadcastTest.class,
                    BroadcastTest.class,
                    ConvolutionPartsTest.class,
                    KernelGemmProperties.class,
                    PlacedLabelsTest.class,
                    SquaredDistancesTest.class,
                    SwitchesTest.class,
                    Conformance.class,
                    Superpixels.class);

    static final class Conformance extends DeviceConformance {
        @Override
        public Device device() {
            return EmulatedDevice.tested().device();
        }
    }

    static final class Superpixels extends SuperpixelParity {
        @Override
        protected Device gpu() {
            return EmulatedDevice.tested().device();
        }
    }

    /// All checks of this module that are quick enough to be done for many wrong kernels.
    static Stream<Check> all() {
        return Stream.of(
                        cases(),
                        views(),
                        EXAMPLES.stream().flatMap(Check::examples),
                        superpixels(),
                        products())
                .flatMap(each -> each);
    }

    private static Stream<Check> cases() {
        return Stream.of(CoveringCases.values())
                .flatMap(CoveringCases::cases)
                .map(each ->
                        new Check(each.toString(), () -> compare(EmulatedDevice.tested(), each)));
    }

    /// Cases on views that begin where no vector does.
    private static Stream<Check> views() {
        Stream<OpCase> small =
                Stream.of(DType.values())
                        .flatMap(dtype -> CaseTable.on(Scene.of(1, 4, 8, 8), dtype).stream());
        Stream<OpCase> large =
                CoveringCasesTest.LARGE_VIEWS.stream()
                        .flatMap(scene -> CaseTable.on(scene, DType.F32).stream())
                        .filter(each ->
                                each.op() instanceof PointOp || each.op() instanceof LossOp);
        return Stream.concat(small, large)
                .map(each ->
                        new Check(
                                "displaced " + each,
                                () ->
                                        compare(
                                                new DisplacedTensors(
                                                        EmulatedDevice.tested().device(),
                                                        1,
                                                        _ -> true),
                                                each)));
    }

    private static void compare(OnDevice on, OpCase subject) {
        try {
            on.checkAgainstReference(subject);
        } catch (UnsupportedOpException notOffered) {
            // The properties tell what must be offered.
            return;
        }
    }

    /// The tests of a class that take nothing, but for those that take long.
    private static Stream<Check> examples(Class<?> tests) {
        return AnnotationSupport.findAnnotatedMethods(
                        tests, Testable.class, HierarchyTraversalMode.TOP_DOWN)
                .stream()
                .filter(each -> each.getParameterCount() == 0)
                .filter(each -> !each.isAnnotationPresent(Tag.class))
                .map(each ->
                        new Check(
                                tests.getSimpleName() + "." + each.getName(),
                                () -> invoke(tests, each)));
    }

    private static void invoke(Class<?> tests, Method test) {
        ReflectionSupport.invokeMethod(test, ReflectionSupport.newInstance(tests));
    }

    /// Small pictures for the properties of superpixels.
    private static Stream<Check> superpixels() {
        var random = new SplittableRandom(11);
        var parity = new Superpixels();
        List<Check> checks = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            int height = random.nextInt(5, 40);
            int width = random.nextInt(5, 70);
            int segments = random.nextInt(2, 60);
            int few = i % 4;
            checks.add(
                    new Check(
                            "colours " + i,
                            () ->
                                    parity.coloursOfAnySize(
                                            height, width, segments, 3 * few, few == 1, few, few)));
            checks.add(
                    new Check(
                            "iterations " + i,
                            () ->
                                    parity.anyIterationsAndPartsAndLabels(
                                            1 + few, 0.5 * few, 0.3 * few, few % 2, segments,
                                            few)));
            for (int channels = 1; channels < 8; channels++) {
                int drawn = channels;
                if (channels % 8 == i) {
                    for (int type = 0; type < 4; type++) {
                        int which = type;
                        checks.add(
                                new Check(
                                        "samples " + i + " " + type,
                                        () ->
                                                parity.samplesOfAnyTypeAndNumber(
                                                        drawn,
                                                        which,
                                                        segments,
                                                        which % 2 == 0,
                                                        which == 1,
                                                        which)));
                    }
                }
            }
            checks.add(
                    new Check(
                            "regions " + i,
                            () ->
                                    parity.regionsOfBatches(
                                            1 + few % 2, height, width, segments, few % 3, few)));
            checks.add(
                    new Check(
                            "two colours " + i,
                            () ->
                                    parity.noiseInTwoColours(
                                            8 + height / 2, width + 3, segments, 1 + few, few)));
            checks.add(
                    new Check(
                            "none " + i,
                            () ->
                                    parity.picturesWithoutColour(
                                            height, width, 4 * segments, 0.25 * few)));
            checks.add(
                    new Check(
                            "noise " + i,
                            () -> parity.noiseOfManyParts(height, width, 2 * segments, few)));
            checks.add(
                    new Check(
                            "strips " + i,
                            () -> parity.strips(7 * height, segments, few > 1, few)));
            checks.add(
                    new Check(
                            "grids " + i,
                            () -> parity.grids(2 * height, width, 20 * segments, few % 2)));
            checks.add(
                    new Check(
                            "cut grids " + i,
                            () ->
                                    parity.gridsThatARegionCuts(
                                            height, width, segments, 0.3 * few, few)));
        }
        return checks.stream();
    }

    private static Stream<Check> products() {
        var random = new SplittableRandom(12);
        List<Integer> sizes = List.of(2, 3, 7, 16, 31, 63, 64, 65, 68, 100);
        List<Check> checks = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            int rows = sizes.get(random.nextInt(sizes.size()));
            int columns = sizes.get(random.nextInt(sizes.size()));
            int depth = random.nextInt(41);
            int batch = random.nextInt(1, 4);
            int shift = random.nextInt(5);
            int gap = random.nextInt(5);
            int which = i;
            checks.add(
                    new Check(
                            "product " + i,
                            () ->
                                    new KernelGemmProperties()
                                            .theBitsAreThoseOfThePlainLoop(
                                                    rows,
                                                    columns,
                                                    depth,
                                                    batch,
                                                    Transposition.values()[which % 4],
                                                    shift,
                                                    gap,
                                                    which % 3 == 0,
                                                    ValuePattern.values()[which % 6],
                                                    which)));
        }
        return checks.stream();
    }
}
