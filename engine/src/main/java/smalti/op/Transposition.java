package smalti.op;

/// Which factors of a matrix product are stored transposed.
public enum Transposition {
    /// Both are stored as they are multiplied.
    NONE,
    /// The left one.
    LEFT,
    /// The right one.
    RIGHT,
    /// Both.
    BOTH;

    /// Whether the left factor is stored `[K,M]`.
    public boolean ofLeft() {
        return this == LEFT || this == BOTH;
    }

    /// Whether the right factor is stored `[N,K]`.
    public boolean ofRight() {
        return this == RIGHT || this == BOTH;
    }

    /// The transposition of the factors named.
    public static Transposition of(boolean left, boolean right) {
        if (left) {
            return right ? BOTH : LEFT;
        }
        return right ? RIGHT : NONE;
    }
}
