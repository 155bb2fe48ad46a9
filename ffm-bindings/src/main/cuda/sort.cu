// Stable sorting of positions by their keys: counting sort by one digit of the keys at a time, the lowest first. What has no
// key, because it is negative or above the largest, is left out.
//
// Positions are divided into chunks, a block each. A digit's place is where its chunk may begin, found by counting, and
// within the chunk the number of its equals before it: the result does not depend on the order of threads.
#include "numbers.cuh"

const int SCATTER_WARPS = 4;

__device__ __forceinline__ bool isKey(int key, int largest) { return key >= 0 && key <= largest; }

// How often each digit occurs in each chunk: counts[digit][chunk]. `order` is what the sort by lower digits left, or null.
KERNEL(4) smalti_sort_histogram(const int* __restrict__ keys, const int* __restrict__ order, const int* __restrict__ ordered,
        int count, int largest, int shift, int digits, int chunk, int chunks, int* __restrict__ counts) {
    extern __shared__ int found[];
    for (int digit = threadIdx.x; digit < digits; digit += blockDim.x) found[digit] = 0;
    __syncthreads();
    int all = order ? *ordered : count;
    i64 from = (i64)blockIdx.x * chunk;
    int to = (int)min((i64)all, from + chunk);
    for (i64 i = from + threadIdx.x; i < to; i += blockDim.x) {
        int key = keys[order ? order[i] : (int)i];
        if (isKey(key, largest)) atomicAdd(&found[(key >> shift) & (digits - 1)], 1);
    }
    __syncthreads();
    for (int digit = threadIdx.x; digit < digits; digit += blockDim.x) counts[(i64)digit * chunks + blockIdx.x] = found[digit];
}

__device__ __forceinline__ int sumBefore(int value, int lane, int& all) {
    int sum = value;
#pragma unroll
    for (int step = 1; step < 32; step <<= 1) {
        int before = __shfl_up_sync(~0u, sum, step);
        if (lane >= step) sum += before;
    }
    all = __shfl_sync(~0u, sum, 31);
    return sum - value;
}

// Of each digit the number in all chunks before: a warp a digit. `totals` takes the number in all chunks.
KERNEL(4) smalti_sort_chunks(int* __restrict__ counts, int digits, int chunks, int* __restrict__ totals) {
    int lane = threadIdx.x & 31;
    int digit = blockIdx.x * (blockDim.x >> 5) + (threadIdx.x >> 5);
    if (digit >= digits) return;
    int* row = counts + (i64)digit * chunks;
    int sum = 0;
    for (int first = 0; first < chunks; first += 32) {
        int at = first + lane;
        int all;
        int before = sumBefore(at < chunks ? row[at] : 0, lane, all);
        if (at < chunks) row[at] = sum + before;
        sum += all;
    }
    if (lane == 0) totals[digit] = sum;
}

// Where each digit begins, and behind the last the number of all: one block.
KERNEL(1) smalti_sort_digits(const int* __restrict__ totals, int digits, int* __restrict__ starts) {
    __shared__ int warps[8];
    int lane = threadIdx.x & 31, warp = threadIdx.x >> 5;
    int sum = 0;
    for (int first = 0; first < digits; first += blockDim.x) {
        int digit = first + threadIdx.x;
        int all;
        int before = sumBefore(digit < digits ? totals[digit] : 0, lane, all);
        if (lane == 0) warps[warp] = all;
        __syncthreads();
        int others = 0, together = 0;
        for (int i = 0; i < 8; i++) {
            if (i < warp) others += warps[i];
            together += warps[i];
        }
        if (digit < digits) starts[digit] = sum + others + before;
        sum += together;
        __syncthreads();
    }
    if (threadIdx.x == 0) starts[digits] = sum;
}

// Brings positions into the order of one digit. Each warp owns a part of the chunk and goes through it 32 positions at a time.
extern "C" __global__ void __launch_bounds__(32 * SCATTER_WARPS, 6) smalti_sort_scatter(const int* __restrict__ keys, const int* __restrict__ order,
        const int* __restrict__ ordered, int count, int largest, int shift, int digits, int chunk, int chunks,
        const int* __restrict__ counts, const int* __restrict__ starts, int* __restrict__ result) {
    extern __shared__ int next[];
    int lane = threadIdx.x & 31, warp = threadIdx.x >> 5;
    int* own = next + warp * digits;
    for (int i = threadIdx.x; i < SCATTER_WARPS * digits; i += blockDim.x) next[i] = 0;
    __syncthreads();
    int all = order ? *ordered : count;
    int part = chunk / SCATTER_WARPS;
    i64 from = (i64)blockIdx.x * chunk + (i64)warp * part;
    int to = (int)min((i64)all, from + part);
    for (i64 i = from + lane; i < to; i += 32) {
        int key = keys[order ? order[i] : (int)i];
        if (isKey(key, largest)) atomicAdd(&own[(key >> shift) & (digits - 1)], 1);
    }
    __syncthreads();
    for (int digit = threadIdx.x; digit < digits; digit += blockDim.x) {
        int at = starts[digit] + counts[(i64)digit * chunks + blockIdx.x];
        for (int i = 0; i < SCATTER_WARPS; i++) {
            int those = next[i * digits + digit];
            next[i * digits + digit] = at;
            at += those;
        }
    }
    __syncthreads();
    for (i64 first = from; first < to; first += 32) {
        i64 i = first + lane;
        int position = i < to ? (order ? order[i] : (int)i) : 0;
        int key = i < to ? keys[position] : -1;
        int digit = isKey(key, largest) ? (key >> shift) & (digits - 1) : -1;
        u32 equals = __match_any_sync(~0u, digit);
        int before = __popc(equals & ((1u << lane) - 1));
        int at = digit < 0 ? 0 : own[digit] + before;
        __syncwarp();
        // The first of the equals counts for all of them.
        if (digit >= 0 && before == 0) own[digit] += __popc(equals);
        __syncwarp();
        if (digit >= 0) result[at] = position;
    }
}

// Where each key begins in the order, and behind the last the number of all: what one digit's starts do not tell where keys
// have several.
KERNEL(4) smalti_sort_starts(const int* __restrict__ keys, const int* __restrict__ order, const int* __restrict__ ordered, int keyCount, int* __restrict__ starts) {
    int all = *ordered;
    EACH(key, (i64)keyCount + 1) {
        int low = 0, high = all;
        while (low < high) {
            int middle = low + (high - low) / 2;
            if (keys[order[middle]] < key) low = middle + 1;
            else high = middle;
        }
        starts[key] = low;
    }
}
