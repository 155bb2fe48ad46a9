package smalti.cuda.emulator;

/// A piece of memory with a name.
///
/// @param space where it lies
/// @param bytes 0 where the launch tells its size
/// @param content what it holds at first, empty if nothing
record Variable(String name, Space space, int alignment, int bytes, byte[] content) {
    /// The memories of a GPU.
    enum Space {
        GLOBAL,
        CONST,
        SHARED,
        LOCAL,
        PARAM
    }
}
