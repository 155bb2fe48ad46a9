package smalti.cuda.ffm;

/// The functions of the CUDA driver that are used, group by group. Source: `cuda.h` of CUDA 12 and 13; a test compares the
/// two. Each returns a `CUresult`, 0 for success.
enum DriverFunction implements NativeFunction {
    INIT("cuInit", "I"),
    DRIVER_GET_VERSION("cuDriverGetVersion", "P"),
    GET_ERROR_NAME("cuGetErrorName", "IP"),
    GET_ERROR_STRING("cuGetErrorString", "IP"),

    DEVICE_GET_COUNT("cuDeviceGetCount", "P"),
    DEVICE_GET("cuDeviceGet", "PI"),
    DEVICE_GET_NAME("cuDeviceGetName", "PII"),
    DEVICE_TOTAL_MEM("cuDeviceTotalMem_v2", "PI"),
    DEVICE_GET_ATTRIBUTE("cuDeviceGetAttribute", "PII"),

    PRIMARY_CTX_RETAIN("cuDevicePrimaryCtxRetain", "PI"),
    PRIMARY_CTX_RELEASE("cuDevicePrimaryCtxRelease_v2", "I"),
    CTX_SET_CURRENT("cuCtxSetCurrent", "H"),

    MEM_GET_INFO("cuMemGetInfo_v2", "PP"),
    MEM_ALLOC("cuMemAlloc_v2", "PL"),
    MEM_FREE("cuMemFree_v2", "D"),

    DEVICE_GET_DEFAULT_MEM_POOL("cuDeviceGetDefaultMemPool", "PI"),
    MEM_POOL_SET_ATTRIBUTE("cuMemPoolSetAttribute", "HIP"),
    MEM_POOL_GET_ATTRIBUTE("cuMemPoolGetAttribute", "HIP"),
    MEM_POOL_TRIM_TO("cuMemPoolTrimTo", "HL"),
    MEM_ALLOC_ASYNC("cuMemAllocAsync", "PLH"),
    MEM_FREE_ASYNC("cuMemFreeAsync", "DH"),

    MEM_HOST_ALLOC("cuMemHostAlloc", "PLI"),
    MEM_FREE_HOST("cuMemFreeHost", "P"),

    MEMCPY_TO_DEVICE("cuMemcpyHtoDAsync_v2", "DPLH"),
    MEMCPY_TO_HOST("cuMemcpyDtoHAsync_v2", "PDLH"),
    MEMCPY_WITHIN_DEVICE("cuMemcpyDtoDAsync_v2", "DDLH"),
    MEMSET("cuMemsetD8Async", "DBLH"),

    MODULE_LOAD_DATA("cuModuleLoadDataEx", "PPIPP"),
    MODULE_GET_FUNCTION("cuModuleGetFunction", "PHP"),
    FUNC_GET_ATTRIBUTE("cuFuncGetAttribute", "PIH"),
    FUNC_SET_ATTRIBUTE("cuFuncSetAttribute", "HII"),
    LAUNCH_KERNEL("cuLaunchKernel", "HIIIIIIIHPP"),

    STREAM_CREATE("cuStreamCreateWithPriority", "PII"),
    STREAM_DESTROY("cuStreamDestroy_v2", "H"),
    STREAM_SYNCHRONIZE("cuStreamSynchronize", "H"),
    STREAM_WAIT_EVENT("cuStreamWaitEvent", "HHI"),

    EVENT_CREATE("cuEventCreate", "PI"),
    EVENT_DESTROY("cuEventDestroy_v2", "H"),
    EVENT_RECORD("cuEventRecord", "HH"),
    EVENT_QUERY("cuEventQuery", "H"),
    /// The name that every driver has: newer headers call a variant `_v2` by it.
    EVENT_ELAPSED_TIME("cuEventElapsedTime", "PHH"),

    STREAM_BEGIN_CAPTURE("cuStreamBeginCapture_v2", "HI"),
    STREAM_IS_CAPTURING("cuStreamIsCapturing", "HP"),
    STREAM_END_CAPTURE("cuStreamEndCapture", "HP"),
    GRAPH_INSTANTIATE("cuGraphInstantiateWithFlags", "PHL"),
    GRAPH_LAUNCH("cuGraphLaunch", "HH"),
    GRAPH_EXEC_DESTROY("cuGraphExecDestroy", "H"),
    GRAPH_DESTROY("cuGraphDestroy", "H");

    private final String symbol;
    private final String parameters;

    DriverFunction(String symbol, String parameters) {
        this.symbol = symbol;
        this.parameters = parameters;
    }

    @Override
    public String symbol() {
        return symbol;
    }

    @Override
    public String parameters() {
        return parameters;
    }
}
