package smalti.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import smalti.device.Device;
import smalti.device.Devices;
import smalti.nn.Layer;
import smalti.op.Op;
import smalti.op.PointOp;
import smalti.tensor.Tensor;
import smalti.testkit.FarDevice;

class PlannedNetworkTest {
    /// In two steps: the second one finds that the plan was closed, if it was.
    private static final Layer FOURFOLD =
            (pass, input) ->
                    pass.run(new PointOp.Scale(2, 0), pass.run(new PointOp.Scale(2, 0), input));

    /// Computes like the CPU, but makes maps of one row wait.
    private static final class Waiting implements Device {
        private final Device computing = Devices.named("cpu");
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);

        @Override
        public String name() {
            return "waiting";
        }

        @Override
        public String description() {
            return "waits";
        }

        @Override
        public List<Tensor> run(Op op, List<Tensor> inputs) {
            return computing.run(op, inputs);
        }

        @Override
        public void runInto(Op op, List<Tensor> inputs, List<Tensor> outputs) {
            if (op instanceof PointOp.Scale && inputs.getFirst().shape().size(1) == 1) {
                begun.countDown();
                await(goOn);
            }
            computing.runInto(op, inputs, outputs);
        }

        static void await(CountDownLatch latch) {
            try {
                assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void aPlanThatMadeRoomForOthersLivesUntilItsRunsEnd() throws Exception {
        var waiting = new Waiting();
        Device device = new FarDevice(waiting);
        var network = new PlannedNetwork(FOURFOLD);
        try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            Future<Tensor> slow = other.submit(() -> network.run(device, map(1)));
            Waiting.await(waiting.begun);
            for (int rows = 2; rows < 8; rows++) {
                assertThat(network.run(device, map(rows)).get(0)).isEqualTo(4);
            }
            waiting.goOn.countDown();
            assertThat(slow.get().get(0)).isEqualTo(4);
        }
        // Planned anew.
        assertThat(network.run(device, map(1)).get(0)).isEqualTo(4);
    }

    private static Tensor map(int rows) {
        float[] values = new float[rows * 3];
        Arrays.fill(values, 1);
        return Tensor.of(values, 1, rows, 1, 3);
    }
}
