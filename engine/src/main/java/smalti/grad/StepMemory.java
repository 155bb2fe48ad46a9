package smalti.grad;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import smalti.device.Workspace;
import smalti.op.TensorType;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Storage;
import smalti.tensor.Tensor;

/// Memory that the steps of a training run hand on to each other, so that a steady state takes none. A [Tape] that is given
/// one computes into it; what a step no longer needs goes back, and is overwritten by later values.
///
/// ```java
/// var memory = new StepMemory();
/// while (learning) {
///     Tape tape = Tape.on(device, memory);
///     Gradients gradients = tape.gradients(loss(tape));
///     optimizer.step(parameters, gradients);
///     gradients.release();
/// }
/// ```
///
/// A tensor that somebody has asked for, by [Variable#tensor()] or [Gradients#of(Tensor)], is theirs and never overwritten.
/// Values that nobody has asked for end when the way back begins, those that gradients need when it has passed them, and
/// gradients, and the value that they are of, with [Gradients#release()]; who asks for a value afterwards is told so. Operators of one's own
/// ([smalti.op.CustomOp]) must not keep the tensors that they are given.
///
/// Safe for use by several threads at once.
public final class StepMemory {
    /// Memory that so many tapes in a row had no use for is let go, as when pictures become smaller.
    private static final int PATIENCE = 4;

    /// By type and by number of elements: arrays of tensors that somebody asks for are no longer than they.
    private final Map<DType, Map<Integer, Deque<Free>>> free = new EnumMap<>(DType.class);

    private final Optional<Workspace> home;
    private long tapes;

    private StepMemory(Optional<Workspace> home) {
        this.home = home;
    }

    /// Memory on the heap.
    public StepMemory() {
        this(Optional.empty());
    }

    /// Memory of a workspace, for tapes on it. What somebody has asked for is theirs there until they release it or the workspace
    /// is closed.
    public static StepMemory in(Workspace workspace) {
        return new StepMemory(Optional.of(workspace));
    }

    /// @param since the number of the tape that gave it back
    private record Free(Storage storage, long since) {}

    /// The bytes that are free for later values.
    public synchronized long bytes() {
        return free.values().stream()
                .flatMap(sizes -> sizes.values().stream())
                .flatMap(Deque::stream)
                .mapToLong(each -> each.storage.capacity() * each.storage.dtype().bytes())
                .sum();
    }

    /// Begins another tape.
    synchronized void begin() {
        tapes++;
        for (Map<Integer, Deque<Free>> sizes : free.values()) {
            for (Iterator<Deque<Free>> each = sizes.values().iterator(); each.hasNext(); ) {
                Deque<Free> same = each.next();
                // What was given last is taken first, so the oldest stand at the end.
                while (!same.isEmpty() && same.peekLast().since < tapes - PATIENCE) {
                    release(same.removeLast().storage);
                }
                if (same.isEmpty()) {
                    each.remove();
                }
            }
        }
    }

    /// Tensors of these types, whatever they hold.
    synchronized List<Tensor> take(List<TensorType> types) {
        List<Tensor> tensors = new ArrayList<>(types.size());
        for (TensorType type : types) {
            tensors.add(Tensor.of(type.shape(), storage(type), 0));
        }
        return tensors;
    }

    private Storage storage(TensorType type) {
        int elements = type.shape().arrayLength("a value");
        Deque<Free> same = sizes(type.dtype()).get(elements);
        return same == null || same.isEmpty()
                ? allocate(type.dtype(), elements)
                : same.pop().storage;
    }

    private Storage allocate(DType type, int elements) {
        var flat = new TensorType(type, Shape.of(elements));
        return home.map(there -> there.make(flat).storage())
                .orElseGet(() -> Storage.allocate(type, elements));
    }

    private void release(Storage storage) {
        Shape all = Shape.of((int) storage.capacity());
        home.ifPresent(there -> there.release(Tensor.of(all, storage, 0)));
    }

    /// Takes the memory of a tensor back, all of which is its own.
    synchronized void give(Tensor tensor) {
        Storage storage = tensor.storage();
        sizes(storage.dtype())
                .computeIfAbsent((int) storage.capacity(), _ -> new ArrayDeque<>())
                .push(new Free(storage, tapes));
    }

    private Map<Integer, Deque<Free>> sizes(DType type) {
        return free.computeIfAbsent(type, _ -> new HashMap<>());
    }
}
