// Stable sorting of positions by their keys: counting sort by one digit of the keys at a time, the lowest first. What has no
// key, because it is negative or above the largest, is left out.
//
// Positions are divided into chunks, a block each. A digit's place is where its chunk may begin, found by counting, and
// within the chunk the number of its equals before it: the result does not depend on the order of threads.
#include "numbers.cuh"

const int SCATTER_WARPS = 4;

// Digits or numbers that a lane loads before it uses the first of them.
const int AHEAD = 8;

// What is sorted: positions as they come, or in the order that the sort by lower digits left.
struct Sorted {
    const int* keys;
    const int* order;
    int largest;
    int shift;
    int digits;

    __device__ __forceinline__ int position(i64 i) const { return order ? order[i] : (int)i; }

    // -1 where there is no key.
    __device__ __forceinline__ int digit(int position) const {
        int key = keys[position];
        return key >= 0 && key <= largest ? (key >> shift) & (digits - 1) : -1;
    }
};

// Adds 1 for the digit of each lane. Neighbours are often alike, and the first of such adds for all of them.
__device__ __forceinline__ void countDigits(int* found, int digit, int lane) {
    int before = __shfl_up_sync(~0u, digit, 1);
    u32 firsts = __ballot_sync(~0u, lane == 0 || digit != before);
    if (digit >= 0 && (firsts >> lane & 1)) {
        u32 behind = firsts >> lane >> 1;
        atomicAdd(&found[digit], behind ? __ffs(behind) : 32 - lane);
    }
}

// The digits between two places are counted by warps that go `STEP` places ahead each time, and load some of theirs before
// they count the first. Lanes of a warp stay together.
template <int STEP, int AHEAD> __device__ __forceinline__ void countDigits(const Sorted& sorted, int* found, i64 from, i64 to, int lane) {
    for (i64 first = from; first < to; first += AHEAD * STEP) {
        int digit[AHEAD];
#pragma unroll
        for (int ahead = 0; ahead < AHEAD; ahead++) {
            i64 i = first + ahead * STEP + lane;
            digit[ahead] = i < to ? sorted.digit(sorted.position(i)) : -1;
        }
#pragma unroll
        for (int ahead = 0; ahead < AHEAD; ahead++) {
            if (first + ahead * STEP >= to) break;
            countDigits(found, digit[ahead], lane);
        }
    }
}

// How often each digit occurs in each chunk: counts[chunk][digit]. `order` is what the sort by lower digits left, or null.
KERNEL(4) smalti_sort_histogram(const int* __restrict__ keys, const int* __restrict__ order, const int* __restrict__ ordered,
        int count, int largest, int shift, int digits, int chunk, int* __restrict__ counts) {
    extern __shared__ int found[];
    for (int digit = threadIdx.x; digit < digits; digit += blockDim.x) found[digit] = 0;
    __syncthreads();
    int lane = threadIdx.x & 31, warp = threadIdx.x >> 5;
    i64 from = (i64)blockIdx.x * chunk;
    i64 to = min((i64)(order ? *ordered : count), from + chunk);
    countDigits<256, 4>(Sorted{keys, order, largest, shift, digits}, found, from + 32 * warp, to, lane);
    __syncthreads();
    for (int digit = threadIdx.x; digit < digits; digit += blockDim.x) counts[(i64)blockIdx.x * digits + digit] = found[digit];
}

