package smalti.grad;

import smalti.op.TensorType;
import smalti.tensor.Tensor;

/// A variable whose value has been computed. Within this package its value is read by [#value()]: whoever asks for its
/// tensor keeps it.
interface Held extends Variable {
    Holding holding();

    /// The value, for no longer than it is needed.
    Tensor value();

    /// The value, for an operator.
    ///
    /// @throws smalti.error.SmaltiException if later values have its memory
    default Tensor read() {
        holding().check();
        return value();
    }

    @Override
    default Tensor tensor() {
        holding().keep();
        return value();
    }

    @Override
    default TensorType type() {
        return TensorType.of(value());
    }

    /// The variable with its holding, if it has one.
    static Held of(Variable variable) {
        return variable instanceof Held held ? held : foreign(variable.tensor());
    }

    static Held foreign(Tensor tensor) {
        return new Plain(Holding.foreign(tensor), tensor);
    }

    /// The same memory under another shape.
    default Held as(Tensor view) {
        return new Plain(holding(), view);
    }

    /// A value and no more.
    record Plain(Holding holding, Tensor value) implements Held {}
}
