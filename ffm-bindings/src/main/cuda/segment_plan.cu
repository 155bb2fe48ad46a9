// What all operators over segments share: the segment of each pixel, and the pieces that segments are reduced in.
#include "numbers.cuh"

// The segment `b·K + k` of each pixel, -1 where it is ignored, from runs of pixels: a warp a run.
KERNEL(4) smalti_segment_paint_runs(const int* __restrict__ runStarts, const int* __restrict__ runSegments, int runs, int* __restrict__ segments) {
    int lane = threadIdx.x & 31;
    i64 warps = ALL_THREADS >> 5;
    for (i64 run = FIRST_THREAD >> 5; run < runs; run += warps) {
        int segment = runSegments[run];
        int end = runStarts[run + 1];
        for (i64 pixel = runStarts[run] + lane; pixel < end; pixel += 32) segments[pixel] = segment;
    }
}

// The segment of each piece. Segment `s` has the pieces from `starts[s] / length + s` on: enough for its own, whatever the
// sizes of the segments before it, so that nobody has to add them up. Pieces between stay -1. A warp a segment.
KERNEL(4) smalti_segment_pieces(const int* __restrict__ starts, int segments, int length, int* __restrict__ pieces) {
    int lane = threadIdx.x & 31;
    i64 warps = ALL_THREADS >> 5;
    for (i64 segment = FIRST_THREAD >> 5; segment < segments; segment += warps) {
        int from = starts[segment];
        int count = (starts[segment + 1] - from + length - 1) / length;
        for (int piece = lane; piece < count; piece += 32) pieces[from / length + segment + piece] = (int)segment;
    }
}
