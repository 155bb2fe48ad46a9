package smalti.bench.libtorch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.QualifiedName;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import smalti.bench.contest.Translation;
import smalti.plan.Trace;
import smalti.tensor.DType;

/// A network of ours as a module of libtorch, with weights of its own.
final class ScriptedNetwork {
    private final JitModule module;
    private final MemoryFormat format;
    private final Map<smalti.tensor.Tensor, Tensor> learnt = new IdentityHashMap<>();

    /// @param learnt which of the trace's constants gradients are wanted of
    /// @param format the order of maps and filters in memory
    ScriptedNetwork(
            Trace trace,
            Predicate<smalti.tensor.Tensor> learnt,
            MemoryFormat format,
            boolean overwrites) {
        Script script = new Script(trace, overwrites);
        this.format = format;
        this.module = new JitModule(new QualifiedName("__torch__.Network"));
        script.constants()
                .forEach((name, constant) -> {
                    Tensor tensor = tensor(constant.tensor(), constant.role(), format);
                    if (learnt.test(constant.tensor())) {
                        this.learnt.put(constant.tensor(), tensor.requires_grad_());
                        module.register_parameter(name, tensor, false);
                    } else {
                        module.register_buffer(name, tensor);
                    }
                });
        module.define(script.text());
    }

    private ScriptedNetwork(JitModule module, MemoryFormat format) {
        this.module = module;
        this.format = format;
    }

    /// The same ready to answer only: weights are constants, and normalisations are folded into convolutions.
    ScriptedNetwork frozen() {
        module.eval();
        return new ScriptedNetwork(torch.freeze(module), format);
    }

    /// The same, with weights laid out as oneDNN likes them, and operators joined.
    ScriptedNetwork optimized() {
        return new ScriptedNetwork(torch.optimize_for_inference(frozen().module), format);
    }

    /// A batch of pictures `[B,H,W,3]` as the network takes them.
    Tensor pictures(smalti.tensor.Tensor pictures) {
        return tensor(pictures, Translation.Role.MAP, format);
    }

    Tensor forward(Tensor pictures) {
        return module.forward(new IValueVector(new IValue(pictures))).toTensor();
    }

    /// What gradients are wanted of.
    List<Tensor> learnt() {
        return new ArrayList<>(learnt.values());
    }

    /// The gradient in one of our parameters, in our order of dimensions.
    float[] gradient(smalti.tensor.Tensor parameter) {
        Tensor tensor = learnt.get(parameter);
        if (tensor == null) {
            throw new IllegalArgumentException(parameter + " is not learnt");
        }
        Tensor gradient = tensor.grad();
        return Batch.floats(
                (gradient.dim() == 4 ? gradient.permute(2, 3, 1, 0) : gradient).contiguous());
    }

    private static Tensor tensor(
            smalti.tensor.Tensor tensor, Translation.Role role, MemoryFormat format) {
        long[] sizes = Arrays.stream(tensor.shape().sizes()).asLongStream().toArray();
        // Copies on the way are let go at once: memory is measured too.
        try (PointerScope _ = new PointerScope()) {
            Tensor values =
                    tensor.dtype() == DType.I32
                            ? torch.tensor(Arrays.stream(tensor.ints()).asLongStream().toArray())
                            : torch.tensor(tensor.floats());
            Tensor shaped = values.view(sizes);
            Tensor ordered =
                    switch (role) {
                        case FILTER -> shaped.permute(3, 2, 0, 1).contiguous(format);
                        case MAP -> shaped.permute(0, 3, 1, 2).contiguous(format);
                        case PLAIN -> shaped;
                    };
            ordered.retainReference();
            return ordered;
        }
    }

    void release() {
        learnt.values().forEach(Tensor::close);
        module.close();
    }
}
