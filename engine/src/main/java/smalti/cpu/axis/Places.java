package smalti.cpu.axis;

import smalti.tensor.Shape;

/// For the elements of a shape in raster order, the place of each among what is left when some dimensions go.
final class Places {
    private final int[] sizes;
    private final int[] steps;
    private final int[] index;
    private int place;

    /// @param goes which dimensions go
    Places(Shape shape, boolean[] goes) {
        this.sizes = shape.sizes();
        this.steps = new int[sizes.length];
        this.index = new int[sizes.length];
        int step = 1;
        for (int dimension = sizes.length - 1; dimension >= 0; dimension--) {
            if (!goes[dimension]) {
                steps[dimension] = step;
                step *= sizes[dimension];
            }
        }
    }

    /// The place of the next element.
    int next() {
        int current = place;
        for (int dimension = sizes.length - 1; dimension >= 0; dimension--) {
            place += steps[dimension];
            if (++index[dimension] < sizes[dimension]) {
                break;
            }
            place -= steps[dimension] * sizes[dimension];
            index[dimension] = 0;
        }
        return current;
    }
}
