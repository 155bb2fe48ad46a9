package smalti.bench.workload;

/// A whole network at work on a batch of pictures.
public sealed interface ModelWorkload extends NetworkWorkload
        permits InferenceWorkload, TrainingWorkload {
    @Override
    ModelInput input();

    @Override
    default long bytes() {
        return 4 * input().shape().elements();
    }

    @Override
    default Unit unit() {
        return Unit.MILLISECONDS_A_BATCH;
    }
}
