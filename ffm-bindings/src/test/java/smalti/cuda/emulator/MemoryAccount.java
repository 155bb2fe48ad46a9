package smalti.cuda.emulator;

import smalti.cuda.driver.MemoryFigures;

/// Who has how much of a GPU's memory.
final class MemoryAccount {
    /// What a pool rounds up to.
    private static final long GRAIN = 512;

    private final long total;
    private long used;
    private long reserved;

    MemoryAccount(long total) {
        this.total = total;
    }

    private static long rounded(long bytes) {
        return (bytes + GRAIN - 1) / GRAIN * GRAIN;
    }

    /// Takes memory if there is as much left.
    boolean take(long bytes) {
        if (rounded(bytes) > total - used) {
            return false;
        }
        used += rounded(bytes);
        reserved = Math.max(reserved, used);
        return true;
    }

    void giveBack(long bytes) {
        used -= rounded(bytes);
    }

    void trim() {
        reserved = used;
    }

    MemoryFigures figures() {
        return new MemoryFigures(total - reserved, total, used, reserved);
    }
}
