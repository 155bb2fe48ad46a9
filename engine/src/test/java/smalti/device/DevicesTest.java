package smalti.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import smalti.error.DeviceUnavailableException;

class DevicesTest {
    private final String before = System.getProperty(Devices.PROPERTY, "");

    @AfterEach
    void restore() {
        if (before.isEmpty()) {
            System.clearProperty(Devices.PROPERTY);
        } else {
            System.setProperty(Devices.PROPERTY, before);
        }
    }

    @Test
    void theCpuIsAlwaysThere() {
        assertThat(Devices.named("cpu").name()).isEqualTo("cpu");
        assertThat(Devices.named("CPU")).isSameAs(Devices.named("cpu"));
        assertThat(Devices.named("cpu").description()).contains("CPU");
        assertThat(Devices.all())
                .anySatisfy(entry -> {
                    assertThat(entry.name()).isEqualTo("cpu");
                    assertThat(entry.availability()).isInstanceOf(Availability.Available.class);
                });
    }

    @Test
    void thePropertyNamesTheDefault() {
        System.setProperty(Devices.PROPERTY, "cpu");
        assertThat(Devices.best()).isSameAs(Devices.named("cpu"));
        System.clearProperty(Devices.PROPERTY);
        assertThat(Devices.best()).isSameAs(Devices.named(Devices.AUTO));
    }

    @Test
    void aDeviceThatNobodyOffersIsAnErrorThatNamesWhatThereIs() {
        assertThatThrownBy(() -> Devices.named("abacus"))
                .isInstanceOf(DeviceUnavailableException.class)
                .hasMessageStartingWith("no device abacus: nobody offers it; there are [")
                .hasMessageContaining("cpu");
        System.setProperty(Devices.PROPERTY, "abacus");
        assertThatThrownBy(Devices::best).isInstanceOf(DeviceUnavailableException.class);
    }

    @Test
    void aDeviceOfSeveralIsAskedForByItsNumber() {
        assertThat(Devices.named("cpu:0")).isSameAs(Devices.named("cpu"));
        assertThatThrownBy(() -> Devices.named("cpu:1"))
                .isInstanceOf(DeviceUnavailableException.class)
                .hasMessage("no cpu:1: there is only one; use --device cpu");
        for (String wrong : List.of("cpu:", "cpu:one", "cpu:-1", "auto:1", ":1", "")) {
            assertThatThrownBy(() -> Devices.named(wrong))
                    .isInstanceOf(DeviceUnavailableException.class)
                    .hasMessageContaining("that is no name of a device");
        }
    }
}
