package smalti.cuda.ffm;

import java.nio.file.Path;

/// Where CUDA is looked for.
///
/// @param driver where the driver's library may lie
/// @param kernelDriver what is there on Linux while NVIDIA's kernel driver is loaded
/// @param surroundings what the user says of the other libraries
public record CudaSearch(DriverLocations driver, Path kernelDriver, Surroundings surroundings) {
    /// On this machine.
    public static CudaSearch here() {
        Surroundings surroundings = Surroundings.real();
        return new CudaSearch(
                DriverLocations.of(surroundings), Path.of("/proc/driver/nvidia"), surroundings);
    }
}
