package smalti.cuda.emulator;

/// One thread of a block: what compiled kernels ask of it. Addresses of `ld` and `st` are those of their own space; generic
/// ones carry a mark for shared and local memory.
final class Lane {
    /// Marks of generic addresses, above all numbers of allocations.
    private static final long SHARED_MARK = 1L << 62;

    private static final long LOCAL_MARK = 1L << 61;
    private static final long MARKS = SHARED_MARK | LOCAL_MARK;

    private final Block block;
    private final GlobalMemory global;
    private final SharedMemory shared;
    private final Allocation local;
    private final int thread;
    private final int tidX;
    private final int tidY;
    private final long[] frame;

    /// Whether races in global memory are looked for.
    private final boolean watches;

    private final Object launch;

    private long barriers;
    private long clock;
    private long touch;
    private boolean strong;
    private long carry;
    private long loops;

    /// The place where it goes on, or [KernelCode#EXIT], or where it waits (see [KernelCode#run]).
    private int at;

    /// @param thread its number in the block
    /// @param frame room for registers while it waits
    Lane(Block block, int thread, int frame, int localBytes) {
        this.block = block;
        this.thread = thread;
        launch = block.launch();
        watches = block.launch().watches();
        tidX = thread % block.launch().geometry().threadsX();
        tidY = thread / block.launch().geometry().threadsX();
        this.global = block.launch().memory();
        this.shared = block.shared();
        this.frame = new long[frame];
        local = new Allocation("local memory", localBytes, false);
    }

    /// Starts anew, for the next block.
    void reset(long mostLoops) {
        at = 0;
        barriers = 0;
        clock = 0;
        loops = mostLoops;
        touch = Touches.touch(block.number(), 0, 0, thread);
        local.forgetAll();
    }

    int thread() {
        return thread;
    }

    /// Its number in its warp.
    int number() {
        return thread % Warp.LANES;
    }

    long[] frame() {
        return frame;
    }

    int at() {
        return at;
    }

    void moveTo(int place) {
        at = place;
    }

    /// It and others of its block have come to a barrier.
    void passBarrier() {
        barriers++;
        clock = 0;
        touch = Touches.touch(block.number(), barriers, clock, thread);
    }

    /// What it leaves where it touches memory.
    long touch() {
        return strong ? Touches.strong(touch) : touch;
    }

    /// Whether the access that follows is a volatile one or the like.
    void setStrong(int yes) {
        strong = yes != 0;
    }

    boolean isStrong() {
        return strong;
    }

    /// Greater after each `bar.warp.sync` than that of every lane that took part.
    long clock() {
        return clock;
    }

    void setClock(long clock) {
        this.clock = clock;
        touch = Touches.touch(block.number(), barriers, clock, thread);
    }

    /// Called where a kernel goes back, so that none runs for ever.
    void loop() {
        if (--loops < 0) {
            throw new LaneFault(LaneFault.Kind.HANG, "it does not come out of its loops");
        }
    }

    void trap() {
        throw new LaneFault(LaneFault.Kind.TRAP, "trap");
    }

    long carry() {
        return carry;
    }

    /// Keeps bit 32 as carry or borrow.
    long keepCarry32(long sum) {
        carry = sum >>> 32 & 1;
        return sum;
    }

    int special(int which) {
        return SpecialRegister.VALUES.get(which).of(this);
    }

    int tidX() {
        return tidX;
    }

    int tidY() {
        return tidY;
    }

    int ntidX() {
        return block.launch().geometry().threadsX();
    }

    int ntidY() {
        return block.launch().geometry().threadsY();
    }

    int ctaidX() {
        return block.x();
    }

    int ctaidY() {
        return block.y();
    }

    int ctaidZ() {
        return block.z();
    }

    int nctaidX() {
        return block.launch().geometry().blocksX();
    }

    int nctaidY() {
        return block.launch().geometry().blocksY();
    }

    int nctaidZ() {
        return block.launch().geometry().blocksZ();
    }

    /// Where a variable of the module lies.
    long symbol(int index) {
        return block.launch().symbol(index);
    }

    int parameter8(long offset) {
        return block.launch().arguments().get8(block.launch().arguments().check(offset, 1)) & 0xff;
    }

    int parameter16(long offset) {
        return block.launch().arguments().get16(block.launch().arguments().check(offset, 2))
                & 0xffff;
    }

