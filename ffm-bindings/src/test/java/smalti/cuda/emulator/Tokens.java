package smalti.cuda.emulator;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The words and signs of a file of PTX, read from left to right.
final class Tokens {
    private static final Pattern TOKEN =
            Pattern.compile(
                    "(?<skip>\\s+|//[^\\n]*|/\\*.*?\\*/)|(?<word>\\.\\w+|(?:[%$\\w.]|::)+)|(?<text>\"[^\"]*\")|(?<sign>.)",
                    Pattern.DOTALL);

    private record Token(String text, int line, int start, int end) {}

    private final String file;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    Tokens(String file) {
        this.file = file;
        Matcher matcher = TOKEN.matcher(file);
        int line = 1;
        while (matcher.find()) {
            if (matcher.group("skip") == null) {
                tokens.add(new Token(matcher.group(), line, matcher.start(), matcher.end()));
            }
            for (int i = matcher.start(); i < matcher.end(); i++) {
                line += file.charAt(i) == '\n' ? 1 : 0;
            }
        }
    }

    boolean atEnd() {
        return at == tokens.size();
    }

    /// The next one, which stays; empty at the end.
    String peek() {
        return atEnd() ? "" : tokens.get(at).text();
    }

    String next() {
        if (atEnd()) {
            throw new PtxSyntaxException("the file ends too early");
        }
        return tokens.get(at++).text();
    }

    /// Takes the next one if it is this.
    boolean take(String expected) {
        boolean there = peek().equals(expected);
        at += there ? 1 : 0;
        return there;
    }

    void expect(String expected) {
        if (!take(expected)) {
            throw new PtxSyntaxException(
                    "%s expected, and there is %s".formatted(expected, peek()));
        }
    }

    /// A whole number.
    int number() {
        return Integer.decode(next());
    }

    /// The line of the next one.
    int line() {
        return tokens.get(Math.min(at, tokens.size() - 1)).line();
    }

    int position() {
        return at;
    }

    /// The file's text from that position to before the next one, without breaks.
    String since(int position) {
        String text = file.substring(tokens.get(position).start(), tokens.get(at - 1).end());
        return text.replaceAll("\\s+", " ");
    }

    /// Passes over all up to and with this.
    void skipPast(String last) {
        while (!next().equals(last)) {
            // goes on
        }
    }
}
