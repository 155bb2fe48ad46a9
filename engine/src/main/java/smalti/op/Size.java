package smalti.op;

import smalti.error.ParameterException;

/// Rows and columns: of a map, a kernel, a stride.
public record Size(int height, int width) {
    public Size {
        if (height < 0 || width < 0) {
            throw new ParameterException("a size", "at least 0 by 0", height + "x" + width);
        }
    }

    /// As high as wide.
    public static Size square(int side) {
        return new Size(side, side);
    }

    /// Both sides multiplied and rounded, at least 1.
    public Size scaled(double factor) {
        return new Size(
                (int) Math.max(1, Math.round(height * factor)),
                (int) Math.max(1, Math.round(width * factor)));
    }

    @Override
    public String toString() {
        return height + "x" + width;
    }
}
