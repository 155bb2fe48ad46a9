package smalti.cuda.emulator;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The name of an instruction, e.g. `ld.global.nc.f32`, and its parts.
record Opcode(String text, List<String> parts) {
    /// Parts that change nothing here: hints to the cache, orders of memory that an interpreter keeps anyway, the default
    /// rounding, and that lanes go together.
    private static final Set<String> IGNORED =
            Set.of(
                    "nc",
                    "volatile",
                    "weak",
                    "relaxed",
                    "acquire",
                    "release",
                    "acq_rel",
                    "gpu",
                    "cta",
                    "sys",
                    "ca",
                    "cg",
                    "cs",
                    "lu",
                    "cv",
                    "wb",
                    "wt",
                    "uni",
                    "aligned",
                    "rn");

    static Opcode of(String text) {
        return new Opcode(text, List.of(text.split("\\.")));
    }

    /// The first part, e.g. `ld`.
    String base() {
        return parts.getFirst();
    }

    boolean has(String part) {
        return parts.subList(1, parts.size()).contains(part);
    }

    /// The last part as a type.
    PtxType type() {
        return typeFromEnd(0);
    }

    /// The part so many places before the last as a type.
    PtxType typeFromEnd(int places) {
        String part = parts.get(parts.size() - 1 - places);
        return PtxType.of(part)
                .orElseThrow(() -> new PtxSyntaxException("%s is no type".formatted(part)));
    }

    /// The name without what changes nothing here.
    String key() {
        return parts.stream()
                .filter(part -> !IGNORED.contains(part) && !part.contains("::"))
                .collect(Collectors.joining("."));
    }

    boolean isOneOf(String... bases) {
        return Arrays.asList(bases).contains(base());
    }
}
