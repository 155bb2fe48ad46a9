package smalti.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import smalti.device.Device;
import smalti.device.Devices;
import smalti.op.Op;
import smalti.tensor.Tensor;

class DeviceOptionsTest {
    private static final Device GPU =
            new Device() {
                @Override
                public String name() {
                    return "cuda";
                }

                @Override
                public String description() {
                    return "a large GPU";
                }

                @Override
                public List<Tensor> run(Op op, List<Tensor> inputs) {
                    return List.of();
                }
            };

    @Test
    void aGpuThatWasNotAskedForIsTold() {
        assertThat(DeviceOptions.announcement("auto", GPU))
                .hasValueSatisfying(
                        line -> assertThat(line).contains("cuda (a large GPU)", "--device cpu"));
    }

    @Test
    void whatEverybodyHasOrWasAskedForIsNot() {
        assertThat(DeviceOptions.announcement("auto", Devices.named("cpu"))).isEmpty();
        assertThat(DeviceOptions.announcement("cuda", GPU)).isEmpty();
    }
}