// Of each digit the number in all chunks before. `totals` takes the number in all chunks. A block has 32 digits, a lane each,
// and its warps share the chunks.
KERNEL(4) smalti_sort_chunks(int* __restrict__ counts, int digits, int chunks, int* __restrict__ totals) {
    __shared__ int sums[8][32];
    int lane = threadIdx.x & 31, warp = threadIdx.x >> 5;
    int digit = blockIdx.x * 32 + lane;
    bool active = digit < digits;
    int part = (chunks + 7) / 8;
    int from = warp * part;
    int to = min(chunks, from + part);
    int* column = counts + digit;
    int sum = 0;
    if (active) {
#pragma unroll 8
        for (int chunk = from; chunk < to; chunk++) sum += column[(i64)chunk * digits];
    }
    sums[warp][lane] = sum;
    __syncthreads();
    if (!active) return;
    int before = 0;
    for (int i = 0; i < warp; i++) before += sums[i][lane];
    if (warp == 7) totals[digit] = before + sum;
    for (int first = from; first < to; first += AHEAD) {
        int own[AHEAD];
#pragma unroll
        for (int ahead = 0; ahead < AHEAD; ahead++) own[ahead] = first + ahead < to ? column[(i64)(first + ahead) * digits] : 0;
#pragma unroll
        for (int ahead = 0; ahead < AHEAD; ahead++) {
            if (first + ahead < to) column[(i64)(first + ahead) * digits] = before;
            before += own[ahead];
        }
    }
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

// Where each digit begins, and behind the last the number of all: one block, whose threads have some digits each.
KERNEL(1) smalti_sort_digits(const int* __restrict__ totals, int digits, int* __restrict__ starts) {
    __shared__ int warps[8];
    int lane = threadIdx.x & 31, warp = threadIdx.x >> 5;
    int part = (digits + blockDim.x - 1) / blockDim.x;
    int from = threadIdx.x * part;
    int to = min(digits, from + part);
    int own = 0;
    for (int digit = from; digit < to; digit++) own += totals[digit];
    int all;
    int before = sumBefore(own, lane, all);
    if (lane == 0) warps[warp] = all;
    __syncthreads();
    for (int i = 0; i < warp; i++) before += warps[i];
    for (int digit = from; digit < to; digit++) {
        starts[digit] = before;
        before += totals[digit];
    }
    if (threadIdx.x == blockDim.x - 1) starts[digits] = before;
}

// Brings positions into the order of one digit. Each warp owns a part of the chunk and goes through it 32 positions at a time.
extern "C" __global__ void __launch_bounds__(32 * SCATTER_WARPS, 6) smalti_sort_scatter(const int* __restrict__ keys, const int* __restrict__ order,
        const int* __restrict__ ordered, int count, int largest, int shift, int digits, int chunk,
        const int* __restrict__ counts, const int* __restrict__ starts, int* __restrict__ result) {
    extern __shared__ int next[];
    int lane = threadIdx.x & 31, warp = threadIdx.x >> 5;
    int* own = next + warp * digits;
    for (int i = threadIdx.x; i < SCATTER_WARPS * digits; i += blockDim.x) next[i] = 0;
    __syncthreads();
    Sorted sorted{keys, order, largest, shift, digits};
    int part = chunk / SCATTER_WARPS;
    i64 from = (i64)blockIdx.x * chunk + (i64)warp * part;
    i64 to = min((i64)(order ? *ordered : count), from + part);
    countDigits<32, AHEAD>(sorted, own, from, to, lane);
    __syncthreads();
    for (int first = threadIdx.x; first < digits; first += 4 * blockDim.x) {
        int at[4];
#pragma unroll
        for (int ahead = 0; ahead < 4; ahead++) {
            int digit = first + ahead * blockDim.x;
            at[ahead] = digit < digits ? starts[digit] + counts[(i64)blockIdx.x * digits + digit] : 0;
        }
#pragma unroll
        for (int ahead = 0; ahead < 4; ahead++) {
            int digit = first + ahead * blockDim.x;
            for (int i = 0; i < SCATTER_WARPS && digit < digits; i++) {
                int those = next[i * digits + digit];
                next[i * digits + digit] = at[ahead];
                at[ahead] += those;
            }
        }
    }
    __syncthreads();
    for (i64 first = from; first < to; first += 32 * AHEAD) {
        int position[AHEAD], digit[AHEAD];
#pragma unroll
        for (int ahead = 0; ahead < AHEAD; ahead++) {
            i64 i = first + 32 * ahead + lane;
            position[ahead] = i < to ? sorted.position(i) : 0;
            digit[ahead] = i < to ? sorted.digit(position[ahead]) : -1;
        }
#pragma unroll
        for (int ahead = 0; ahead < AHEAD; ahead++) {
            if (first + 32 * ahead >= to) break;
            u32 equals = __match_any_sync(~0u, digit[ahead]);
            int before = __popc(equals & ((1u << lane) - 1));
            int at = digit[ahead] < 0 ? 0 : own[digit[ahead]] + before;
            __syncwarp();
            // The first of the equals counts for all of them.
            if (digit[ahead] >= 0 && before == 0) own[digit[ahead]] += __popc(equals);
            __syncwarp();
            if (digit[ahead] >= 0) result[at] = position[ahead];
        }
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
