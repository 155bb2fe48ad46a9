package smalti.file;

import smalti.error.FormatException;
import smalti.tensor.DType;
import smalti.tensor.Shape;

/// What may be allocated for a file's sake.
final class Allocation {
    private Allocation() {}

    /// Refuses a tensor that no heap array or not the whole heap could hold, before it is allocated.
    ///
    /// @throws FormatException with the limit
    static void check(String file, Shape shape, DType type) {
        if (shape.elements() > Shape.MAX_ELEMENTS) {
            throw new FormatException(
                    file,
                    -1,
                    "%s has %d elements, over the limit of %d at once: read it in parts"
                            .formatted(shape, shape.elements(), Shape.MAX_ELEMENTS));
        }
        long bytes = shape.elements() * type.bytes();
        long heap = Runtime.getRuntime().maxMemory();
        if (bytes > heap) {
            throw new FormatException(
                    file,
                    -1,
                    "%s %s takes %d MiB, but the heap has %d: read it in parts, or give Java more with -Xmx"
                            .formatted(type, shape, bytes >> 20, heap >> 20));
        }
    }
}
