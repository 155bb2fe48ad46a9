package smalti.cpu.kernel;

/// The inner loops that spread values of segments over their pixels. Kernels check nothing and allocate nothing.
public interface PaintKernels {
    /// Writes each pixel of the rows of `share` the value of its segment, 0 where it is ignored. The share's segments do
    /// not matter, all are painted; values in planes are painted by whole images only.
    void paint(Table table, Values out, Share share);
}
