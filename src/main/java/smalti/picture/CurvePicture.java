package smalti.picture;

import java.util.Locale;

/// A curve of values over steps: each column of dots shows the range of its steps' values and, darker, their mean.
public final class CurvePicture {
    private static final int WIDTH = 800;
    private static final int HEIGHT = 400;
    private static final int DOT = 2;
    private static final int MARGIN = 8 * DOT;
    private static final int TICKS = 4;
    private static final int PAPER = 0xFFFFFF;
    private static final int INK = 0x202020;
    private static final int GRID = 0xE4E4E4;
    private static final int RANGE = 0xBCD2EE;
    private static final int MEAN = 0x1F4E8C;

    private CurvePicture() {}

    /// Draws a curve.
    ///
    /// @param title letters and numbers
    /// @param values finite; may be empty
    /// @param first the step of the first value
    public static Drawing draw(String title, double[] values, long first) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        if (values.length == 0) {
            least = 0;
            most = 1;
        }
        double span = most > least ? most - least : 1;
        int left = DotFont.width("-0.000e-00", DOT) + 2 * MARGIN;
        int top = DotFont.HEIGHT * DOT + 2 * MARGIN;
        int bottom = top + HEIGHT;
        Canvas canvas =
                new Canvas(left + WIDTH + 2 * MARGIN, bottom + DotFont.HEIGHT * DOT + 2 * MARGIN);
        canvas.fill(PAPER);
        DotFont.draw(canvas, title, left, MARGIN, DOT, INK);
        for (int tick = 0; tick <= TICKS; tick++) {
            double value = least + span * tick / TICKS;
            int y = bottom - HEIGHT * tick / TICKS;
            String text = String.format(Locale.ROOT, "%.4g", value);
            canvas.fill(left, y, WIDTH, 1, GRID);
            DotFont.draw(
                    canvas,
                    text,
                    left - MARGIN - DotFont.width(text, DOT),
                    y - DotFont.HEIGHT * DOT / 2,
                    DOT,
                    INK);
            String step = Long.toString(first + (long) values.length * tick / TICKS);
            DotFont.draw(
                    canvas,
                    step,
                    left + WIDTH * tick / TICKS - DotFont.width(step, DOT) / 2,
                    bottom + MARGIN,
                    DOT,
                    INK);
        }
        int columns = Math.min(WIDTH, values.length);
        for (int column = 0; column < columns; column++) {
            int from = (int) ((long) values.length * column / columns);
            int to = (int) ((long) values.length * (column + 1) / columns);
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            double sum = 0;
            for (int i = from; i < to; i++) {
                low = Math.min(low, values[i]);
                high = Math.max(high, values[i]);
                sum += values[i];
            }
            int x = left + WIDTH * column / columns;
            int wide = Math.max(1, WIDTH * (column + 1) / columns - WIDTH * column / columns);
            int highest = bottom - (int) Math.round(HEIGHT * (high - least) / span);
            int lowest = bottom - (int) Math.round(HEIGHT * (low - least) / span);
            int mean = bottom - (int) Math.round(HEIGHT * (sum / (to - from) - least) / span);
            canvas.fill(x, highest, wide, lowest - highest + 1, RANGE);
            canvas.fill(x, mean - DOT / 2, wide, DOT, MEAN);
        }
        return canvas.drawing();
    }
}
