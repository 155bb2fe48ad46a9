package smalti.grad;

import smalti.error.SmaltiException;
import smalti.tensor.Tensor;

/// The memory of a value, and who needs it. Views of a value share its holding.
final class Holding {
    private final Tensor tensor;
    private int needs;
    private boolean kept;
    private boolean over;

    private Holding(Tensor tensor, boolean kept) {
        this.tensor = tensor;
        this.kept = kept;
    }

    /// Memory that is somebody's: it is never handed on.
    static Holding foreign(Tensor tensor) {
        return new Holding(tensor, true);
    }

    /// Memory of a [StepMemory].
    static Holding lent(Tensor tensor) {
        return new Holding(tensor, false);
    }

    void need() {
        needs++;
    }

    void drop() {
        needs--;
    }

    /// From now on the memory is somebody's.
    void keep() {
        check();
        kept = true;
    }

    /// @throws SmaltiException if later values have the memory
    void check() {
        if (over) {
            throw new SmaltiException(
                    "the memory of a value "
                            + tensor
                            + " has been handed on; ask for it before gradients are taken or"
                            + " released");
        }
    }

    /// Gives the memory back if nobody needs it.
    void giveBack(StepMemory memory) {
        if (needs == 0 && !kept && !over) {
            over = true;
            memory.give(tensor);
        }
    }
}
