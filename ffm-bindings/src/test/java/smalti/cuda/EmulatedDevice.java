package smalti.cuda;

import smalti.cuda.emulator.PtxDriver;
import smalti.cuda.emulator.PtxOptions;
import smalti.device.Device;
import smalti.testkit.promise.OnDevice;

/// The device over the interpreter of PTX: all of it but the GPU.
///
/// @param device that is shared: its kernels are made once
record EmulatedDevice(Device device) implements OnDevice {
    static final EmulatedDevice SHARED = of(PtxOptions.DEFAULT.findingGlobalRaces());

    static EmulatedDevice of(PtxOptions options) {
        return new EmulatedDevice(new CudaDevice("cuda", new PtxDriver(options)));
    }
}
