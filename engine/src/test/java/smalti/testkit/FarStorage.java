package smalti.testkit;

import java.lang.foreign.MemorySegment;
import smalti.tensor.DType;
import smalti.tensor.Storage;
import smalti.tensor.Tensor;

/// The buffer of a device that is none: what it holds can be copied but not be reached.
///
/// @param held where it really lies, from its storage's start
/// @param copies is told of them
public record FarStorage(Tensor held, Copies copies) implements Storage.OnDevice {
    /// A copy of a tensor that lies far away.
    public static Tensor copy(Tensor tensor) {
        Tensor held = tensor.to(tensor.dtype());
        return Tensor.of(tensor.shape(), new FarStorage(held, new Copies()), 0);
    }

    @Override
    public DType dtype() {
        return held.dtype();
    }

    @Override
    public long capacity() {
        return held.elements();
    }

    @Override
    public void read(long first, MemorySegment to) {
        copies.addBack();
        to.copyFrom(part(first, to.byteSize()));
    }

    @Override
    public void write(long first, MemorySegment from) {
        copies.addThere();
        part(first, from.byteSize()).copyFrom(from);
    }

    private MemorySegment part(long first, long bytes) {
        return held.memory().asSlice(first * dtype().bytes(), bytes);
    }
}
