package smalti.cuda.emulator;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A kernel with one mistake made on purpose, to see whether tests notice.
///
/// @param original the file
/// @param line of the mistake, from 1
/// @param before what the line was
/// @param after what it is now; empty if it is left out
public record PtxMutant(
        String original, String kernel, PtxMistake mistake, int line, String before, String after) {
    private static final Pattern ENTRY = Pattern.compile("\\.entry\\s+(\\w+)");

    /// All mistakes that can be made in the shipped files, in the order of files and lines.
    public static List<PtxMutant> ofCommitted() throws IOException, URISyntaxException {
        List<PtxMutant> mutants = new ArrayList<>();
        for (Path file : CommittedPtx.files()) {
            mutants.addAll(of(Files.readString(file)));
        }
        return mutants;
    }

    static List<PtxMutant> of(String file) {
        List<PtxMutant> mutants = new ArrayList<>();
        List<String> lines = file.lines().toList();
        Optional<String> kernel = Optional.empty();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            Matcher entry = ENTRY.matcher(line);
            if (entry.find()) {
                kernel = Optional.of(entry.group(1));
            }
            int number = i + 1;
            kernel.ifPresent(name -> mutants.addAll(of(file, name, number, line)));
        }
        return mutants;
    }

    private static List<PtxMutant> of(String file, String kernel, int number, String line) {
        List<PtxMutant> mutants = new ArrayList<>();
        for (PtxMistake mistake : PtxMistake.values()) {
            mistake.in(line)
                    .ifPresent(after ->
                            mutants.add(
                                    new PtxMutant(
                                            file,
                                            kernel,
                                            mistake,
                                            number,
                                            line.strip(),
                                            after.strip())));
        }
        return mutants;
    }

    /// The file with the mistake, and without the instructions of all other kernels, which need not be read again.
    String text() {
        List<String> lines = new ArrayList<>(original.lines().toList());
        lines.set(line - 1, after);
        boolean other = false;
        for (int i = 0; i < lines.size(); i++) {
            Matcher entry = ENTRY.matcher(lines.get(i));
            boolean starts = entry.find();
            other = starts ? !entry.group(1).equals(kernel) : other;
            if (other) {
                boolean ends = lines.get(i).equals("}");
                lines.set(i, "");
                other = !ends;
            }
        }
        return String.join("\n", lines);
    }

    /// The file's kernels, compiled, one of them with the mistake.
    CompiledModule compile() {
        CompiledModule right = CompiledModule.of(original);
        PtxModule wrong = PtxParser.parse(text());
        Procedure procedure = wrong.entries().get(kernel);
        if (procedure == null) {
            throw new IllegalStateException("no kernel " + kernel);
        }
        Map<String, Kernel> kernels = new TreeMap<>(right.kernels());
        kernels.put(kernel, KernelCompiler.compile(wrong, procedure));
        return new CompiledModule(right.module(), kernels);
    }

    @Override
    public String toString() {
        return "%s, line %d: %s -> %s"
                .formatted(kernel, line, before, after.isEmpty() ? "left out" : after);
    }
}
