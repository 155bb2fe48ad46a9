package smalti.bench.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// What the operating system tells of the processor: the program itself runs without the vector module, only its workers
/// have it.
public final class Processor {
    private Processor() {}

    /// The widest vectors that the processor tells of, 0 if it does not tell.
    public static int vectorBits() {
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
}
