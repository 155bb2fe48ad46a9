package smalti.bench.session;

/// The memory that a workload takes beyond weights and inputs.
///
/// @param form how it was computed
/// @param bytes at the peak
/// @param measured what was taken for it
public record MemoryRow(
        String workload, int threads, String contestant, String form, long bytes, String measured) {
    /// E.g. `step-resnet18-8x96x96-memory-t2`.
    public String name() {
        return workload + "-memory-t" + threads;
    }
}
