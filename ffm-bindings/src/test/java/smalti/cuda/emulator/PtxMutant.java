package smalti.cuda.emulator;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    private static final Pattern EQUALITY =
            Pattern.compile("setp\\.(?:eq|ne)u?\\.f\\d+\\s+%\\w+, (\\S+), (\\S+);");
    private static final Pattern ORDER =
            Pattern.compile("setp\\.[lg][te]u?\\.f\\d+\\s+%\\w+, (\\S+), (\\S+);");

    /// Two numbers that a kernel compares.
    private record Pair(String kernel, Set<String> numbers) {}

    /// All mistakes that can be made in the shipped files, in the order of files and lines, but those that change nothing as
    /// far as the text tells: where two numbers are also compared for equality, what happens to equal ones is decided there,
    /// and not by which of them is the larger.
    public static List<PtxMutant> ofCommitted() throws IOException, URISyntaxException {
        List<PtxMutant> mutants = new ArrayList<>();
        for (Path file : CommittedPtx.files()) {
            mutants.addAll(of(Files.readString(file)));
        }
        return mutants;
    }

    static List<PtxMutant> of(String file) {
        List<String> lines = file.lines().toList();
        List<Optional<String>> kernels = kernels(lines);
        Set<Pair> equal = new HashSet<>();
        for (int i = 0; i < lines.size(); i++) {
            pair(EQUALITY, kernels.get(i), lines.get(i)).ifPresent(equal::add);
        }
        List<PtxMutant> mutants = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            int number = i + 1;
            if (pair(ORDER, kernels.get(i), line).filter(equal::contains).isEmpty()) {
                kernels.get(i).ifPresent(name -> mutants.addAll(of(file, name, number, line)));
            }
        }
        return mutants;
    }

    /// For each line the kernel that it belongs to.
    private static List<Optional<String>> kernels(List<String> lines) {
        List<Optional<String>> kernels = new ArrayList<>();
        Optional<String> kernel = Optional.empty();
        for (String line : lines) {
            Matcher entry = ENTRY.matcher(line);
            kernel = entry.find() ? Optional.of(entry.group(1)) : kernel;
            kernels.add(kernel);
        }
        return kernels;
    }

    private static Optional<Pair> pair(Pattern comparison, Optional<String> kernel, String line) {
        Matcher matcher = comparison.matcher(line);
        return kernel.filter(_ -> matcher.find())
                .map(name ->
                        new Pair(name, Set.copyOf(List.of(matcher.group(1), matcher.group(2)))));
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