    int parameter32(long offset) {
        return block.launch().arguments().get32(block.launch().arguments().check(offset, 4));
    }

    long parameter64(long offset) {
        return block.launch().arguments().get64(block.launch().arguments().check(offset, 8));
    }

    /// Checks an access of several values at once.
    long globalVector(long address, int bytes) {
        global.find(address).check(GlobalMemory.offset(address), bytes);
        return address;
    }

    int loadGlobal8(long address) {
        Allocation memory = global.find(address);
        return memory.get8(read(memory, address, 1)) & 0xff;
    }

    int loadGlobal16(long address) {
        Allocation memory = global.find(address);
        return memory.get16(read(memory, address, 2)) & 0xffff;
    }

    int loadGlobal32(long address) {
        Allocation memory = global.find(address);
        return memory.get32(read(memory, address, 4));
    }

    long loadGlobal64(long address) {
        Allocation memory = global.find(address);
        return memory.get64(read(memory, address, 8));
    }

    private int read(Allocation memory, long address, int length) {
        int offset = memory.check(GlobalMemory.offset(address), length);
        memory.expectWritten(offset, length);
        if (watches) {
            memory.touches(launch).read(touch(), offset, length);
        }
        return offset;
    }

    void storeGlobal8(long address, int value) {
        Allocation memory = global.find(address);
        memory.set8(write(memory, address, 1), (byte) value);
    }

    void storeGlobal16(long address, int value) {
        Allocation memory = global.find(address);
        memory.set16(write(memory, address, 2), (short) value);
    }

    void storeGlobal32(long address, int value) {
        Allocation memory = global.find(address);
        memory.set32(write(memory, address, 4), value);
    }

    void storeGlobal64(long address, long value) {
        Allocation memory = global.find(address);
        memory.set64(write(memory, address, 8), value);
    }

    private int write(Allocation memory, long address, int length) {
        int offset = memory.checkWrite(GlobalMemory.offset(address), length);
        if (watches) {
            Touches touches = memory.touches(launch);
            if (strong) {
                touches.update(touch, offset, length);
            } else {
                touches.write(touch, offset, length);
            }
        }
        memory.write(offset, length);
        return offset;
    }

    long sharedVector(long address, int bytes) {
        shared.memory().check(address, bytes);
        return address;
    }

    int loadShared8(long address) {
        return shared.memory().get8(shared.read(this, address, 1)) & 0xff;
    }

    int loadShared16(long address) {
        return shared.memory().get16(shared.read(this, address, 2)) & 0xffff;
    }

    int loadShared32(long address) {
        return shared.memory().get32(shared.read(this, address, 4));
    }

    long loadShared64(long address) {
        return shared.memory().get64(shared.read(this, address, 8));
    }

    void storeShared8(long address, int value) {
        shared.memory().set8(shared.write(this, address, 1), (byte) value);
    }

    void storeShared16(long address, int value) {
        shared.memory().set16(shared.write(this, address, 2), (short) value);
    }

    void storeShared32(long address, int value) {
        shared.memory().set32(shared.write(this, address, 4), value);
    }

    void storeShared64(long address, long value) {
        shared.memory().set64(shared.write(this, address, 8), value);
    }

    long localVector(long address, int bytes) {
        local.check(address, bytes);
        return address;
    }

    private int readLocal(long address, int length) {
        int offset = local.check(address, length);
        local.expectWritten(offset, length);
        return offset;
    }

    private int writeLocal(long address, int length) {
        int offset = local.check(address, length);
        local.write(offset, length);
        return offset;
    }

    int loadLocal8(long address) {
        return local.get8(readLocal(address, 1)) & 0xff;
    }

    int loadLocal16(long address) {
        return local.get16(readLocal(address, 2)) & 0xffff;
    }

    int loadLocal32(long address) {
        return local.get32(readLocal(address, 4));
    }

    long loadLocal64(long address) {
        return local.get64(readLocal(address, 8));
    }

    void storeLocal8(long address, int value) {
        local.set8(writeLocal(address, 1), (byte) value);
    }

    void storeLocal16(long address, int value) {
        local.set16(writeLocal(address, 2), (short) value);
    }

    void storeLocal32(long address, int value) {
        local.set32(writeLocal(address, 4), value);
    }

