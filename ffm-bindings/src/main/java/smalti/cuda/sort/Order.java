package smalti.cuda.sort;

/// Positions in the order of their keys, on the GPU.
///
/// @param positions the address of `I32`, those of the smallest key first, those of one key ascending; behind the last the
///     content is undefined
/// @param starts the address of `I32`, where the positions of each key begin, and behind the last key the number of all
/// @param keys how many keys there are
public record Order(long positions, long starts, int keys) {
    /// The address of the number of all positions.
    public long count() {
        return starts + (long) keys * Integer.BYTES;
    }
}
