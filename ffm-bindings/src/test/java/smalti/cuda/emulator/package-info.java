/// An interpreter of PTX behind [smalti.cuda.driver.GpuDriver]: it runs the very kernels that are shipped, with no GPU, and
/// finds what a GPU does not tell.
///
/// It finds: accesses out of bounds of their own allocation, misaligned, to freed memory or to what was never written;
/// two threads of a block that touch shared memory with nothing that orders them, also within a warp; barriers that not
/// all threads reach; shuffles from lanes that are absent; loops without end; division by zero; wrong sizes of arguments,
/// grids and shared memory.
///
/// It does not find, and only a GPU with `compute-sanitizer` does: mistakes of `ptxas` and of the driver; the last bits of
/// what the hardware approximates (`ex2`, `lg2`, `sin`, `cos`, `rcp` and `rsqrt` `.approx`); effects of a weak order of
/// memory, and of warps and blocks that really run at the same time; what a launch needs of registers; and speed.
package smalti.cuda.emulator;
