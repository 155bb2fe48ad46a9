package smalti.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// What the figures were measured on, as far as it matters to them.
///
/// @param vectorBits the widest vectors that the processor tells of, 0 if it does not tell
record Machine(String java, int processors, int vectorBits) {
    static Machine current() {
        return new Machine(
                Runtime.version().toString(), Runtime.getRuntime().availableProcessors(), widest());
    }

    /// Asked of the operating system: the program itself runs without the vector module, only its workers have it.
    private static int widest() {
        try {
            String flags = Files.readString(Path.of("/proc/cpuinfo"));
            if (Pattern.compile("\\bavx512f\\b").matcher(flags).find()) {
                return 512;
            }
            return Pattern.compile("\\bavx2\\b").matcher(flags).find() ? 256 : 0;
        } catch (IOException notLinux) {
            return 0;
        }
    }

    @Override
    public String toString() {
        String vectors = vectorBits > 0 ? ", vectors of " + vectorBits + " bits" : "";
        return "JDK " + java + ", " + processors + " cores" + vectors;
    }
}
