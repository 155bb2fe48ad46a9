package smalti.picture;

import java.util.Map;

/// The few characters of numbers as 5x7 dots. Java's own fonts need font files that small machines lack.
final class DigitFont {
    /// Rows of a character.
    static final int HEIGHT = 7;

    private static final int WIDTH = 5;
    private static final int ADVANCE = WIDTH + 1;

    private static final Map<Character, String[]> GLYPHS =
            Map.ofEntries(
                    glyph('0', ".###.", "#...#", "#..##", "#.#.#", "##..#", "#...#", ".###."),
                    glyph('1', "..#..", ".##..", "..#..", "..#..", "..#..", "..#..", ".###."),
                    glyph('2', ".###.", "#...#", "....#", "...#.", "..#..", ".#...", "#####"),
                    glyph('3', "#####", "...#.", "..#..", "...#.", "....#", "#...#", ".###."),
                    glyph('4', "...#.", "..##.", ".#.#.", "#..#.", "#####", "...#.", "...#."),
                    glyph('5', "#####", "#....", "####.", "....#", "....#", "#...#", ".###."),
                    glyph('6', "..##.", ".#...", "#....", "####.", "#...#", "#...#", ".###."),
                    glyph('7', "#####", "....#", "...#.", "..#..", ".#...", ".#...", ".#..."),
                    glyph('8', ".###.", "#...#", "#...#", ".###.", "#...#", "#...#", ".###."),
                    glyph('9', ".###.", "#...#", "#...#", ".####", "....#", "...#.", ".##.."),
                    glyph('.', ".....", ".....", ".....", ".....", ".....", ".##..", ".##.."),
                    glyph('-', ".....", ".....", ".....", "#####", ".....", ".....", "....."),
                    glyph('+', ".....", "..#..", "..#..", "#####", "..#..", "..#..", "....."),
                    glyph('e', ".....", ".....", ".###.", "#...#", "#####", "#....", ".###."));

    private DigitFont() {}

    private static Map.Entry<Character, String[]> glyph(char character, String... rows) {
        return Map.entry(character, rows);
    }

    /// The width of a text in pixels.
    static int width(String text, int size) {
        return text.length() * ADVANCE * size;
    }

    /// Draws a text from its upper left corner; characters that it does not know stay blank.
    ///
    /// @param size pixels a dot
    static void draw(Canvas canvas, String text, int left, int top, int size, int colour) {
        for (int i = 0; i < text.length(); i++) {
            String[] rows = GLYPHS.get(text.charAt(i));
            if (rows == null) {
                continue;
            }
            for (int y = 0; y < HEIGHT; y++) {
                for (int x = 0; x < WIDTH; x++) {
                    if (rows[y].charAt(x) == '#') {
                        canvas.fill(
                                left + (i * ADVANCE + x) * size,
                                top + y * size,
                                size,
                                size,
                                colour);
                    }
                }
            }
        }
    }
}
