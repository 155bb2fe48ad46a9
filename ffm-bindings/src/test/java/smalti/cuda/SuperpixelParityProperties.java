package smalti.cuda;

import smalti.cuda.emulator.PtxDriver;
import smalti.cuda.emulator.PtxOptions;
import smalti.device.Device;

/// The interpreter divides pictures as the CPU does, with threads in an order of their own.
class SuperpixelParityProperties extends SuperpixelParity {
    /// Its kernels are made once.
    private static final Device GPU =
            new CudaDevice("cuda", new PtxDriver(PtxOptions.DEFAULT.seed(7).findingGlobalRaces()));

    @Override
    protected Device gpu() {
        return GPU;
    }
}
