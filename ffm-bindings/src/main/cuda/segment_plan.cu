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

// Labels as users hand them in: negative ones are ignored, and one more may be. Those from `limit` on are errors.
struct Labels {
    int ignored;
    int limit;
    u64* word;

    // The label itself, -1 where it stands for no segment.
    __device__ __forceinline__ int checked(int label, i64 pixel) const {
        if (label < 0 || label == ignored) return -1;
        if (label < limit) return label;
        leaveWord(word, pixel, label);
        return -1;
    }
};

// The segment `b·K + k` of each pixel, -1 where it is ignored, from labels.
KERNEL(4) smalti_segment_read_labels(const int* __restrict__ labels, int ignored, int limit, u64* word, u32 pixels, int segments, i64 count, int* __restrict__ out) {
    Labels read{ignored, limit, word};
    auto segment = [=](int label, i64 pixel) {
        int checked = read.checked(label, pixel);
        return checked < 0 ? -1 : (int)((u32)pixel / pixels) * segments + checked;
    };
    i64 vectors = ((u64)labels | (u64)out) % sizeof(int4) == 0 ? count / 4 : 0;
    EACH(i, vectors) {
        int4 four = ((const int4*)labels)[i];
        four.x = segment(four.x, 4 * i);
        four.y = segment(four.y, 4 * i + 1);
        four.z = segment(four.z, 4 * i + 2);
        four.w = segment(four.w, 4 * i + 3);
        ((int4*)out)[i] = four;
    }
    for (i64 i = 4 * vectors + FIRST_THREAD; i < count; i += ALL_THREADS) out[i] = segment(labels[i], i);
}

// The largest label of each image; the table holds -1 before. Each row of blocks has images of its own.
KERNEL(4) smalti_segment_largest(const int* __restrict__ labels, int ignored, int limit, u64* word, int pixels, int batch, int* __restrict__ largest) {
    Labels read{ignored, limit, word};
    for (int image = blockIdx.y; image < batch; image += gridDim.y) {
        i64 first = (i64)image * pixels;
        int most = -1;
        EACH(i, pixels) most = max(most, read.checked(labels[first + i], first + i));
#pragma unroll
        for (int step = 16; step > 0; step >>= 1) most = max(most, __shfl_xor_sync(~0u, most, step));
        if ((threadIdx.x & 31) == 0 && most >= 0) atomicMax(&largest[image], most);
    }
}

// The segment of each piece. Segment `s` has the pieces from `starts[s] / length + s` on: enough for its own, whatever the
// sizes of the segments before it, so that nobody has to add them up. Those between are -1, and so is what is left behind the
// last segment's, of `all` pieces. A warp a segment.
KERNEL(4) smalti_segment_pieces(const int* __restrict__ starts, int segments, int length, i64 all, int* __restrict__ pieces) {
    int lane = threadIdx.x & 31;
    i64 warps = ALL_THREADS >> 5;
    for (i64 segment = FIRST_THREAD >> 5; segment < segments; segment += warps) {
        int from = starts[segment];
        int to = starts[segment + 1];
        i64 first = from / length + segment;
        i64 next = segment + 1 < segments ? to / length + segment + 1 : all;
        i64 behind = first + (to - from + length - 1) / length;
#pragma unroll 1
        for (i64 piece = first + lane; piece < next; piece += 32) pieces[piece] = piece < behind ? (int)segment : -1;
    }
}
