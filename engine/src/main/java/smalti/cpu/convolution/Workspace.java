package smalti.cpu.convolution;

import smalti.cpu.kernel.Matrix;

/// Working memory of one part of a convolution. Arrays grow to the largest that was asked for, and are kept.
final class Workspace {
    private float[] left = {};
    private Matrix room = new Matrix(left, 0, 0, 1);
    private float[] right = {};
    private float[] tile = {};
    private float[] product = {};
    private float[] taps = {};
    private float[] square = {};
    private float[] scratch = {};
    private float[] zeros = {};
    private int[] starts = {};
    private int[] places = {};

    /// Room for a block of what windows see.
    float[] left(int size) {
        if (left.length < size) {
            left = new float[size];
        }
        return left;
    }

    /// The same room as a matrix stored by rows, which may overlap.
    Matrix room(int size, int rowStep) {
        float[] array = left(size);
        if (room.array() != array || room.rowStep() != rowStep) {
            room = new Matrix(array, 0, rowStep, 1);
        }
        return room;
    }

    /// Room for packed filters, or packed gradients.
    float[] right(int size) {
        if (right.length < size) {
            right = new float[size];
        }
        return right;
    }

    /// Room for the sums of a tile.
    float[] tile(int size) {
        if (tile.length < size) {
            tile = new float[size];
        }
        return tile;
    }

    /// Room for a block of outputs that do not lie together.
    float[] product(int size) {
        if (product.length < size) {
            product = new float[size];
        }
        return product;
    }

    /// Room for filters as they are, of one panel.
    float[] taps(int size) {
        if (taps.length < size) {
            taps = new float[size];
        }
        return taps;
    }

    /// Room for a square of pixels.
    float[] square(int size) {
        if (square.length < size) {
            square = new float[size];
        }
        return square;
    }

    /// Room for what a transform keeps between its products.
    float[] scratch(int size) {
        if (scratch.length < size) {
            scratch = new float[size];
        }
        return scratch;
    }

    /// Zeros that nobody overwrites.
    float[] zeros(int size) {
        if (zeros.length < size) {
            zeros = new float[size];
        }
        return zeros;
    }

    /// Room for where outputs begin.
    int[] places(int size) {
        if (places.length < size) {
            places = new int[size];
        }
        return places;
    }

    /// Room for where pixels begin.
    int[] starts(int size) {
        if (starts.length < size) {
            starts = new int[size];
        }
        return starts;
    }
}
