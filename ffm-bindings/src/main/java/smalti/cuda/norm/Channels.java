package smalti.cuda.norm;

import java.util.ArrayList;
import java.util.List;
import smalti.cuda.axis.Columns;
import smalti.cuda.driver.Geometry;
import smalti.cuda.launch.DeviceTensor;
import smalti.cuda.launch.Kernels;
import smalti.cuda.launch.Queue;
import smalti.cuda.launch.Scratch;

/// Statistics of channels, and scaling by them.
final class Channels {
    private static final int BYTES_OF_TWO_SUMS = 2 * Double.BYTES;

    /// Channels that a thread scales at once where there are multiples of them, and addresses allow.
    private static final int VECTOR = 4;

    /// Rows that a thread scales at least, so that what belongs to its channels is not read for one row.
    private static final int ROWS_A_THREAD = 4;

    private final Kernels kernels;

    /// @param kernels those of `norm.cu`
    Channels(Kernels kernels) {
        this.kernels = kernels;
    }

    /// Writes mean and biased variance of each channel.
    void measure(DeviceTensor x, DeviceTensor mean, DeviceTensor variance, Queue queue) {
        if (x.elements() > 0) {
            new Columns(1, x.rows(), x.columns())
                    .run(
                            kernels,
                            "moments",
                            BYTES_OF_TWO_SUMS,
                            queue,
                            x,
                            mean,
                            variance,
                            (double) x.rows());
        }
    }

    /// `out = (x - mean) / sqrt(variance + epsilon) · gamma + beta`.
    void standardize(
            DeviceTensor x,
            DeviceTensor gamma,
            DeviceTensor beta,
            DeviceTensor mean,
            DeviceTensor variance,
            double epsilon,
            DeviceTensor out,
            Queue queue) {
        if (x.elements() == 0) {
            return;
        }
        long channels = gamma.elements();
        try (Scratch factors = queue.allocate(gamma.bytes())) {
            queue.launch(
                    kernels.get("factors"),
                    queue.over(channels),
                    gamma,
                    variance,
                    epsilon,
                    factors.address(),
                    channels);
            scale(
                    "standardize",
                    x,
                    List.of(
                            x.address(),
                            mean.address(),
                            factors.address(),
                            beta.address(),
                            out.address()),
                    queue);
        }
    }

    /// The gradients of standardizing by one's own mean and variance.
    ///
    /// @param inputs of [smalti.op.NormOp.BatchNormGradient]
    /// @param outputs of it
    void gradient(
            List<DeviceTensor> inputs, double epsilon, List<DeviceTensor> outputs, Queue queue) {
        DeviceTensor above = inputs.get(0);
        DeviceTensor x = inputs.get(1);
        DeviceTensor gamma = inputs.get(2);
        DeviceTensor mean = inputs.get(3);
        DeviceTensor variance = inputs.get(4);
        if (x.elements() == 0) {
            return;
        }
        try (Scratch aboves = queue.allocate(gamma.bytes());
                Scratch factors = queue.allocate(gamma.bytes());
                Scratch slopes = queue.allocate(gamma.bytes())) {
            new Columns(1, x.rows(), x.columns())
                    .run(
                            kernels,
                            "products",
                            BYTES_OF_TWO_SUMS,
                            queue,
                            above,
                            x,
                            gamma,
                            mean,
                            variance,
                            epsilon,
                            (double) x.rows(),
                            outputs.get(1),
                            outputs.get(2),
                            aboves.address(),
                            factors.address(),
                            slopes.address());
            scale(
                    "standardize_gradient",
                    x,
                    List.of(
                            above.address(),
                            x.address(),
                            aboves.address(),
                            factors.address(),
                            mean.address(),
                            slopes.address(),
                            outputs.getFirst().address()),
                    queue);
        }
    }

    /// Starts a kernel in which each thread keeps to its channels.
    private void scale(String kernel, DeviceTensor x, List<Long> addresses, Queue queue) {
        long together = addresses.stream().reduce(0L, (a, b) -> a | b);
        boolean wide = x.columns() % VECTOR == 0 && together % (VECTOR * (long) Float.BYTES) == 0;
        int columns = wide ? x.columns() / VECTOR : x.columns();
        int chunks = Math.ceilDiv(columns, Queue.THREADS);
        int width = Math.ceilDiv(columns, chunks);
        int atOnce = Queue.THREADS / width;
        long most = Math.max(1, queue.over(x.elements()).blocksX() / chunks);
        long down = Math.min(most, Math.ceilDiv(x.rows(), (long) atOnce * ROWS_A_THREAD));
        List<Object> arguments = new ArrayList<>(addresses);
        arguments.addAll(List.of(x.rows(), columns, width, atOnce, chunks));
        queue.launch(
                kernels.get(wide ? kernel + "_vector" : kernel),
                Geometry.of(Math.toIntExact(down * chunks), Queue.THREADS),
                arguments.toArray());
    }
}
