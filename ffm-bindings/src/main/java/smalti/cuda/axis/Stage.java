package smalti.cuda.axis;

import java.util.ArrayList;
import java.util.List;
import smalti.tensor.Shape;

/// One stage of a reduction: of `[outer,length,inner]` the middle dimension goes. Neighbouring dimensions that go together
/// are one, so that most reductions have a single stage.
///
/// @param inner the elements behind a place of the middle dimension
record Stage(long outer, long length, long inner) {
    /// The stages of a reduction, from the last dimension to the first.
    ///
    /// @param goes which dimensions go
    static List<Stage> of(Shape shape, boolean[] goes) {
        List<Stage> stages = new ArrayList<>();
        long elements = shape.elements();
        long inner = 1;
        int dimension = shape.rank() - 1;
        while (dimension >= 0) {
            long length = 1;
            boolean going = goes[dimension];
            while (dimension >= 0 && goes[dimension] == going) {
                length *= shape.size(dimension--);
            }
            if (going && length != 1) {
                long outer = elements / (length * inner);
                stages.add(new Stage(outer, length, inner));
                elements = outer * inner;
            } else if (!going) {
                inner *= length;
            }
        }
        return stages;
    }

    /// The elements that are left.
    long left() {
        return outer * inner;
    }
}
