package smalti.file;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import smalti.error.FormatException;

/// Steps through JSON text byte by byte, so that every trouble has its byte in the file. Knows the little that headers of
/// tensor files need: punctuation, strings, and whole numbers of at least 0.
final class JsonCursor {
    private final String file;
    private final byte[] text;
    private final int textStart;
    private int at;

    /// @param textStart the byte of the file at which `text` starts
    JsonCursor(String file, byte[] text, int textStart) {
        this.file = file;
        this.text = text;
        this.textStart = textStart;
    }

    /// The byte of the file that comes next.
    long offset() {
        return textStart + (long) at;
    }

    FormatException trouble(String what) {
        return troubleAt(offset(), what);
    }

    FormatException troubleAt(long offset, String what) {
        return new FormatException(file, offset, what);
    }

    /// Whether `wanted` comes next; then it is passed over.
    boolean accept(char wanted) {
        skipBlanks();
        if (at < text.length && text[at] == wanted) {
            at++;
            return true;
        }
        return false;
    }

    void expect(char wanted) {
        if (!accept(wanted)) {
            throw trouble("the header needs " + wanted);
        }
    }

    /// Passes over what separates the members of an object or array.
    ///
    /// @param first whether no member came yet
    /// @return whether another one follows before `end`
    boolean next(boolean first, char end) {
        if (accept(end)) {
            return false;
        }
        if (!first) {
            expect(',');
        }
        return true;
    }

    void expectEnd() {
        skipBlanks();
        if (at < text.length) {
            throw trouble("the header goes on behind its object");
        }
    }

    private void skipBlanks() {
        while (at < text.length
                && (text[at] == ' ' || text[at] == '\n' || text[at] == '\r' || text[at] == '\t')) {
            at++;
        }
    }

    long number() {
        skipBlanks();
        int start = at;
        while (at < text.length && text[at] >= '0' && text[at] <= '9') {
            at++;
        }
        String digits = new String(text, start, at - start, StandardCharsets.US_ASCII);
        if (digits.isEmpty() || (digits.length() > 1 && digits.charAt(0) == '0')) {
            throw troubleAt(
                    textStart + (long) start, "the header needs a whole number of at least 0");
        }
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException tooLarge) {
            throw troubleAt(textStart + (long) start, digits + " is over the limit of 2^63-1");
        }
    }

    String string() {
        expect('"');
        StringBuilder decoded = new StringBuilder();
        while (true) {
            int plain = at;
            while (at < text.length
                    && text[at] != '"'
                    && text[at] != '\\'
                    && (text[at] & 0xFF) >= ' ') {
                at++;
            }
            decoded.append(utf8(plain, at));
            if (at == text.length || (text[at] & 0xFF) < ' ') {
                throw trouble("a string of the header does not end");
            }
            if (text[at++] == '"') {
                return decoded.toString();
            }
            decoded.append(escaped());
        }
    }

    private String utf8(int from, int to) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text, from, to - from))
                    .toString();
        } catch (CharacterCodingException notText) {
            throw troubleAt(textStart + (long) from, "a string of the header is not UTF-8");
        }
    }

    /// What a backslash was before.
    private char escaped() {
        char kind = at < text.length ? (char) text[at++] : ' ';
        return switch (kind) {
            case '"', '\\', '/' -> kind;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                int digits = at;
                at = Math.min(text.length, at + 4);
                String hex = new String(text, digits, at - digits, StandardCharsets.ISO_8859_1);
                if (hex.length() < 4 || !hex.chars().allMatch(HexFormat::isHexDigit)) {
                    throw troubleAt(
                            textStart + (long) digits,
                            "an escape of the header needs four hex digits");
                }
                yield (char) HexFormat.fromHexDigits(hex);
            }
            default -> throw troubleAt(textStart + at - 1L, "the header has an unknown escape");
        };
    }
}
