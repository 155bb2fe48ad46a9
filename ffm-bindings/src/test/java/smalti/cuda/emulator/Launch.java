package smalti.cuda.emulator;

import smalti.cuda.driver.Geometry;

/// A kernel that is started with arguments.
///
/// @param symbols where the variables of the kernel's module lie
/// @param mostLoops how often a thread may go back in its code
/// @param watches whether races in global memory are looked for
record Launch(
        Kernel kernel,
        Geometry geometry,
        Allocation arguments,
        GlobalMemory memory,
        long[] symbols,
        long mostLoops,
        boolean watches) {
    long symbol(int index) {
        return symbols[index];
    }

    /// Runs all blocks, one after the other.
    ///
    /// @throws KernelFault at the first mistake
    void run(Order order) {
        Block block = new Block(this);
        int blocks =
                Math.multiplyExact(
                        Math.multiplyExact(geometry.blocksX(), geometry.blocksY()),
                        geometry.blocksZ());
        int start = order.start(blocks);
        int step = order.step(blocks);
        for (int i = 0, index = start; i < blocks; i++, index = (index + step) % blocks) {
            int row = index / geometry.blocksX();
            block.run(
                    index % geometry.blocksX(),
                    row % geometry.blocksY(),
                    row / geometry.blocksY(),
                    order);
        }
    }
}
