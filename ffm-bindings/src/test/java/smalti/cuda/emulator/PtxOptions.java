package smalti.cuda.emulator;

/// How a GPU that is none behaves.
///
/// @param memory in bytes
/// @param seed of the order of blocks, warps and lanes; 0 for the natural one
/// @param deferred whether what a kernel does wrong shows at a later call, as with CUDA, instead of at once
/// @param globalRaces whether threads of one launch that touch the same global memory are found too
/// @param mostLoops how often a thread may go back in its code before it is taken for one that never ends
/// @param failures what fails although nothing is wrong
public record PtxOptions(
        long memory,
        long seed,
        boolean deferred,
        boolean globalRaces,
        long mostLoops,
        Failures failures) {
    private static final long MOST_LOOPS = 20_000_000;

    /// 512 MB, the natural order, faults at once.
    public static final PtxOptions DEFAULT =
            new PtxOptions(1L << 29, 0, false, false, MOST_LOOPS, Failures.NONE);

    /// What fails although nothing is wrong.
    ///
    /// @param allocation the first allocation that fails, from 1; 0 for none
    /// @param allocations how many fail from there on
    /// @param launch the launch that spoils the context, from 1; 0 for none
    public record Failures(int allocation, int allocations, int launch) {
        public static final Failures NONE = new Failures(0, 0, 0);

        /// This allocation finds no memory, and the next one does.
        public static Failures ofAllocation(int number) {
            return new Failures(number, 1, 0);
        }

        /// No allocation from this one on finds memory.
        public static Failures ofAllocationsFrom(int number) {
            return new Failures(number, Integer.MAX_VALUE, 0);
        }

        /// This launch fails as an access to a wrong address does: so does all that comes after.
        public static Failures ofLaunch(int number) {
            return new Failures(0, 0, number);
        }

        boolean failsAllocation(int number) {
            return allocation > 0 && number >= allocation && number - allocation < allocations;
        }
    }

    public PtxOptions memory(long bytes) {
        return new PtxOptions(bytes, seed, deferred, globalRaces, mostLoops, failures);
    }

    public PtxOptions seed(long other) {
        return new PtxOptions(memory, other, deferred, globalRaces, mostLoops, failures);
    }

    /// With faults of kernels as CUDA tells them.
    public PtxOptions deferring() {
        return new PtxOptions(memory, seed, true, globalRaces, mostLoops, failures);
    }

    /// Also finds races in global memory. Not for kernels that mean to race: that read plainly what others change by atomic
    /// operations, or whose blocks tell each other when what they wrote may be read.
    public PtxOptions findingGlobalRaces() {
        return new PtxOptions(memory, seed, deferred, true, mostLoops, failures);
    }

    public PtxOptions mostLoops(long loops) {
        return new PtxOptions(memory, seed, deferred, globalRaces, loops, failures);
    }

    public PtxOptions failing(Failures other) {
        return new PtxOptions(memory, seed, deferred, globalRaces, mostLoops, other);
    }
}
