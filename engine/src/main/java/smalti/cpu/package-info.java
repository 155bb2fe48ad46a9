/// The CPU as a device: it chooses kernels once and hands operators to its drivers.
///
/// Below it lie `work` (threads), `kernel` (what a kernel is), `scalar` (the reference kernels), `simd` (the same on the
/// Vector API; the only place that imports it), and the drivers, which check, allocate and share out the work: `pool`
/// for segment operators, `slic` for superpixels.
package smalti.cpu;
