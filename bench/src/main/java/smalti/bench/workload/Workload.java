package smalti.bench.workload;

/// One thing to measure, whoever does it.
public sealed interface Workload
        permits PoolingWorkload, SegmentMapWorkload, SuperpixelWorkload, NetworkWorkload {
    /// The name it goes by in tables and on the wire, without blanks; the number of threads is appended there.
    String name();

    /// What its data is made of. Workloads of one input are measured one after the other, so that it is made once.
    Input input();

    /// The bytes that must at least be read or written: what a streaming loop over the same memory would move.
    long bytes();

    /// How a time becomes the figure of the tables.
    Unit unit();
}
