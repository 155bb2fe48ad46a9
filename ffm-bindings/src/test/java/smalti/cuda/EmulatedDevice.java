package smalti.cuda;

import smalti.cuda.emulator.PtxDriver;
import smalti.cuda.emulator.PtxOptions;
import smalti.cuda.emulator.TestedDriver;
import smalti.device.Device;
import smalti.testkit.promise.OnDevice;

/// The device over the interpreter of PTX: all of it but the GPU.
///
/// @param device that is shared: its kernels are made once
record EmulatedDevice(Device device) implements OnDevice {
    private static final EmulatedDevice COMMON = new EmulatedDevice(on(TestedDriver.get()));

    private static final ScopedValue<EmulatedDevice> OTHER = ScopedValue.newInstance();

    static EmulatedDevice of(PtxOptions options) {
        return new EmulatedDevice(on(new PtxDriver(options)));
    }

    private static Device on(PtxDriver driver) {
        return new CudaDevice("cuda", driver);
    }

    /// The device that tests run on, over the [TestedDriver].
    static EmulatedDevice tested() {
        return OTHER.orElse(COMMON);
    }

    /// Runs tests on another GPU.
    static void during(PtxDriver other, Runnable tests) {
        ScopedValue.where(OTHER, new EmulatedDevice(on(other)))
                .run(() -> TestedDriver.during(other, tests));
    }
}
