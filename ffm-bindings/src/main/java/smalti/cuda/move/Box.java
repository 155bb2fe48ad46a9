package smalti.cuda.move;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import smalti.tensor.Shape;

/// A walk over a box of elements in raster order, in which two tensors have steps of their own. Dimensions that lie
/// together in both are one. The last dimension is the innermost.
public final class Box {
    /// What kernels walk by themselves.
    private static final int MOST_DIMENSIONS = 6;

    /// Kernels number places by 31 bits.
    private static final long MOST_PLACES = 1L << 31;

    private final int[] sizes;
    private final long[][] steps;

    private Box(int[] sizes, long[] left, long[] right) {
        this.sizes = sizes;
        this.steps = new long[][] {left, right};
    }

    /// What is done with a part of a box.
    @FunctionalInterface
    public interface Part {
        /// @param left elements from the first of the left tensor to the part's first
        /// @param right the same of the right one
        void take(Box part, long left, long right);
    }

    /// @param left elements of the left tensor from one place of a dimension to the next, of any sign
    /// @param right the same of the right one
    public static Box of(int[] sizes, long[] left, long[] right) {
        int[] joined = new int[sizes.length];
        long[] ours = new long[sizes.length];
        long[] theirs = new long[sizes.length];
        int known = 0;
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] == 1) {
                continue;
            }
            int last = known - 1;
            boolean together =
                    known > 0
                            && ours[last] == left[i] * sizes[i]
                            && theirs[last] == right[i] * sizes[i]
                            && (long) joined[last] * sizes[i] < MOST_PLACES;
            int at = together ? last : known++;
            joined[at] = together ? joined[at] * sizes[i] : sizes[i];
            ours[at] = left[i];
            theirs[at] = right[i];
        }
        if (known == 0) {
            return new Box(new int[] {1}, new long[] {1}, new long[] {1});
        }
        return new Box(
                Arrays.copyOf(joined, known),
                Arrays.copyOf(ours, known),
                Arrays.copyOf(theirs, known));
    }

    /// The elements from one place of each dimension to the next, of a tensor whose elements all lie together.
    public static long[] steps(int[] sizes) {
        long[] steps = new long[sizes.length];
        long step = 1;
        for (int i = sizes.length - 1; i >= 0; i--) {
            steps[i] = step;
            step *= sizes[i];
        }
        return steps;
    }

    /// The same of a tensor that is repeated to a larger shape: 0 along the dimensions where it is.
    public static long[] repeated(Shape small, Shape large) {
        long[] steps = new long[large.rank()];
        long[] own = steps(small.sizes());
        for (int fromLast = 1; fromLast <= small.rank(); fromLast++) {
            boolean repeated = small.size(-fromLast) == 1;
            steps[steps.length - fromLast] = repeated ? 0 : own[own.length - fromLast];
        }
        return steps;
    }

    public int rank() {
        return sizes.length;
    }

    /// The size of a dimension; negative numbers count from the innermost, which is -1.
    public int size(int dimension) {
        return sizes[index(dimension)];
    }

    /// The step of the left tensor along a dimension.
    public long left(int dimension) {
        return steps[0][index(dimension)];
    }

    /// The step of the right tensor along a dimension.
    public long right(int dimension) {
        return steps[1][index(dimension)];
    }

    private int index(int dimension) {
        return dimension < 0 ? dimension + sizes.length : dimension;
    }

    /// How many places there are.
    public long places() {
        return Arrays.stream(sizes).asLongStream().reduce(1, (a, b) -> a * b);
    }

    /// Whether all elements of both tensors lie together.
    public boolean isOneRun() {
        return rank() == 1 && left(0) == 1 && right(0) == 1;
    }

    /// The same walk by vectors of so many elements along the innermost dimension, for which both tensors allow: steps
    /// there are 1 or 0, 0 stays 0, and 1 becomes the vector's length.
    public Box byVectors(int length) {
        int[] fewer = sizes.clone();
        fewer[rank() - 1] /= length;
        long[][] longer = {steps[0].clone(), steps[1].clone()};
        for (long[] each : longer) {
            each[rank() - 1] *= length;
        }
        return new Box(fewer, longer[0], longer[1]);
    }

    /// The same walk in units of so many elements, which both tensors' elements along the innermost dimension make.
    Box inUnits(int length) {
        Box vectors = byVectors(length);
        for (long[] each : vectors.steps) {
            Arrays.setAll(each, i -> each[i] / length);
        }
        return vectors;
    }

    /// Hands out parts that kernels can walk, in order: mostly the box itself.
    public void inParts(Part part) {
        inParts(0, 0, part);
    }

    private void inParts(long left, long right, Part part) {
        if (rank() <= MOST_DIMENSIONS && places() < MOST_PLACES) {
            part.take(this, left, right);
            return;
        }
        Box inner =
                new Box(
                        Arrays.copyOfRange(sizes, 1, rank()),
                        Arrays.copyOfRange(steps[0], 1, rank()),
                        Arrays.copyOfRange(steps[1], 1, rank()));
        for (int i = 0; i < sizes[0]; i++) {
            inner.inParts(left + i * steps[0][0], right + i * steps[1][0], part);
        }
    }

    /// What kernels take of a box: see `BOX_PARAMETERS` in `boxes.cuh`.
    public List<Object> arguments() {
        List<Object> arguments = new ArrayList<>();
        arguments.add(rank());
        int[] inner = IntStream.range(0, MOST_DIMENSIONS).map(this::innerSize).toArray();
        Arrays.stream(inner).forEach(arguments::add);
        long shifts = 0;
        for (int i = 0; i < MOST_DIMENSIONS; i++) {
            // q = (high(n·magic) + n) >> shift is n / size for all n below 2^31.
            int shift = Integer.SIZE - Integer.numberOfLeadingZeros(inner[i] - 1);
            long magic = ((1L << Integer.SIZE) * ((1L << shift) - inner[i])) / inner[i] + 1;
            arguments.add((int) magic);
            shifts |= (long) shift << Byte.SIZE * i;
        }
        arguments.add(shifts);
        for (long[] each : steps) {
            for (int i = 0; i < MOST_DIMENSIONS; i++) {
                arguments.add(i < rank() ? Math.toIntExact(each[rank() - 1 - i]) : 0);
            }
        }
        return arguments;
    }

    /// The size of a dimension counted from the innermost, 1 behind the last.
    private int innerSize(int fromInner) {
        return fromInner < rank() ? sizes[rank() - 1 - fromInner] : 1;
    }
}
