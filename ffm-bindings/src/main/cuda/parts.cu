// The 4-connected parts of a picture's codes, and the borders between them, in the order in which the CPU meets them. See
// `PartMap` of the engine.
#include "slic.cuh"

#define SCAN_THREADS 256
#define WORDS_A_THREAD 4
#define WORDS_A_BLOCK (SCAN_THREADS * WORDS_A_THREAD)

#define NO_BORDER 0xffffffffffffffffULL

// ---- parts as trees of pixels: a pixel's parent lies before it, a part's first pixel is its own ----

// Other threads may be at it: an older parent is an ancestor too, so whatever is read leads to the root in the end.
__device__ __forceinline__ int rootOf(const volatile int* parents, int pixel) {
    int at = pixel;
    for (int parent = parents[at]; parent != at; parent = parents[at]) at = parent;
    return at;
}

__device__ __forceinline__ void unite(int* parents, int one, int other) {
    int a = one;
    int b = other;
    while (true) {
        a = rootOf(parents, a);
        b = rootOf(parents, b);
        if (a == b) return;
        int later = max(a, b);
        int first = min(a, b);
        int parent = atomicMin(&parents[later], first);
        if (parent == later) return;
        // Somebody was quicker, so that what it was joined to has to be joined with the other.
        a = parent;
        b = first;
    }
}

// Joins each pixel to the first of its run of equal codes, as far as 32 pixels of a row reach; those left out to none.
KERNEL(4) smalti_parts_runs(const u16* __restrict__ codes, int* __restrict__ parents, int width, int height) {
    int lane = threadIdx.x & 31;
    int pieces = (width + 31) / 32;
    i64 warp = FIRST_THREAD >> 5;
    int y = (int)(warp / pieces);
    if (y >= height) return;
    int x = (int)(warp - (i64)y * pieces) * 32 + lane;
    int i = y * width + min(x, width - 1);
    u32 code = codes[i];
    u32 left = __shfl_up_sync(WARP, code, 1);
    u32 begins = __ballot_sync(WARP, lane == 0 || code != left);
    int start = 31 - __clz(begins & lanesUpTo(lane));
    if (x < width) parents[i] = code == LEFT_OUT ? -1 : i - (lane - start);
}

// Joins what the pieces of rows have cut, and rows.
KERNEL(4) smalti_parts_join(const u16* __restrict__ codes, int* parents, int width, int height) {
#pragma unroll 1
    EACH(pixel, width * height) {
        int i = (int)pixel;
        int y = i / width;
        int x = i - y * width;
        u32 code = codes[i];
        if (code == LEFT_OUT) continue;
        bool left = x > 0 && codes[i - 1] == code;
        if (left && x % 32 == 0) unite(parents, i, i - 1);
        // Where the pixels to the left touch too, they join the rows.
        if (y > 0 && codes[i - width] == code && !(left && codes[i - width - 1] == code)) unite(parents, i, i - width);
    }
}

// Points each pixel to its part's first one, and marks those: bit `i % 32` of word `i / 32`.
KERNEL(4) smalti_parts_flatten(int* parents, u32* __restrict__ firsts, int pixels) {
    int i = (int)FIRST_THREAD;
    bool first = false;
    if (i < pixels && parents[i] >= 0) {
        int root = rootOf(parents, i);
        first = root == i;
        // Others may be on their way through it.
        *(volatile int*)&parents[i] = root;
    }
    u32 bits = __ballot_sync(WARP, first);
    if ((threadIdx.x & 31) == 0 && i < pixels) firsts[i / 32] = bits;
}

// ---- ranks of bits: how many are set before each word ----

// The sum of all threads' values before this one; `total` receives that of all.
__device__ __forceinline__ u32 sumBefore(u32 value, u32* __restrict__ sums, u32& total) {
    int lane = threadIdx.x & 31;
    int warp = threadIdx.x >> 5;
    u32 upTo = value;
    for (int apart = 1; apart < 32; apart *= 2) {
        u32 other = __shfl_up_sync(WARP, upTo, apart);
        if (lane >= apart) upTo += other;
    }
    if (lane == 31) sums[warp] = upTo;
    __syncthreads();
    u32 before = 0;
    total = 0;
    for (int each = 0; each < SCAN_THREADS / 32; each++) {
        before += each < warp ? sums[each] : 0;
        total += sums[each];
    }
    __syncthreads();
    return before + upTo - value;
}

