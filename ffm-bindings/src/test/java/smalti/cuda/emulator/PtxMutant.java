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
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A kernel with one mistake made on purpose, to see whether tests notice.
///
/// @param original the file
/// @param line of the mistake, from 1
/// @param before what the line was
/// @param after what it is now; empty if it is left out
public record PtxMutant(String original, String kernel, int line, String before, String after) {
    private static final Pattern ENTRY = Pattern.compile("\\.entry\\s+(\\w+)");
    private static final Map<String, String> COMPARISONS =
            Map.of(
                    "lt", "le", "le", "lt", "gt", "ge", "ge", "gt", "ltu", "leu", "leu", "ltu",
                    "gtu", "geu", "geu", "gtu");

    /// A way to make a mistake: where a line is like this, that is put in place of the match.
    private record Mistake(Pattern line, Change change) {
        Mistake(String line, Change change) {
            this(Pattern.compile(line), change);
        }
    }

    /// What a line becomes.
    private interface Change {
        String of(MatchResult match);
    }

    private static final List<Mistake> MISTAKES =
            List.of(
                    // A barrier is forgotten.
                    new Mistake("^\\s*bar\\.(?:warp\\.)?sync.*$", _ -> ""),
                    // A bound is one off.
                    new Mistake(
                            "(setp\\.)([lg][te]u?)(\\..*)",
                            it -> it.group(1) + COMPARISONS.get(it.group(2)) + it.group(3)),
                    new Mistake(
                            "((?:setp|add|sub|mad)\\.\\S*[su](?:32|64)\\s.*, )(-?\\d+);",
                            it -> it.group(1) + (Long.parseLong(it.group(2)) + 1) + ";"),
                    // A scale is twice as large.
                    new Mistake(
                            "(mul\\.(?:wide|lo)\\.\\S+\\s.*, )(\\d+);",
                            it -> it.group(1) + 2 * Long.parseLong(it.group(2)) + ";"),
                    new Mistake(
                            "(shl\\.b(?:32|64)\\s.*, )(\\d+);",
                            it -> it.group(1) + (Long.parseLong(it.group(2)) + 1) + ";"),
                    // A choice is the other way round.
                    new Mistake(
                            "(selp\\.\\S+\\s+\\S+ )(\\S+), (\\S+), (\\S+);",
                            it ->
                                    it.group(1)
                                            + String.join(
                                                    ", ", it.group(3), it.group(2), it.group(4))
                                            + ";"),
                    // A loop takes steps twice as large.
                    new Mistake(
                            "(add\\.s(?:32|64)\\s+)(%\\w+), \\2, (%\\w+|-?\\d+);",
                            it -> doubled(it.group(1), it.group(2), it.group(3))));

    private static String doubled(String opcode, String register, String step) {
        String once = opcode + register + ", " + register + ", " + step + "; ";
        return once + once;
    }

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
        for (Mistake mistake : MISTAKES) {
            Matcher matcher = mistake.line().matcher(line);
            if (matcher.find()) {
                String after =
                        line.substring(0, matcher.start())
                                + mistake.change().of(matcher.toMatchResult())
                                + line.substring(matcher.end());
                if (!after.equals(line)) {
                    mutants.add(new PtxMutant(file, kernel, number, line.strip(), after.strip()));
                }
            }
        }
        return mutants;
    }

    /// The file with the mistake.
    String text() {
        List<String> lines = new ArrayList<>(original.lines().toList());
        lines.set(line - 1, after);
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