    void storeLocal64(long address, long value) {
        local.set64(writeLocal(address, 8), value);
    }

    static long sharedToGeneric(long address) {
        return address | SHARED_MARK;
    }

    static long localToGeneric(long address) {
        return address | LOCAL_MARK;
    }

    static long genericToOwn(long address) {
        return address & ~MARKS;
    }

    private static boolean isShared(long address) {
        return (address & SHARED_MARK) != 0;
    }

    private static boolean isLocal(long address) {
        return (address & LOCAL_MARK) != 0;
    }

    long genericVector(long address, int bytes) {
        if (isShared(address)) {
            sharedVector(genericToOwn(address), bytes);
        } else if (isLocal(address)) {
            localVector(genericToOwn(address), bytes);
        } else {
            globalVector(address, bytes);
        }
        return address;
    }

    int loadGeneric8(long address) {
        if (isShared(address)) {
            return loadShared8(genericToOwn(address));
        }
        return isLocal(address) ? loadLocal8(genericToOwn(address)) : loadGlobal8(address);
    }

    int loadGeneric16(long address) {
        if (isShared(address)) {
            return loadShared16(genericToOwn(address));
        }
        return isLocal(address) ? loadLocal16(genericToOwn(address)) : loadGlobal16(address);
    }

    int loadGeneric32(long address) {
        if (isShared(address)) {
            return loadShared32(genericToOwn(address));
        }
        return isLocal(address) ? loadLocal32(genericToOwn(address)) : loadGlobal32(address);
    }

    long loadGeneric64(long address) {
        if (isShared(address)) {
            return loadShared64(genericToOwn(address));
        }
        return isLocal(address) ? loadLocal64(genericToOwn(address)) : loadGlobal64(address);
    }

    void storeGeneric8(long address, int value) {
        if (isShared(address)) {
            storeShared8(genericToOwn(address), value);
        } else if (isLocal(address)) {
            storeLocal8(genericToOwn(address), value);
        } else {
            storeGlobal8(address, value);
        }
    }

    void storeGeneric16(long address, int value) {
        if (isShared(address)) {
            storeShared16(genericToOwn(address), value);
        } else if (isLocal(address)) {
            storeLocal16(genericToOwn(address), value);
        } else {
            storeGlobal16(address, value);
        }
    }

    void storeGeneric32(long address, int value) {
        if (isShared(address)) {
            storeShared32(genericToOwn(address), value);
        } else if (isLocal(address)) {
            storeLocal32(genericToOwn(address), value);
        } else {
            storeGlobal32(address, value);
        }
    }

    void storeGeneric64(long address, long value) {
        if (isShared(address)) {
            storeShared64(genericToOwn(address), value);
        } else if (isLocal(address)) {
            storeLocal64(genericToOwn(address), value);
        } else {
            storeGlobal64(address, value);
        }
    }

    /// Does an atomic operation on global memory and gives what was there.
    long atomicGlobal(long address, long b, long c, int index) {
        AtomicOperation operation = block.launch().kernel().atomic(index);
        int length = operation.type().bytes();
        Allocation memory = global.find(address);
        int offset = memory.checkWrite(GlobalMemory.offset(address), length);
        memory.expectWritten(offset, length);
        if (watches) {
            memory.touches(launch).update(touch, offset, length);
        }
        return update(memory, offset, operation, b, c);
    }

    /// The same on shared memory.
    long atomicShared(long address, long b, long c, int index) {
        AtomicOperation operation = block.launch().kernel().atomic(index);
        int offset = shared.update(this, address, operation.type().bytes());
        return update(shared.memory(), offset, operation, b, c);
    }

    long atomicGeneric(long address, long b, long c, int index) {
        return isShared(address)
                ? atomicShared(genericToOwn(address), b, c, index)
                : atomicGlobal(address, b, c, index);
    }

    private static long update(
            Allocation memory, int offset, AtomicOperation operation, long b, long c) {
        if (operation.type().bytes() == 4) {
            long old = operation.type().extend(memory.get32(offset));
            memory.set32(offset, (int) operation.apply(old, b, c));
            return old;
        }
        if (operation.type().bytes() == 8) {
            long old = memory.get64(offset);
            memory.set64(offset, operation.apply(old, b, c));
            return old;
        }
        throw new PtxSyntaxException("atomic operations are of 4 or 8 bytes");
    }
}
