package smalti.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import smalti.grad.Tape;
import smalti.nn.Parameter;
import smalti.nn.Parameters;
import smalti.nn.Pass;
import smalti.nn.Seeds;
import smalti.tensor.Tensor;

/// The running statistics of a network that learns: what is kept of it and not learnt.
final class RunningStatistics {
    private final Parameters parameters;
    private final long seed;
    private final int batches;

    /// @param seed of the run
    /// @param batches that they are taken anew from; 0 leaves them
    RunningStatistics(Parameters parameters, long seed, int batches) {
        this.parameters = parameters;
        this.seed = seed;
        this.batches = batches;
    }

    /// Takes them anew from the batches of the first steps: see [Mode.Measuring].
    void measure(Lesson lesson, Supplier<Tape> tapes) {
        if (parameters.all().stream().allMatch(Parameter::learnt)) {
            return;
        }
        for (int step = 0; step < batches; step++) {
            Tape tape = tapes.get();
            Pass pass = Pass.measuring(tape, Seeds.derived(seed, step), step);
            // Nothing is learnt: this only ends the tape, whose memory goes to the next.
            tape.gradients(lesson.loss(pass, step)).release();
        }
    }

    /// Does something, behind which they are what they were.
    void keptThrough(Runnable task) {
        Map<Parameter, Tensor> before = new LinkedHashMap<>();
        parameters.all().stream()
                .filter(each -> !each.learnt())
                .forEach(each -> before.put(each, each.tensor().to(each.tensor().dtype())));
        task.run();
        before.forEach((parameter, values) -> values.copyInto(parameter.tensor()));
    }
}
