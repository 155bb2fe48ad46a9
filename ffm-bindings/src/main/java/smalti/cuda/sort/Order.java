package smalti.cuda.sort;

import smalti.cuda.launch.Scratch;

/// Positions in the order of their keys, on the GPU.
///
/// @param positions `I32`, those of the smallest key first, those of one key ascending; behind the last the content is
///     undefined
/// @param starts `I32`, where the positions of each key begin, and behind the last key the number of all
/// @param keys how many keys there are
public record Order(Scratch positions, Scratch starts, int keys) implements AutoCloseable {
    /// The address of the number of all positions.
    public long count() {
        return starts.address() + (long) keys * Integer.BYTES;
    }

    @Override
    public void close() {
        positions.close();
        starts.close();
    }
}
