package smalti.op;

import java.util.List;
import smalti.error.ParameterException;

/// What only moves elements, of any type and rank, and its adjoints. An axis is counted from 0, or from the last as -1, -2 and so on.
public sealed interface MoveOp extends Op {
    /// Lays tensors side by side along an axis. Inputs: one or more tensors that differ along that axis alone. Output:
    /// as long there as all of them.
    record Concat(int axis) implements MoveOp {}

    /// A part along one axis. Input: a tensor. Output: `size` long there.
    record Slice(int axis, int from, int size) implements MoveOp {
        public Slice {
            if (from < 0 || size < 0) {
                throw new ParameterException(
                        "start and size of a slice", "at least 0", from + " and " + size);
            }
        }
    }

    /// Divides a tensor along an axis. Input: a tensor as long there as all parts together. Outputs: the parts.
    record Split(int axis, List<Integer> sizes) implements MoveOp {
        public Split {
            sizes = List.copyOf(sizes);
            if (sizes.isEmpty() || sizes.stream().anyMatch(size -> size < 0)) {
                throw new ParameterException("the sizes of a split", "some, of at least 0", sizes);
            }
        }
    }

    /// Surrounds a tensor by zeros. Input: a tensor. Output: longer by `before` and `after` along each dimension.
    record Pad(List<Integer> before, List<Integer> after) implements MoveOp {
        public Pad {
            before = List.copyOf(before);
            after = List.copyOf(after);
            boolean negative =
                    before.stream().anyMatch(size -> size < 0)
                            || after.stream().anyMatch(size -> size < 0);
            if (before.size() != after.size() || negative) {
                throw new ParameterException(
                        "the sizes of a pad",
                        "at least 0, two for each dimension",
                        before + " and " + after);
            }
        }
    }

    /// A part along all axes; what takes [Pad] back. Input: a tensor. Output: of the `sizes` given.
    record Crop(List<Integer> from, List<Integer> sizes) implements MoveOp {
        public Crop {
            from = List.copyOf(from);
            sizes = List.copyOf(sizes);
            boolean negative =
                    from.stream().anyMatch(start -> start < 0)
                            || sizes.stream().anyMatch(size -> size < 0);
            if (from.size() != sizes.size() || negative) {
                throw new ParameterException(
                        "starts and sizes of a crop",
                        "at least 0, one for each dimension",
                        from + " and " + sizes);
            }
        }
    }

    /// Reverses an axis. Input: a tensor. Output: the same shape.
    record Flip(int axis) implements MoveOp {}

    /// Reorders dimensions: dimension `i` of the output is dimension `order[i]` of the input.
    record Permute(List<Integer> order) implements MoveOp {
        public Permute {
            order = List.copyOf(order);
            boolean[] named = new boolean[order.size()];
            for (int axis : order) {
                if (axis < 0 || axis >= named.length || named[axis]) {
                    throw new ParameterException(
                            "an order of dimensions", "each of them once, from 0", order);
                }
                named[axis] = true;
            }
        }

        /// What takes this back.
        public Permute inverse() {
            Integer[] inverse = new Integer[order.size()];
            for (int i = 0; i < inverse.length; i++) {
                inverse[order.get(i)] = i;
            }
            return new Permute(List.of(inverse));
        }
    }

    /// Looks up rows of a table. Inputs: a table `[N,..]`; row numbers `I32` of any shape. Output: the shape of the numbers
    /// and behind it that of a row.
    ///
    /// @throws smalti.error.ParameterException from the device, if a number is not from 0 to below `N`
    record GatherRows() implements MoveOp {}

    /// Adds rows to a table of zeros: the gradient of [GatherRows] in its table. Inputs: rows, with the shape of the numbers
    /// and behind it that of a row; row numbers `I32`. Output: a table `[rows,..]`. The sum of `n` terms has an error of
    /// at most `n·2^-24` times the sum of their magnitudes.
    ///
    /// @throws smalti.error.ParameterException from the device, if a number is not from 0 to below `rows`
    record ScatterRows(int rows) implements MoveOp {
        public ScatterRows {
            if (rows < 0) {
                throw new ParameterException("the rows of a table", "at least 0", rows);
            }
        }
    }
}
