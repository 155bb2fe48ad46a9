package smalti.cuda.emulator;

/// The memory of one block, and who touched what of it.
final class SharedMemory {
    private final Allocation memory;
    private final Touches touches;

    SharedMemory(int bytes) {
        memory = new Allocation("shared memory", bytes, false);
        touches = new Touches("shared memory", bytes);
    }

    /// Makes it as good as new, for the next block.
    void clear() {
        memory.forgetAll();
        touches.clear();
    }

    Allocation memory() {
        return memory;
    }

    int read(Lane lane, long address, int length) {
        int offset = memory.check(address, length);
        memory.expectWritten(offset, length);
        touches.read(lane.touch(), offset, length);
        return offset;
    }

    int write(Lane lane, long address, int length) {
        int offset = memory.check(address, length);
        if (lane.isStrong()) {
            touches.update(lane.touch(), offset, length);
        } else {
            touches.write(lane.touch(), offset, length);
        }
        memory.write(offset, length);
        return offset;
    }

    /// For an atomic operation.
    int update(Lane lane, long address, int length) {
        int offset = memory.check(address, length);
        memory.expectWritten(offset, length);
        touches.update(lane.touch(), offset, length);
        return offset;
    }
}
