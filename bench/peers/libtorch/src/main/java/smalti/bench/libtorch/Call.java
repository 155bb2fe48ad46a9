package smalti.bench.libtorch;

import java.util.Optional;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;

/// An operator as C++ and Python call it in a loop: the tensors of a call are freed with the call, its result with the
/// next call. Without gradients, since a tape costs.
final class Call implements Supplier<Object> {
    private final Supplier<Tensor> operator;
    private Optional<Tensor> last = Optional.empty();

    Call(Supplier<Tensor> operator) {
        this.operator = operator;
    }

    @Override
    public Object get() {
        release();
        try (PointerScope _ = new PointerScope();
                AutoGradMode _ = new AutoGradMode(false)) {
            // Operators in place return the tensor that they were called on, which must outlive the
            // call: detached, it is
            // one more reference to the same memory.
            Tensor result = operator.get().detach();
            // The scope lets go of what it holds alone.
            result.retainReference();
            last = Optional.of(result);
            return result;
        }
    }

    void release() {
        last.ifPresent(Tensor::close);
        last = Optional.empty();
    }
}