// For each word the bits set in the words of the same block before it, and those of each block together.
KERNEL(4) smalti_parts_ranks(const u32* __restrict__ words, u32* __restrict__ ranks, u32* __restrict__ blocks, int count) {
    __shared__ u32 sums[SCAN_THREADS / 32];
    int from = blockIdx.x * WORDS_A_BLOCK + threadIdx.x * WORDS_A_THREAD;
    u32 set[WORDS_A_THREAD];
    u32 all = 0;
#pragma unroll
    for (int k = 0; k < WORDS_A_THREAD; k++) {
        set[k] = from + k < count ? __popc(words[from + k]) : 0;
        all += set[k];
    }
    u32 total;
    u32 before = sumBefore(all, sums, total);
#pragma unroll
    for (int k = 0; k < WORDS_A_THREAD; k++) {
        if (from + k < count) ranks[from + k] = before;
        before += set[k];
    }
    if (threadIdx.x == 0) blocks[blockIdx.x] = total;
}

// Turns the sums of blocks into those of all blocks before, by one block; the sum of all stands behind the last.
KERNEL(4) smalti_parts_bases(u32* __restrict__ blocks, int count) {
    __shared__ u32 sums[SCAN_THREADS / 32];
    u32 carried = 0;
#pragma unroll 1
    for (int from = 0; from < count; from += SCAN_THREADS) {
        int i = from + threadIdx.x;
        u32 total;
        u32 before = sumBefore(i < count ? blocks[i] : 0, sums, total);
        if (i < count) blocks[i] = carried + before;
        carried += total;
    }
    if (threadIdx.x == 0) blocks[count] = carried;
}

struct Ranks {
    const u32* words;
    const u32* ranks;
    const u32* bases;
    // How many bits are set before this one.
    __device__ __forceinline__ int of(u32 bit) const {
        u32 word = bit / 32;
        return (int)(bases[word / WORDS_A_BLOCK] + ranks[word] + __popc(words[word] & ((1u << bit % 32) - 1)));
    }
};

// ---- the graph of the parts ----

// Numbers the parts in raster order and measures them: how many pixels, which code, and the colours of pixels that no
// cluster reaches.
//
// `numbers`: the number of each pixel's part, -1 where it is left out.
KERNEL(4) smalti_parts_measure(const u16* __restrict__ codes, const int* __restrict__ parents, const u32* __restrict__ firsts, const u32* __restrict__ ranks, const u32* __restrict__ bases, const u16* __restrict__ planes, int* __restrict__ numbers, int* __restrict__ sizes, int* __restrict__ partCodes, u64* __restrict__ sums, int pixels, int channels) {
    int lane = threadIdx.x & 31;
    int i = (int)FIRST_THREAD;
    int number = -1;
    if (i < pixels) {
        int first = parents[i];
        u32 code = codes[i];
        if (first >= 0) number = Ranks{firsts, ranks, bases}.of(first);
        numbers[i] = number;
        if (first == i) partCodes[number] = code;
        if (code == NOBODY) {
#pragma unroll 1
            for (int channel = 0; channel < channels; channel++) {
                atomicAdd(&sums[(i64)number * channels + channel], (u64)planes[(i64)channel * pixels + i]);
            }
        }
    }
    int left = __shfl_up_sync(WARP, number, 1);
    bool begins = lane == 0 || number != left;
    u32 starts = __ballot_sync(WARP, begins);
    u32 later = starts & ~lanesUpTo(lane);
    int length = (later ? __ffs(later) - 1 : 32) - lane;
    if (begins && number >= 0) atomicAdd(&sizes[number], length);
}

// The colours of parts that have a cluster: as many times its mean as they have pixels.
KERNEL(4) smalti_parts_colour(const int* __restrict__ sizes, const int* __restrict__ partCodes, const u16* __restrict__ colours, u64* __restrict__ sums, int parts, int channels) {
#pragma unroll 1
    EACH(part, parts) {
        u32 code = partCodes[part];
        if (code == NOBODY) continue;
#pragma unroll 1
        for (int channel = 0; channel < channels; channel++) {
            sums[part * channels + channel] = (u64)sizes[part] * colours[(i64)code * padded(channels) + channel];
        }
    }
}

