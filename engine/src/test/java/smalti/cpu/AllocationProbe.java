package smalti.cpu;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import smalti.cpu.work.Workers;
import smalti.device.Device;
import smalti.op.Layout;
import smalti.tensor.DType;
import smalti.tensor.Tensor;
import smalti.testkit.CaseTable;
import smalti.testkit.LabelPattern;
import smalti.testkit.OpCase;
import smalti.testkit.Scene;

/// Measures the memory that a call of a case takes in the steady state, in this process or in one of its own.
final class AllocationProbe {
    private static final int BLOCK = 50;

    /// One thread, whose memory is counted.
    private final Device device = new CpuDevice(new Workers(1));

    private final OpCase each;
    private final List<Tensor> inputs;
    private final List<Tensor> outputs;

    AllocationProbe(OpCase each) {
        this.each = each;
        this.inputs = each.inputs();
        this.outputs = device.run(each.op(), inputs);
    }

    /// The cases of a layout, always in the same order.
    static List<OpCase> cases(Layout layout) {
        Scene scene = Scene.of(1, 64, 64, 33).with(LabelPattern.BLOBS).with(layout);
        return CaseTable.on(scene, DType.F32);
    }

    static void computeWithOtherVectors() {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
            OtherVectors.compute();
        }
    }

    int outputs() {
        return outputs.size();
    }

    /// The bytes of a call as soon as they are below a limit, or at the end of the time.
    long bytesOfACall(long limit, Duration time) {
        long start = System.nanoTime();
        long bytes = bytesOfACall();
        while (bytes >= limit && System.nanoTime() - start < time.toNanos()) {
            bytes = bytesOfACall();
        }
        return bytes;
    }

    private long bytesOfACall() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int call = 0; call < BLOCK; call++) {
            device.runInto(each.op(), inputs, outputs);
        }
        return (threads.getCurrentThreadAllocatedBytes() - before) / BLOCK;
    }

    /// The same of a case in a process that computes nothing else.
    static long alone(Layout layout, int index, long limit, Duration time)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(AllocationProbe.class.getName());
        command.addAll(List.of(layout.name(), "" + index, "" + limit, "" + time.toSeconds()));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String printed =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("the process of " + layout + " case " + index + " failed");
        }
        return Long.parseLong(printed.strip());
    }

    /// Prints the bytes of a call of one case.
    public static void main(String[] arguments) {
        computeWithOtherVectors();
        OpCase each = cases(Layout.valueOf(arguments[0])).get(Integer.parseInt(arguments[1]));
        Duration time = Duration.ofSeconds(Long.parseLong(arguments[3]));
        System.out.println(
                new AllocationProbe(each).bytesOfACall(Long.parseLong(arguments[2]), time));
    }
}
