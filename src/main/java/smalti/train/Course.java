package smalti.train;

import java.io.IOException;
import java.util.function.Predicate;
import smalti.evaluation.Examination;
import smalti.nn.Optimizer;
import smalti.nn.Parameter;
import smalti.nn.Parameters;

/// A network and how it is taught: all that a training run is made of.
public interface Course extends AutoCloseable {
    /// Everything that a checkpoint keeps.
    Parameters parameters();

    /// The parameters that learn; the others are frozen.
    default Predicate<Parameter> learnt() {
        return Parameter::learnt;
    }

    Optimizer optimizer();

    /// The loss of a step.
    Lesson lesson();

    /// How many pictures a step learns from.
    int pictures();

    /// How long steps have waited for their pictures so far, in seconds.
    double waitedSeconds();

    /// Tries the network, as it is now, on pictures that it does not learn from.
    Examination examine() throws IOException;

    /// Ends what works beside the steps.
    @Override
    void close();
}
