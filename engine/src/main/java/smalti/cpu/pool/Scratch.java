package smalti.cpu.pool;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Working memory of one part of a job, kept between calls so that calls take no memory. Arrays may be longer than asked
/// for.
final class Scratch {
    private final List<double[]> doubles = new ArrayList<>();
    private final List<float[]> floats = new ArrayList<>();
    private final List<int[]> ints = new ArrayList<>();
    private int doublesTaken;
    private int floatsTaken;
    private int intsTaken;

    /// Makes all arrays free again.
    void release() {
        doublesTaken = 0;
        floatsTaken = 0;
        intsTaken = 0;
    }

    /// An array of at least `size`, its first `size` elements set to `value`.
    double[] doubles(int size, double value) {
        if (doublesTaken == doubles.size()) {
            doubles.add(new double[size]);
        } else if (doubles.get(doublesTaken).length < size) {
            doubles.set(doublesTaken, new double[size]);
        }
        double[] array = doubles.get(doublesTaken++);
        Arrays.fill(array, 0, size, value);
        return array;
    }

    /// An array of at least `size`, its first `size` elements set to `value`.
    float[] floats(int size, float value) {
        if (floatsTaken == floats.size()) {
            floats.add(new float[size]);
        } else if (floats.get(floatsTaken).length < size) {
            floats.set(floatsTaken, new float[size]);
        }
        float[] array = floats.get(floatsTaken++);
        Arrays.fill(array, 0, size, value);
        return array;
    }

    /// An array of at least `size`, its first `size` elements set to `value`.
    int[] ints(int size, int value) {
        if (intsTaken == ints.size()) {
            ints.add(new int[size]);
        } else if (ints.get(intsTaken).length < size) {
            ints.set(intsTaken, new int[size]);
        }
        int[] array = ints.get(intsTaken++);
        Arrays.fill(array, 0, size, value);
        return array;
    }
}
