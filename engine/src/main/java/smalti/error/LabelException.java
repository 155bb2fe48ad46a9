package smalti.error;

import java.util.Arrays;

/// A label that a label map may not hold.
public final class LabelException extends SmaltiException {
    private static final long serialVersionUID = 1L;

    private final transient int[] position;
    private final long label;
    private final long limit;

    /// @param position where the label stands: `[b,y,x]`
    /// @param label the label found there
    /// @param limit the first label that is not allowed any more
    /// @param wayOut what the caller can do, without a full stop; empty if nothing is to be said
    public LabelException(int[] position, long label, long limit, String wayOut) {
        super(
                "label %d at %s is not below the %d segments%s"
                        .formatted(
                                label,
                                Arrays.toString(position).replace(" ", ""),
                                limit,
                                wayOut.isEmpty() ? "" : "; " + wayOut));
        this.position = position.clone();
        this.label = label;
        this.limit = limit;
    }

    /// Where the label stands: `[b,y,x]`.
    public int[] position() {
        return position.clone();
    }

    public long label() {
        return label;
    }

    public long limit() {
        return limit;
    }
}
