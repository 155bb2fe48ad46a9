package smalti.picture;

import java.util.List;

/// A table of what was taken for what: a row a true class, a column a predicted one, the darker the larger the share of
/// the row, with shares in percent and the classes' names.
public final class ConfusionPicture {
    private static final int DOT = 2;
    private static final int CELL = 3 * 6 * DOT + 4 * DOT;
    private static final int MARGIN = 6 * DOT;
    private static final int PAPER = 0xFFFFFF;
    private static final int INK = 0x202020;
    private static final int FULL = 0x1F4E8C;
    private static final int LIGHT_INK = 0xFFFFFF;
    private static final double DARK = 0.5;
    private static final int SHORT = 10;

    private ConfusionPicture() {}

    /// Draws a table.
    ///
    /// @param names of rows and columns
    /// @param shares `[row][column]`, 0 to 1
    public static Drawing draw(List<String> names, double[][] shares) {
        int widest = names.stream().mapToInt(name -> DotFont.width(name, DOT)).max().orElse(0);
        int left = widest + 2 * MARGIN;
        int top = SHORT * (DotFont.HEIGHT + 1) * DOT + 2 * MARGIN;
        int size = names.size() * CELL;
        Canvas canvas = new Canvas(left + size + MARGIN, top + size + MARGIN);
        canvas.fill(PAPER);
        for (int row = 0; row < names.size(); row++) {
            int y = top + row * CELL;
            int textY = y + (CELL - DotFont.HEIGHT * DOT) / 2;
            String name = names.get(row);
            DotFont.draw(canvas, name, left - MARGIN - DotFont.width(name, DOT), textY, DOT, INK);
            drawDownwards(canvas, name, left + row * CELL, top - MARGIN);
            for (int column = 0; column < names.size(); column++) {
                int x = left + column * CELL;
                double share = shares[row][column];
                canvas.fill(x + 1, y + 1, CELL - 2, CELL - 2, Drawing.blend(PAPER, FULL, share));
                long percent = Math.round(100 * share);
                if (percent > 0) {
                    String text = Long.toString(percent);
                    DotFont.draw(
                            canvas,
                            text,
                            x + (CELL - DotFont.width(text, DOT)) / 2,
                            textY,
                            DOT,
                            share > DARK ? LIGHT_INK : INK);
                }
            }
        }
        return canvas.drawing();
    }

    /// Writes a name letter below letter, so that its last stands at `bottom`.
    private static void drawDownwards(Canvas canvas, String name, int left, int bottom) {
        String cut = name.length() > SHORT ? name.substring(0, SHORT) : name;
        int step = (DotFont.HEIGHT + 1) * DOT;
        for (int i = 0; i < cut.length(); i++) {
            DotFont.draw(
                    canvas,
                    cut.substring(i, i + 1),
                    left + (CELL - DotFont.width(" ", DOT)) / 2,
                    bottom - (cut.length() - i) * step,
                    DOT,
                    INK);
        }
    }
}
