package smalti.cuda.ptx;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What NVIDIA's assembler makes of a kernel on a GPU of a kind.
///
/// @param kernel its name
/// @param chip the compute capability, e.g. 90
/// @param registers a thread
/// @param stackBytes a thread, of local memory: 0 where everything fits into registers
/// @param spilledBytes stores and loads of registers that did not fit, together
record Assembly(String kernel, int chip, int registers, int stackBytes, int spilledBytes) {
    private static final Pattern KERNEL =
            Pattern.compile(
                    "Compiling entry function '(?<kernel>\\w+)' for 'sm_\\d+'"
                            + ".*?(?<stack>\\d+) bytes stack frame, (?<stores>\\d+) bytes spill stores, (?<loads>\\d+) bytes spill loads"
                            + ".*?Used (?<registers>\\d+) registers",
                    Pattern.DOTALL);

    /// Assembles all kernels of a file.
    static List<Assembly> of(Path assembler, Path ptx, int chip, Path output) {
        String report =
                Toolkit.output(
                        List.of(
                                assembler.toString(),
                                "-v",
                                "-arch=sm_" + chip,
                                "-O3",
                                "-o",
                                output.toString(),
                                ptx.toString()));
        List<Assembly> kernels = new ArrayList<>();
        Matcher kernel = KERNEL.matcher(report);
        while (kernel.find()) {
            kernels.add(
                    new Assembly(
                            kernel.group("kernel"),
                            chip,
                            Integer.parseInt(kernel.group("registers")),
                            Integer.parseInt(kernel.group("stack")),
                            Integer.parseInt(kernel.group("stores"))
                                    + Integer.parseInt(kernel.group("loads"))));
        }
        return kernels;
    }
}
