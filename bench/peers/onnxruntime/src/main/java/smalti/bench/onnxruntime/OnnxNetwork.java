package smalti.bench.onnxruntime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import smalti.bench.contest.Translation.Role;
import smalti.tensor.Tensor;

/// A session of ONNX Runtime and the pictures that it is asked about. The scores of a call are freed with the next.
final class OnnxNetwork {
    private final OrtSession session;
    private final OnnxTensor pictures;
    private Optional<OrtSession.Result> last = Optional.empty();

    /// @param pictures `[B,H,W,3]`
    /// @param threads how many work on one operator; operators follow each other
    OnnxNetwork(byte[] model, Tensor pictures, OptLevel level, int threads) {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (var options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
            options.setOptimizationLevel(level);
            this.session = environment.createSession(model, options);
            Tensor planes = Role.MAP.there(pictures);
            this.pictures =
                    OnnxTensor.createTensor(
                            environment,
                            FloatBuffer.wrap(planes.floats()),
                            Arrays.stream(planes.shape().sizes()).asLongStream().toArray());
        } catch (OrtException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /// The scores of all pictures.
    OnnxTensor scores() {
        release();
        try {
            OrtSession.Result result = session.run(Map.of(OnnxModel.INPUT, pictures));
            last = Optional.of(result);
            return (OnnxTensor) result.get(0);
        } catch (OrtException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /// The scores that were computed last, `[B,H,W,C]` or `[B,C]`.
    float[] scoresInOurOrder() {
        OnnxTensor scores = (OnnxTensor) last.orElseThrow().get(0);
        float[] values = new float[scores.getFloatBuffer().remaining()];
        scores.getFloatBuffer().get(values);
        int[] sizes =
                Arrays.stream(scores.getInfo().getShape()).mapToInt(Math::toIntExact).toArray();
        Role role = sizes.length == 4 ? Role.MAP : Role.PLAIN;
        return role.ours(Tensor.of(values, sizes)).floats();
    }

    private void release() {
        last.ifPresent(OrtSession.Result::close);
        last = Optional.empty();
    }

    void close() {
        release();
        pictures.close();
        try {
            session.close();
        } catch (OrtException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
