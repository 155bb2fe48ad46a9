package smalti.bench.gpu;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import smalti.device.Devices;
import smalti.op.Layout;
import smalti.op.Reduction;
import smalti.op.SegmentOp;
import smalti.segment.SegmentMap;
import smalti.tensor.Tensor;

/// The time from the start of a process to its first result, kernels compiled on the way. It is a process of its own.
final class FirstResult {
    private static final int SIDE = 64;

    private FirstResult() {}

    /// Pools once, and ends.
    public static void main(String[] arguments) {
        SegmentMap map = SegmentMap.of(new int[SIDE * SIDE], SIDE, SIDE);
        Tensor features = Tensor.of(new float[SIDE * SIDE], 1, SIDE, SIDE, 1);
        var mean = new SegmentOp.Reduce(map, List.of(Reduction.MEAN), Layout.NHWC, false, 0);
        Tensor result = Devices.named(arguments[0]).run(mean, features);
        System.out.println(result.get(0));
    }

    /// Seconds of a whole process that pools once.
    static double seconds(String device) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(
                List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        FirstResult.class.getName(),
                        device));
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("a process that pools once failed: " + output.strip());
        }
        return (System.nanoTime() - start) / 1e9;
    }
}
