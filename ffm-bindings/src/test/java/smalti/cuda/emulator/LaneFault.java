package smalti.cuda.emulator;

/// What one thread of a kernel did wrong, before it is known where.
final class LaneFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// What was wrong.
    enum Kind {
        /// Memory that is not the kernel's.
        ADDRESS,
        /// An address that is no multiple of the access.
        ALIGNMENT,
        /// Memory read before it was written.
        UNINITIALISED,
        /// Two threads at one place with nothing that orders them.
        RACE,
        /// Threads that wait for each other for ever, or run for ever.
        HANG,
        /// Lanes that are not together where they have to be.
        LANES,
        DIVISION,
        TRAP
    }

    private final Kind kind;

    LaneFault(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }
}
