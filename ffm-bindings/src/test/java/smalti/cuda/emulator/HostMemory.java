package smalti.cuda.emulator;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.TreeMap;

/// Memory of the host that copies may go from and to.
final class HostMemory {
    private static final int ALIGNMENT = 256;

    private record Piece(MemorySegment segment, Arena arena) {}

    private final TreeMap<Long, Piece> pieces = new TreeMap<>();

    MemorySegment allocate(long bytes) {
        Arena arena = Arena.ofShared();
        MemorySegment segment = arena.allocate(bytes, ALIGNMENT);
        pieces.put(segment.address(), new Piece(segment, arena));
        return segment;
    }

    void free(MemorySegment segment) {
        Piece piece = pieces.remove(segment.address());
        if (piece == null) {
            throw CudaCode.INVALID_VALUE.exception("cuMemFreeHost");
        }
        piece.arena().close();
    }

    void freeAll() {
        pieces.values().forEach(piece -> piece.arena().close());
        pieces.clear();
    }

    /// Checks that a segment is part of this memory.
    void expectOwn(String function, MemorySegment segment) {
        Map.Entry<Long, Piece> below = pieces.floorEntry(segment.address());
        boolean own =
                below != null
                        && segment.address() + segment.byteSize()
                                <= below.getKey() + below.getValue().segment().byteSize();
        if (!own) {
            throw CudaCode.INVALID_VALUE.exception(
                    function, "the memory of the host was not allocated for copies");
        }
    }
}
