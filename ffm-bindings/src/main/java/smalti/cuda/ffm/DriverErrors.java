package smalti.cuda.ffm;

import java.util.Optional;

/// The driver's result codes that a person can do something about. Source: `CUresult` in the CUDA Driver API reference.
final class DriverErrors {
    private static final int STUB_LIBRARY = 34;
    private static final int NO_DEVICE = 100;
    private static final int NO_BINARY_FOR_GPU = 209;
    private static final int JIT_COMPILER_NOT_FOUND = 221;
    private static final int UNSUPPORTED_PTX_VERSION = 222;
    private static final int JIT_COMPILATION_DISABLED = 223;
    private static final int OPERATING_SYSTEM = 304;
    private static final int SYSTEM_NOT_READY = 802;
    private static final int SYSTEM_DRIVER_MISMATCH = 803;
    private static final int COMPAT_NOT_SUPPORTED_ON_DEVICE = 804;
    private static final int UNKNOWN = 999;

    private DriverErrors() {}

    /// Whether the library is the toolkit's stub, which exports every function and runs none.
    static boolean isStub(int code) {
        return code == STUB_LIBRARY;
    }

    /// What a person can do when the driver does not start.
    static String mendStart(int code) {
        return switch (code) {
            case NO_DEVICE -> "check nvidia-smi and the variable CUDA_VISIBLE_DEVICES";
            case OPERATING_SYSTEM -> "make the devices /dev/nvidia* readable and writable";
            case SYSTEM_NOT_READY -> "start NVIDIA's fabric manager";
            case SYSTEM_DRIVER_MISMATCH ->
                    "reboot, so that kernel driver and library are of one version";
            case COMPAT_NOT_SUPPORTED_ON_DEVICE ->
                    "remove CUDA's forward compatibility package from the library path";
            case UNKNOWN -> "reload the driver, and check that /dev/nvidia-uvm is there";
            default -> "check that nvidia-smi works";
        };
    }

    /// What a person can do when the driver does not load PTX; empty where the fault is in the PTX.
    static Optional<String> mendLoad(int code) {
        return switch (code) {
            case NO_BINARY_FOR_GPU -> Optional.of("the GPU is older than sm_75, which is needed");
            case JIT_COMPILER_NOT_FOUND ->
                    Optional.of(
                            "the driver's libnvidia-ptxjitcompiler.so is missing; in a container, set NVIDIA_DRIVER_CAPABILITIES=compute,utility");
            case UNSUPPORTED_PTX_VERSION ->
                    Optional.of("the driver is too old; install NVIDIA driver 525 or later");
            case JIT_COMPILATION_DISABLED ->
                    Optional.of("leave out the variable CUDA_DISABLE_PTX_JIT");
            default -> Optional.empty();
        };
    }
}
