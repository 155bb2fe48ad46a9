package smalti.cuda.emulator;

/// PTX that cannot be read, or holds an instruction that the interpreter does not know.
final class PtxSyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PtxSyntaxException(String message) {
        super(message);
    }

    /// The same, with the place.
    PtxSyntaxException at(String place) {
        return new PtxSyntaxException(place + ": " + getMessage());
    }
}
