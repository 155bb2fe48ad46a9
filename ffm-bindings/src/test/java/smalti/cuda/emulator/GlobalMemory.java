package smalti.cuda.emulator;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The memory that all threads see. An address is the number of an allocation and an offset in it, so that every access is
/// checked against its own allocation, and a freed one is never found again.
final class GlobalMemory {
    private static final int OFFSET_BITS = 36;
    private static final long OFFSET_MASK = (1L << OFFSET_BITS) - 1;

    private @Nullable Allocation[] allocations = new Allocation[64];
    private int next = 1;

    synchronized long allocate(int bytes) {
        return add(new Allocation("allocation " + next, bytes, false));
    }

    /// A variable of a module.
    synchronized long allocate(Variable variable) {
        boolean constant = variable.space() == Variable.Space.CONST;
        Allocation allocation = new Allocation(variable.name(), variable.bytes(), constant);
        // What is not told is zero.
        System.arraycopy(variable.content(), 0, allocation.bytes(), 0, variable.content().length);
        allocation.writeRange(0, variable.bytes());
        return add(allocation);
    }

    private long add(Allocation allocation) {
        if (next == allocations.length) {
            allocations = Arrays.copyOf(allocations, 2 * next);
        }
        allocations[next] = allocation;
        return (long) next++ << OFFSET_BITS;
    }

    /// Gives back how many bytes it had.
    synchronized int free(long address) {
        Allocation allocation = find(address);
        if (offset(address) != 0) {
            throw new LaneFault(LaneFault.Kind.ADDRESS, "freed inside an allocation");
        }
        allocations[(int) (address >>> OFFSET_BITS)] = null;
        return allocation.size();
    }

    static long offset(long address) {
        return address & OFFSET_MASK;
    }

    Allocation find(long address) {
        long number = address >>> OFFSET_BITS;
        if (number > 0 && number < next) {
            Allocation allocation = allocations[(int) number];
            if (allocation != null) {
                return allocation;
            }
        }
        throw new LaneFault(
                LaneFault.Kind.ADDRESS,
                number > 0 && number < next
                        ? "use after free: allocation %d at %d".formatted(number, offset(address))
                        : "no memory is at 0x%x".formatted(address));
    }
}
