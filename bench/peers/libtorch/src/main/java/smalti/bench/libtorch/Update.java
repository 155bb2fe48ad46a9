package smalti.bench.libtorch;

import java.util.List;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.AdamW;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import smalti.bench.workload.TrainingWorkload;
import smalti.nn.Adam;
import smalti.nn.Sgd;
import smalti.nn.UpdateRule;

/// How libtorch updates weights.
///
/// @param optimizer that knows them
/// @param update what it is asked to do, which each has under its own type
record Update(Optimizer optimizer, Runnable update) {
    /// libtorch's own for a rule of ours.
    static Update of(UpdateRule rule, List<Tensor> learnt) {
        var parameters = new TensorVector(learnt.toArray(Tensor[]::new));
        return switch (rule) {
            case Sgd sgd -> {
                var options = new SGDOptions(TrainingWorkload.RATE);
                options.momentum().put(sgd.momentum());
                options.weight_decay().put(sgd.weightDecay());
                var optimizer = new SGD(parameters, options);
                yield new Update(optimizer, optimizer::step);
            }
            case Adam adam when adam.decoupled() -> {
                var options = new AdamWOptions(TrainingWorkload.RATE);
                options.weight_decay().put(adam.weightDecay());
                var optimizer = new AdamW(parameters, options);
                yield new Update(optimizer, optimizer::step);
            }
            case Adam adam -> {
                var options = new AdamOptions(TrainingWorkload.RATE);
                options.weight_decay().put(adam.weightDecay());
                var optimizer = new org.bytedeco.pytorch.Adam(parameters, options);
                yield new Update(optimizer, optimizer::step);
            }
        };
    }

    void zeroGradients() {
        optimizer.zero_grad();
    }

    void step() {
        update.run();
    }

    void close() {
        optimizer.close();
    }
}
