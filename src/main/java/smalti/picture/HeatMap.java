package smalti.picture;

import java.util.Locale;
import smalti.error.ParameterException;
import smalti.error.ShapeException;
import smalti.op.Layout;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// One channel of a feature map as a picture, with a scale bar at its right. Colours run from dark violet over teal to
/// light yellow, in equal steps of perceived lightness, so that equal differences of values look equal, in grey print and
/// to the colour-blind too. NaN is hatched; infinities take the colours of the ends.
public final class HeatMap {
    private static final int LEVELS = 256;
    private static final int[] PALETTE = palette();
    private static final int BACKGROUND = 0xFFFFFF;
    private static final int INK = 0x202020;
    private static final int TICKS = 5;
    private static final int SMALLEST_SIDE = 64;

    private final float[] values;
    private final int width;
    private final int height;
    private final double low;
    private final double high;

    private HeatMap(float[] values, int width, int height) {
        this.values = values;
        this.width = width;
        this.height = height;
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (float value : values) {
            if (Float.isFinite(value)) {
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
        }
        this.low = least <= most ? least : 0;
        this.high = least <= most ? most : 1;
    }

    /// Draws one channel of one image of a feature map, over the range of its finite values. Small maps are enlarged by a
    /// whole factor so that cells and scale can be seen.
    ///
    /// @param features a map in that layout, of any storage type
    /// @throws ShapeException if the features have another rank, or no pixels
    /// @throws ParameterException if there is no such image or channel
    public static Drawing draw(Tensor features, Layout layout, int image, int channel) {
        Shape shape = features.shape();
        if (shape.rank() != 4 || layout.height(shape) < 1 || layout.width(shape) < 1) {
            throw new ShapeException("a heat map", "features of rank 4 with pixels", shape);
        }
        expectBelow("the image", image, shape.size(0));
        expectBelow("the channel", channel, layout.channels(shape));
        int height = layout.height(shape);
        int width = layout.width(shape);
        float[] values = new float[Math.multiplyExact(height, width)];
        int channels = layout.channels(shape);
        int base = Math.toIntExact((long) image * channels * values.length);
        for (int i = 0; i < values.length; i++) {
            int at = layout == Layout.NHWC ? i * channels + channel : channel * values.length + i;
            values[i] = (float) features.get(base + at);
        }
        return new HeatMap(values, width, height).draw();
    }

    private static void expectBelow(String name, int index, int limit) {
        if (index < 0 || index >= limit) {
            throw new ParameterException(name, "from 0 to below " + limit, index);
        }
    }

    private Drawing draw() {
        int zoom =
                Math.max(
                        1, (SMALLEST_SIDE + Math.max(width, height) - 1) / Math.max(width, height));
        int mapWidth = width * zoom;
        int mapHeight = height * zoom;
        int text = Math.max(1, Math.min(mapWidth, mapHeight) / 200);
        String[] ticks = ticks();
        int widest = 0;
        for (String tick : ticks) {
            widest = Math.max(widest, DotFont.width(tick, text));
        }
        int gap = 4 * text;
        int bar = 10 * text;
        Canvas canvas =
                new Canvas(
                        mapWidth + gap + bar + gap + widest + gap,
                        Math.max(mapHeight, 2 * TICKS * DotFont.HEIGHT * text));
        canvas.fill(BACKGROUND);
        for (int y = 0; y < mapHeight; y++) {
            for (int x = 0; x < mapWidth; x++) {
                canvas.set(x, y, colour(values[(y / zoom) * width + x / zoom], x, y));
            }
        }
        drawScale(canvas, mapWidth + gap, bar, text, ticks);
        return canvas.drawing();
    }

    private void drawScale(Canvas canvas, int left, int bar, int text, String[] ticks) {
        int margin = DotFont.HEIGHT * text / 2 + 1;
        int span = canvas.height() - 2 * margin;
        for (int y = 0; y < span; y++) {
            int colour = PALETTE[(LEVELS - 1) - y * LEVELS / span];
            canvas.fill(left, margin + y, bar, 1, colour);
        }
        for (int i = 0; i < TICKS; i++) {
            int y = margin + (span - 1) * (TICKS - 1 - i) / (TICKS - 1);
            canvas.fill(left + bar, y, 2 * text, text, INK);
            DotFont.draw(
                    canvas,
                    ticks[i],
                    left + bar + 4 * text,
                    y - DotFont.HEIGHT * text / 2,
                    text,
                    INK);
        }
    }

    private String[] ticks() {
        String[] ticks = new String[TICKS];
        for (int i = 0; i < TICKS; i++) {
            ticks[i] = String.format(Locale.ROOT, "%.3g", low + (high - low) * i / (TICKS - 1));
        }
        return ticks;
    }

    private int colour(float value, int x, int y) {
        if (Float.isNaN(value)) {
            return Hatching.plain(x, y);
        }
        double share = high > low ? (value - low) / (high - low) : 0.5;
        return PALETTE[(int) Math.clamp(share * (LEVELS - 1) + 0.5, 0, LEVELS - 1)];
    }

    private static int[] palette() {
        int[] colours = new int[LEVELS];
        for (int i = 0; i < LEVELS; i++) {
            double share = i / (LEVELS - 1.0);
            double lightness = 0.22 + 0.70 * share;
            double chroma = 0.09 + 0.08 * Math.sin(Math.PI * share);
            double hue = Math.toRadians(305 - 200 * share);
            colours[i] = Oklch.rgb(lightness, chroma, hue);
        }
        return colours;
    }
}
