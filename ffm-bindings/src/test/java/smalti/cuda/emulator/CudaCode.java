package smalti.cuda.emulator;

import smalti.cuda.driver.DriverException;

/// The codes of CUDA that are given here. Source: `CUresult` in the CUDA Driver API reference.
enum CudaCode {
    INVALID_VALUE(1, "invalid argument"),
    OUT_OF_MEMORY(2, "out of memory"),
    INVALID_PTX(218, "a PTX JIT compilation failed"),
    UNSUPPORTED_PTX_VERSION(222, "the provided PTX was compiled with an unsupported toolchain"),
    INVALID_HANDLE(400, "invalid resource handle"),
    NOT_FOUND(500, "named symbol not found"),
    ILLEGAL_ADDRESS(700, "an illegal memory access was encountered"),
    LAUNCH_OUT_OF_RESOURCES(701, "too many resources requested for launch"),
    LAUNCH_TIMEOUT(702, "the launch timed out and was terminated"),
    MISALIGNED_ADDRESS(716, "misaligned address"),
    LAUNCH_FAILED(719, "unspecified launch failure"),
    STREAM_CAPTURE_UNSUPPORTED(900, "operation not permitted when stream is capturing");

    private final int number;
    private final String text;

    CudaCode(int number, String text) {
        this.number = number;
        this.text = text;
    }

    DriverException exception(String function) {
        return exception(function, text);
    }

    DriverException exception(String function, String detail) {
        return new DriverException(function, number, "CUDA_ERROR_" + name(), detail);
    }

    /// What CUDA makes of a fault.
    static CudaCode of(LaneFault.Kind kind) {
        return switch (kind) {
            case ADDRESS -> ILLEGAL_ADDRESS;
            case ALIGNMENT -> MISALIGNED_ADDRESS;
            case HANG -> LAUNCH_TIMEOUT;
            case UNINITIALISED, RACE, LANES, DIVISION, TRAP -> LAUNCH_FAILED;
        };
    }
}