// Borders in an open hash table whose size is a power of two: which parts, how long, and where they first touch, in the
// order in which the CPU looks.
struct BorderTable {
    u64* pairs;
    u32* lengths;
    u32* firsts;
    u32 last;

    __device__ __forceinline__ void add(int one, int other, u32 length, u32 first) const {
        u64 pair = (u64)min(one, other) << 32 | (u32)max(one, other);
        u32 slot = (u32)(pair * 0x9E3779B97F4A7C15ULL >> 32) & last;
        while (true) {
            u64 found = *(volatile u64*)&pairs[slot];
            if (found == NO_BORDER) found = atomicCAS(&pairs[slot], NO_BORDER, pair);
            if (found == NO_BORDER || found == pair) break;
            slot = (slot + 1) & last;
        }
        atomicAdd(&lengths[slot], length);
        atomicMin(&firsts[slot], first);
    }
};

// Finds the borders. A side comes at the place of its pixel, rows being `rowPlaces` places apart, and an edge to the row
// above `topPlaces` later.
KERNEL(4) smalti_parts_borders(const int* __restrict__ numbers, u64* pairs, u32* lengths, u32* firsts, int slots, int width, int height, int rowPlaces, int topPlaces) {
    int lane = threadIdx.x & 31;
    int pieces = (width + 31) / 32;
    i64 warp = FIRST_THREAD >> 5;
    int y = (int)(warp / pieces);
    if (y >= height) return;
    int x = (int)(warp - (i64)y * pieces) * 32 + lane;
    bool within = x < width;
    int i = y * width + min(x, width - 1);
    int here = within ? numbers[i] : -1;
    int above = within && y > 0 ? numbers[i - width] : -1;
    int left = within && x > 0 ? numbers[i - 1] : -1;
    BorderTable table{pairs, lengths, firsts, (u32)slots - 1};
    u32 place = (u32)y * rowPlaces + x;
    if (here >= 0 && left >= 0 && left != here) table.add(left, here, 1, place);
    bool touches = here >= 0 && above >= 0 && above != here;
    // Pixels side by side that touch the same pair go together.
    int hereBefore = __shfl_up_sync(WARP, here, 1);
    int aboveBefore = __shfl_up_sync(WARP, above, 1);
    bool begins = lane == 0 || here != hereBefore || above != aboveBefore;
    u32 later = __ballot_sync(WARP, begins) & ~lanesUpTo(lane);
    int length = (later ? __ffs(later) - 1 : 32) - lane;
    if (begins && touches) table.add(above, here, length, place + topPlaces);
}

// Marks where borders first touch.
KERNEL(4) smalti_parts_mark(const u32* __restrict__ firsts, u32* __restrict__ words, int slots) {
#pragma unroll 1
    EACH(slot, slots) {
        u32 first = firsts[slot];
        if (first != 0xffffffffu) atomicOr(&words[first / 32], 1u << first % 32);
    }
}

// Lists the borders in the order of where they first touch.
KERNEL(4) smalti_parts_list(const u64* __restrict__ pairs, const u32* __restrict__ lengths, const u32* __restrict__ firsts, const u32* __restrict__ words, const u32* __restrict__ ranks, const u32* __restrict__ bases, u64* __restrict__ listed, u32* __restrict__ listedLengths, int slots) {
#pragma unroll 1
    EACH(slot, slots) {
        if (pairs[slot] == NO_BORDER) continue;
        int place = Ranks{words, ranks, bases}.of(firsts[slot]);
        listed[place] = pairs[slot];
        listedLengths[place] = lengths[slot];
    }
}

// Gives each pixel the label of its part: `joined` is what the parts' numbers have become.
KERNEL(4) smalti_parts_paint(int* __restrict__ labels, const int* __restrict__ joined, int pixels, int start) {
#pragma unroll 1
    EACH(i, pixels) {
        int number = labels[i];
        labels[i] = start + (number < 0 ? -1 : joined[number]);
    }
}
