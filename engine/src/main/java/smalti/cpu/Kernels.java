package smalti.cpu;

import smalti.cpu.kernel.ConvolutionKernels;
import smalti.cpu.kernel.GemmKernels;
import smalti.cpu.kernel.NormKernels;
import smalti.cpu.kernel.PaintKernels;
import smalti.cpu.kernel.PointKernels;
import smalti.cpu.kernel.ProbeKernels;
import smalti.cpu.kernel.ReduceKernels;
import smalti.cpu.kernel.SlicKernels;
import smalti.cpu.kernel.SlopeKernels;
import smalti.cpu.kernel.WindowKernels;
import smalti.cpu.scalar.ScalarDepthwiseKernels;
import smalti.cpu.scalar.ScalarFinishKernels;
import smalti.cpu.scalar.ScalarGemmKernels;
import smalti.cpu.scalar.ScalarNormKernels;
import smalti.cpu.scalar.ScalarPaintKernels;
import smalti.cpu.scalar.ScalarPointKernels;
import smalti.cpu.scalar.ScalarProbeKernels;
import smalti.cpu.scalar.ScalarReduceKernels;
import smalti.cpu.scalar.ScalarSlicKernels;
import smalti.cpu.scalar.ScalarSlopeKernels;
import smalti.cpu.scalar.ScalarWindowKernels;
import smalti.cpu.scalar.ScalarWinogradKernels;
import smalti.cpu.simd.SimdDepthwiseKernels;
import smalti.cpu.simd.SimdFinishKernels;
import smalti.cpu.simd.SimdGemmKernels;
import smalti.cpu.simd.SimdNormKernels;
import smalti.cpu.simd.SimdPaintKernels;
import smalti.cpu.simd.SimdPointKernels;
import smalti.cpu.simd.SimdProbeKernels;
import smalti.cpu.simd.SimdReduceKernels;
import smalti.cpu.simd.SimdSlicKernels;
import smalti.cpu.simd.SimdSlopeKernels;
import smalti.cpu.simd.SimdWindowKernels;
import smalti.cpu.simd.SimdWinogradKernels;
import smalti.error.ParameterException;

/// The kernels that the CPU device computes with: on the Vector API where the machine and its JVM run it fast, plain
/// Java elsewhere, or as the property [#PROPERTY] asks.
///
/// @param name `simd` or `scalar`
/// @param reason why these were chosen, for people
/// @param firstSlic the kernels of the first superpixels, before the others are worth compiling
/// @param firstGemm the same of the first matrix products
/// @param firstConvolution the same of the first convolutions
public record Kernels(
        String name,
        String reason,
        ReduceKernels reduce,
        SlopeKernels slopes,
        PaintKernels paint,
        ProbeKernels probe,
        SlicKernels firstSlic,
        SlicKernels slic,
        GemmKernels firstGemm,
        GemmKernels gemm,
        ConvolutionKernels firstConvolution,
        ConvolutionKernels convolution,
        PointKernels points,
        WindowKernels windows,
        NormKernels norms) {
    /// The system property that asks for `scalar` or `simd` kernels.
    public static final String PROPERTY = "smalti.kernels";

    private static final int FEWEST_BITS = 128;

    /// What the property asks for, else the fastest that work here.
    public static Kernels chosen() {
        return switch (System.getProperty(PROPERTY)) {
            case "scalar" -> scalar("asked for");
            case "simd" -> simd("asked for");
            case null -> fastest();
            case String other -> throw new ParameterException(PROPERTY, "scalar or simd", other);
        };
    }

    /// Kernels in plain Java.
    public static Kernels scalar(String reason) {
        var slic = new ScalarSlicKernels();
        var gemm = new ScalarGemmKernels();
        var convolution =
                new ConvolutionKernels(
                        new ScalarWinogradKernels(),
                        new ScalarDepthwiseKernels(),
                        new ScalarFinishKernels());
        return new Kernels(
                "scalar",
                reason,
                new ScalarReduceKernels(),
                new ScalarSlopeKernels(),
                new ScalarPaintKernels(),
                new ScalarProbeKernels(),
                slic,
                slic,
                gemm,
                gemm,
                convolution,
                convolution,
                new ScalarPointKernels(),
                new ScalarWindowKernels(),
                new ScalarNormKernels());
    }

    /// Kernels on the Vector API, which must be there.
    public static Kernels simd(String reason) {
        var slic = new SimdSlicKernels();
        var gemm = new SimdGemmKernels();
        var convolution =
                new ConvolutionKernels(
                        new SimdWinogradKernels(),
                        new SimdDepthwiseKernels(),
                        new SimdFinishKernels());
        return new Kernels(
                "simd",
                reason,
                new SimdReduceKernels(),
                new SimdSlopeKernels(),
                new SimdPaintKernels(),
                new SimdProbeKernels(),
                slic,
                slic,
                gemm,
                gemm,
                convolution,
                convolution,
                new SimdPointKernels(),
                new SimdWindowKernels(),
                new SimdNormKernels());
    }

    /// The same, but for the first superpixels and matrix products in plain Java: one picture of a command line is done
    /// before vectors are compiled.
    private Kernels warmingUp() {
        return new Kernels(
                name,
                reason,
                reduce,
                slopes,
                paint,
                probe,
                new ScalarSlicKernels(),
                slic,
                new ScalarGemmKernels(),
                gemm,
                new ConvolutionKernels(
                        new ScalarWinogradKernels(),
                        new ScalarDepthwiseKernels(),
                        new ScalarFinishKernels()),
                convolution,
                points,
                windows,
                norms);
    }

    /// Looks for a class, not in the boot layer: a program may load the module after its start.
    private static boolean canReadVectors() {
        try {
            Class<?> vector = Class.forName("jdk.incubator.vector.Vector", false, null);
            return Kernels.class.getModule().canRead(vector.getModule());
        } catch (ClassNotFoundException _) {
            return false;
        }
    }

    private static Kernels fastest() {
        if (!canReadVectors()) {
            return scalar(
                    "the module jdk.incubator.vector is missing; add --add-modules jdk.incubator.vector");
        }
        String vm =
                System.getProperty("java.vm.name", "")
                        + " "
                        + System.getProperty("java.vm.info", "");
        if (!vm.contains("Server VM") && !vm.contains("64-Bit")) {
            return scalar("vectors are slow without the C2 compiler, and this is " + vm);
        }
        if (vm.contains("interpreted mode")) {
            return scalar("vectors are slow without the C2 compiler, and this VM interprets");
        }
        int bits = smalti.cpu.simd.SimdSupport.bits();
        return bits < FEWEST_BITS
                ? scalar("vectors here have " + bits + " bits")
                : simd(bits + "-bit vectors").warmingUp();
    }
}
