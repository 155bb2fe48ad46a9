// The most frequent class of each segment, from pixels that are sorted by class within their segments.
#include "numbers.cuh"

// The segment of each pixel that has a class, in the order of the classes; -1 of the others.
KERNEL(4) smalti_segment_mode_keys(const int* __restrict__ order, const int* __restrict__ ordered, const int* __restrict__ segmentOf, int* __restrict__ keys, int pixels) {
    EACH(i, (i64)pixels) keys[i] = i < *ordered ? segmentOf[order[i]] : -1;
}

// A block a segment: each thread looks for classes that begin at its places, and finds where they end.
KERNEL(2) smalti_segment_mode(const int* __restrict__ classes, const int* __restrict__ byClass, const int* __restrict__ order, const int* __restrict__ starts, double purity, int* __restrict__ modes) {
    __shared__ u64 warps[8];
    int segment = blockIdx.x;
    int begin = starts[segment], end = starts[segment + 1];
    // The more pixels the better, of as many the smaller class.
    u64 best = 0;
    for (int i = begin + threadIdx.x; i < end; i += blockDim.x) {
        int found = classes[byClass[order[i]]];
        if (i > begin && classes[byClass[order[i - 1]]] == found) continue;
        int low = i + 1, high = end;
        while (low < high) {
            int middle = low + (high - low) / 2;
            if (classes[byClass[order[middle]]] == found) low = middle + 1;
            else high = middle;
        }
        u64 those = (u64)(low - i) << 32 | (u32)~found;
        if (those > best) best = those;
    }
    for (int step = 16; step > 0; step >>= 1) {
        u64 other = __shfl_xor_sync(~0u, best, step);
        if (other > best) best = other;
    }
    if ((threadIdx.x & 31) == 0) warps[threadIdx.x >> 5] = best;
    __syncthreads();
    if (threadIdx.x > 0) return;
    for (int i = 1; i < 8; i++)
        if (warps[i] > best) best = warps[i];
    int most = (int)(best >> 32);
    modes[segment] = most > purity * (end - begin) ? (int)~(u32)best : -1;
}
