package smalti.cuda.emulator;

/// What a kernel did that no kernel may do: a failure of the test that launched it.
final class KernelFault extends AssertionError {
    private static final long serialVersionUID = 1L;

    private final LaneFault.Kind kind;

    KernelFault(String place, LaneFault fault) {
        super(place + ": " + fault.getMessage(), fault);
        kind = fault.kind();
    }

    LaneFault.Kind kind() {
        return kind;
    }
}
