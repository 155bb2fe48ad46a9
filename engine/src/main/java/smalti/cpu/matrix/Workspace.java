package smalti.cpu.matrix;

/// Packed blocks of one part of a product. Arrays grow to the largest block that was asked for, and are kept.
final class Workspace {
    private float[] left = {};
    private float[] right = {};
    private float[] tile = {};

    /// Room for a packed block of the left matrix.
    float[] left(int size) {
        if (left.length < size) {
            left = new float[size];
        }
        return left;
    }

    /// Room for a packed block of the right matrix.
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
}
