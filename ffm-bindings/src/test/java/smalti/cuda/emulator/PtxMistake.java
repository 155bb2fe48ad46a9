package smalti.cuda.emulator;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A way to make a mistake: where a line is like this, that is put in place of the match.
public enum PtxMistake {
    /// A barrier is forgotten.
    LEFT_OUT_BARRIER("^\\s*bar\\.(?:warp\\.)?sync.*$", _ -> ""),
    /// A bound counts or does not.
    SHIFTED_COMPARISON(
            "(setp\\.)([lg][te]u?)(\\..*)",
            it -> it.group(1) + PtxMistake.shifted(it.group(2)) + it.group(3)),
    /// A bound or an offset is one off. What a number is compared with for equality is neither.
    SHIFTED_CONSTANT(
            "((?:setp\\.[lg][te]|add|sub|mad)\\.\\S*[su](?:32|64)\\s.*, )(-?\\d+);",
            it -> it.group(1) + (Long.parseLong(it.group(2)) + 1) + ";"),
    /// A scale is twice as large.
    DOUBLED_FACTOR(
            "(mul\\.(?:wide|lo)\\.\\S+\\s.*, )(\\d+);",
            it -> it.group(1) + 2 * Long.parseLong(it.group(2)) + ";"),
    /// A scale is twice as large.
    DOUBLED_SHIFT(
            "(shl\\.b(?:32|64)\\s.*, )(\\d+);",
            it -> it.group(1) + (Long.parseLong(it.group(2)) + 1) + ";"),
    /// A choice is the other way round.
    SWAPPED_CHOICE(
            "(selp\\.\\S+\\s+\\S+ )(\\S+), (\\S+), (\\S+);",
            it -> it.group(1) + String.join(", ", it.group(3), it.group(2), it.group(4)) + ";"),
    /// A loop takes steps twice as large.
    DOUBLED_STEP(
            "(add\\.s(?:32|64)\\s+)(%\\w+), \\2, (%\\w+|-?\\d+);",
            it -> PtxMistake.doubled(it.group(1), it.group(2), it.group(3)));

    private static final Map<String, String> COMPARISONS =
            Map.of(
                    "lt", "le", "le", "lt", "gt", "ge", "ge", "gt", "ltu", "leu", "leu", "ltu",
                    "gtu", "geu", "geu", "gtu");

    /// What a line becomes.
    private interface Change {
        String of(MatchResult match);
    }

    private final Pattern line;
    private final Change change;

    PtxMistake(String line, Change change) {
        this.line = Pattern.compile(line);
        this.change = change;
    }

    private static String shifted(String comparison) {
        return String.valueOf(COMPARISONS.get(comparison));
    }

    private static String doubled(String opcode, String register, String step) {
        String once = opcode + register + ", " + register + ", " + step + "; ";
        return once + once;
    }

    /// The line with this mistake, if it can be made there.
    Optional<String> in(String text) {
        Matcher matcher = line.matcher(text);
        if (!matcher.find()) {
            return Optional.empty();
        }
        String after =
                text.substring(0, matcher.start())
                        + change.of(matcher.toMatchResult())
                        + text.substring(matcher.end());
        return Optional.of(after).filter(it -> !it.equals(text));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
