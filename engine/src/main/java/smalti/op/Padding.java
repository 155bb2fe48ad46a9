package smalti.op;

import smalti.error.ParameterException;

/// What a [Window] finds around a map. A convolution sees zeros there, a maximum nothing.
public sealed interface Padding {
    /// Nothing around the map.
    Padding NONE = new Margins(0, 0, 0, 0);

    /// As many rows and columns as make outputs `ceil(input / stride)`, the odd one at the bottom and on the right, as
    /// TensorFlow's `SAME` has it.
    Padding SAME = new Same();

    /// So many rows and columns on each side.
    static Margins of(int side) {
        return of(side, side);
    }

    /// So many rows above and below, and columns on the left and right.
    static Margins of(int rows, int columns) {
        return new Margins(rows, columns, rows, columns);
    }

    /// The margins that this padding has around a map of `input` under a window.
    Margins around(Size input, Window window);

    /// Given numbers of rows and columns.
    record Margins(int top, int left, int bottom, int right) implements Padding {
        public Margins {
            if (top < 0 || left < 0 || bottom < 0 || right < 0) {
                throw new ParameterException(
                        "padding",
                        "at least 0 on each side",
                        "%d,%d,%d,%d".formatted(top, left, bottom, right));
            }
        }

        /// The same, and at the bottom and on the right as much more as the last windows need to reach the map's end:
        /// outputs are rounded up instead of down. No window starts outside the map and its upper left margin.
        public Padding covering() {
            return new Covering(this);
        }

        @Override
        public Margins around(Size input, Window window) {
            return this;
        }
    }

    /// See [#SAME].
    record Same() implements Padding {
        @Override
        public Margins around(Size input, Window window) {
            int rows = missing(input.height(), window.reach().height(), window.stride().height());
            int columns = missing(input.width(), window.reach().width(), window.stride().width());
            return new Margins(rows / 2, columns / 2, rows - rows / 2, columns - columns / 2);
        }

        private static int missing(int size, int reach, int stride) {
            int outputs = Math.ceilDiv(size, stride);
            return Math.max(0, (outputs - 1) * stride + reach - size);
        }
    }

    /// See [Margins#covering()].
    record Covering(Margins least) implements Padding {
        @Override
        public Margins around(Size input, Window window) {
            return new Margins(
                    least.top,
                    least.left,
                    least.bottom
                            + missing(
                                    input.height(),
                                    least.top,
                                    least.bottom,
                                    window.reach().height(),
                                    window.stride().height()),
                    least.right
                            + missing(
                                    input.width(),
                                    least.left,
                                    least.right,
                                    window.reach().width(),
                                    window.stride().width()));
        }

        private static int missing(int size, int before, int after, int reach, int stride) {
            int free = before + size + after - reach;
            if (free < 0) {
                return 0;
            }
            int steps = Math.ceilDiv(free, stride);
            if (steps * stride >= before + size) {
                steps--;
            }
            return Math.max(0, steps * stride - free);
        }
    }
}
