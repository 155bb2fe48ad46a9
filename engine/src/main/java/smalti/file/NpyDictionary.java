package smalti.file;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import smalti.error.FormatException;
import smalti.error.ShapeException;
import smalti.tensor.Shape;

/// The dictionary in a `.npy` header, a small piece of Python: `{'descr': '<f4', 'fortran_order': False, 'shape': (3,4), }`.
/// Exactly these three keys, each once, in any order.
final class NpyDictionary {
    /// NumPy's own limit.
    private static final int MOST_DIMENSIONS = 64;

    private final String file;
    private final String text;
    private final int textStart;
    private int at;
    private Optional<String> description = Optional.empty();
    private Optional<Boolean> fortranOrder = Optional.empty();
    private Optional<Shape> shape = Optional.empty();

    /// @param textStart the byte of the file at which `text` starts
    NpyDictionary(String file, String text, int textStart) {
        this.file = file;
        this.text = text;
        this.textStart = textStart;
    }

    /// @param dataStart where the elements start
    NpyHeader header(int dataStart) {
        expect('{');
        while (!accept('}')) {
            int keyAt = at;
            String key = string();
            expect(':');
            boolean again =
                    switch (key) {
                        case "descr" -> {
                            boolean known = description.isPresent();
                            description = Optional.of(descr());
                            yield known;
                        }
                        case "fortran_order" -> {
                            boolean known = fortranOrder.isPresent();
                            fortranOrder = Optional.of(truth());
                            yield known;
                        }
                        case "shape" -> {
                            boolean known = shape.isPresent();
                            shape = Optional.of(tuple());
                            yield known;
                        }
                        default ->
                                throw trouble(keyAt, "the header has an unknown key '" + key + "'");
                    };
            if (again) {
                throw trouble(keyAt, "the header has the key '" + key + "' twice");
            }
            if (!accept(',')) {
                expect('}');
                break;
            }
        }
        skipBlanks();
        if (at < text.length()) {
            throw trouble(at, "the header goes on behind its dictionary");
        }
        String type = description.orElseThrow(() -> missing("descr"));
        return new NpyHeader(
                elementType(type),
                type.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
                fortranOrder.orElseThrow(() -> missing("fortran_order")),
                shape.orElseThrow(() -> missing("shape")),
                dataStart);
    }

    private ElementType elementType(String type) {
        ElementType element =
                switch (type.substring(Math.min(1, type.length()))) {
                    case "f2" -> ElementType.F16;
                    case "f4" -> ElementType.F32;
                    case "f8" -> ElementType.F64;
                    case "b1" -> ElementType.BOOL;
                    case "i1" -> ElementType.I8;
                    case "i2" -> ElementType.I16;
                    case "i4" -> ElementType.I32;
                    case "i8" -> ElementType.I64;
                    case "u1" -> ElementType.U8;
                    case "u2" -> ElementType.U16;
                    case "u4" -> ElementType.U32;
                    case "u8" -> ElementType.U64;
                    default -> throw unknownType(type);
                };
        boolean ordered = type.charAt(0) == '<' || type.charAt(0) == '>';
        if (!ordered && !(type.charAt(0) == '|' && element.bytes() == 1)) {
            throw unknownType(type);
        }
        return element;
    }

    private FormatException unknownType(String type) {
        return new FormatException(
                file,
                -1,
                "elements of type '%s' are not one of f2 f4 f8, i1 i2 i4 i8, u1 u2 u4 u8 and b1 with < or >"
                        .formatted(type));
    }

    private String descr() {
        skipBlanks();
        if (at < text.length() && text.charAt(at) == '[') {
            throw trouble(at, "arrays of records are not read: save their fields one by one");
        }
        return string();
    }

    private boolean truth() {
        skipBlanks();
        if (text.startsWith("True", at)) {
            at += 4;
            return true;
        }
        if (text.startsWith("False", at)) {
            at += 5;
            return false;
        }
        throw trouble(at, "the header needs True or False");
    }

    private Shape tuple() {
        expect('(');
        List<Integer> sizes = new ArrayList<>();
        int start = at;
        boolean comma = true;
        while (!accept(')')) {
            if (!comma) {
                throw trouble(at, "the shape needs , or )");
            }
            sizes.add(size(sizes.size()));
            if (sizes.size() > MOST_DIMENSIONS) {
                throw trouble(start, "the shape has more than " + MOST_DIMENSIONS + " dimensions");
            }
            comma = accept(',');
        }
        if (sizes.size() == 1 && !comma) {
            throw trouble(start, "the shape is a number, not a tuple");
        }
        try {
            return Shape.of(sizes.stream().mapToInt(Integer::intValue).toArray());
        } catch (ShapeException tooLarge) {
            throw trouble(start, "the shape " + sizes + " has more than 2^63-1 elements");
        }
    }

    private int size(int dimension) {
        skipBlanks();
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        String digits = text.substring(start, at);
        if (digits.isEmpty()) {
            throw trouble(
                    start, "dimension " + dimension + " of the shape needs a number of at least 0");
        }
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException tooLarge) {
            throw trouble(
                    start,
                    "dimension %d of %s is over the limit of 2147483647"
                            .formatted(dimension, digits));
        }
    }

    private String string() {
        skipBlanks();
        int start = at;
        if (at < text.length() && (text.charAt(at) == '\'' || text.charAt(at) == '"')) {
            int end = text.indexOf(text.charAt(at), at + 1);
            if (end >= 0) {
                at = end + 1;
                return text.substring(start + 1, end);
            }
        }
        throw trouble(start, "the header needs a string");
    }

    private void expect(char wanted) {
        if (!accept(wanted)) {
            throw trouble(at, "the header needs " + wanted);
        }
    }

    private boolean accept(char wanted) {
        skipBlanks();
        if (at < text.length() && text.charAt(at) == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private void skipBlanks() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\n')) {
            at++;
        }
    }

    private FormatException missing(String key) {
        return trouble(0, "the header lacks the key '" + key + "'");
    }

    private FormatException trouble(int character, String what) {
        return new FormatException(file, textStart + character, what);
    }
}
