// Superpixels: colours, smoothing, clusters. Every number is an integer, or a float that is rounded to one after the same
// operations in the same order as on the CPU, so that the labels are the same to the bit: see the classes `LabScale`,
// `SlicKernels` and `Clusters` of the engine.
#include "slic.cuh"

// ---- colours ----

// Samples as 16-bit levels, full range, and where the light of a sample stands in its table.
struct Bytes {
    typedef unsigned char Stored;
    static __device__ __forceinline__ int level(Stored sample, float, float) { return sample * 257; }
    static __device__ __forceinline__ int light(Stored sample, float, float) { return sample; }
};

struct Shorts {
    typedef u16 Stored;
    static __device__ __forceinline__ int level(Stored sample, float, float) { return sample; }
    static __device__ __forceinline__ int light(Stored sample, float, float) { return sample; }
};

struct Floats {
    typedef float Stored;
    static __device__ __forceinline__ int level(Stored sample, float low, float range) {
        double share = rint(((double)sample - low) / range * FULL);
        // NaN, and the empty range of a constant picture, give 0.
        return share >= FULL ? FULL : share > 0 ? (int)share : 0;
    }
    static __device__ __forceinline__ int light(Stored sample, float low, float range) { return level(sample, low, range); }
};

__device__ __forceinline__ float cubeRoot(float t) {
    if (t <= 216.f / 24389.f) return t * (24389.f / 27.f / 116.f) + 16.f / 116.f;
    int bits = __float_as_int(t);
    int third = (bits >> 2) + (bits >> 4);
    third += third >> 4;
    third += third >> 8;
    float y = __int_as_float(third + 0x2a5137a0);
    float cube = y * y * y;
    return y * (cube + (t + t)) / (cube + cube + t);
}

// sRGB to CIELAB: `linear` is the light of each value of a sample.
template <class Type>
__device__ __forceinline__ void lab(const typename Type::Stored* __restrict__ rgb, const float* __restrict__ linear, u16* __restrict__ planes, int pixels, float low, float range) {
#pragma unroll 1
    EACH(i, pixels) {
        float r = linear[Type::light(rgb[3 * i], low, range)];
        float g = linear[Type::light(rgb[3 * i + 1], low, range)];
        float b = linear[Type::light(rgb[3 * i + 2], low, range)];
        float x = cubeRoot(0.433953f * r + 0.376219f * g + 0.189828f * b);
        float y = cubeRoot(0.212671f * r + 0.715160f * g + 0.072169f * b);
        float z = cubeRoot(0.017758f * r + 0.109477f * g + 0.872765f * b);
        planes[i] = (u16)(int)(y * 464.f - 63.5f);
        planes[i + pixels] = (u16)(int)((x - y) * 1500.f + 330.5f);
        planes[i + 2 * (i64)pixels] = (u16)(int)((y - z) * 600.f + 330.5f);
    }
}

// Channels that are no colours, each from 0 to `most`.
template <class Type>
__device__ __forceinline__ void plain(const typename Type::Stored* __restrict__ samples, u16* __restrict__ planes, int pixels, int channels, int most, float low, float range) {
#pragma unroll 1
    EACH(i, pixels) {
#pragma unroll 1
        for (int channel = 0; channel < channels; channel++) {
            int level = Type::level(samples[i * channels + channel], low, range);
            planes[i + (i64)channel * pixels] = (u16)((2 * level * most + FULL) / (2 * FULL));
        }
    }
}

#define COLOURS(name, Type) \
    KERNEL(4) smalti_slic_lab_##name(const Type::Stored* __restrict__ rgb, const float* __restrict__ linear, u16* __restrict__ planes, int pixels, float low, float range) { \
        lab<Type>(rgb, linear, planes, pixels, low, range); \
    } \
    KERNEL(4) smalti_slic_plain_##name(const Type::Stored* __restrict__ samples, u16* __restrict__ planes, int pixels, int channels, int most, float low, float range) { \
        plain<Type>(samples, planes, pixels, channels, most, low, range); \
    }

COLOURS(u8, Bytes)
COLOURS(u16, Shorts)
COLOURS(f32, Floats)

// The smallest and the largest of the finite samples, as bits whose order is that of the numbers, and whether any sample is
// no number. `seen` holds all ones, 0 and 0 before.
KERNEL(4) smalti_slic_look(const float* __restrict__ samples, u32* __restrict__ seen, i64 count) {
    u32 least = 0xffffffffu;
    u32 most = 0;
    u32 odd = 0;
#pragma unroll 1
    EACH(i, count) {
        u32 bits = __float_as_uint(samples[i]);
        u32 magnitude = bits & 0x7fffffffu;
        u32 ordered = bits >> 31 ? ~bits : bits | 0x80000000u;
        if (magnitude < 0x7f800000u) {
            least = min(least, ordered);
            most = max(most, ordered);
        }
        odd |= magnitude > 0x7f800000u;
    }
    least = ~mostOfWarp(~least);
    most = mostOfWarp(most);
    odd = mostOfWarp(odd);
    if ((threadIdx.x & 31) == 0) {
        atomicMin(&seen[0], least);
        atomicMax(&seen[1], most);
        atomicMax(&seen[2], odd);
    }
}

// Pixels left out take the colour of the last one inside their row, or of the first one, so that smoothing does not mix in
// what is outside. A warp a row; a row without pixels inside stays as it is.
KERNEL(4) smalti_slic_extend(u16* __restrict__ planes, const unsigned char* __restrict__ inside, int width, int height, int channels) {
    int lane = threadIdx.x & 31;
    i64 row = FIRST_THREAD >> 5;
    if (row >= height) return;
    const unsigned char* flags = inside + row * width;
    int known = -1;
#pragma unroll 1
    for (int from = 0; from < width && known < 0; from += 32) {
        u32 bits = __ballot_sync(WARP, from + lane < width && flags[from + lane]);
        if (bits) known = from + __ffs(bits) - 1;
    }
    if (known < 0) return;
#pragma unroll 1
    for (int from = 0; from < width; from += 32) {
        int x = from + lane;
        u32 bits = __ballot_sync(WARP, x < width && flags[x]);
        u32 before = bits & lanesUpTo(lane);
        int source = before ? from + 31 - __clz(before) : known;
        if (bits) known = from + 31 - __clz(bits);
        if (x < width && source != x) {
#pragma unroll 1
            for (int channel = 0; channel < channels; channel++) {
                u16* plane = planes + ((i64)channel * height + row) * width;
                plane[x] = plane[source];
            }
        }
        __syncwarp();
    }
}

// ---- smoothing ----

// `(side, 16 - 2 side, side) / 16` along both axes, rounded after each; the outermost pixels are repeated.
KERNEL(4) smalti_slic_smooth(const u16* __restrict__ planes, u16* __restrict__ smoothed, int width, int height, int channels, int side) {
    int pixels = width * height;
    int centre = 16 - 2 * side;
#pragma unroll 1
    EACH(pixel, pixels) {
        int i = (int)pixel;
        int y = i / width;
        int x = i - y * width;
        int up = y > 0 ? width : 0;
        int down = y < height - 1 ? width : 0;
        int left = x > 0 ? 1 : 0;
        int right = x < width - 1 ? 1 : 0;
#pragma unroll 1
        for (int channel = 0; channel < channels; channel++) {
            const u16* at = planes + (i64)channel * pixels + i;
            int before = (side * (at[-up - left] + at[down - left]) + centre * at[-left] + 8) >> 4;
            int here = (side * (at[-up] + at[down]) + centre * at[0] + 8) >> 4;
            int after = (side * (at[-up + right] + at[down + right]) + centre * at[right] + 8) >> 4;
            smoothed[(i64)channel * pixels + i] = (u16)((side * (before + after) + centre * here + 8) >> 4);
        }
    }
}

// ---- clusters ----

// Where a cluster is: its column and row, the next cluster of its cell, its contrast. The cells are squares as wide as a
// cluster reaches, so that the clusters which reach a pixel lie in its cell or in one of the eight around. In which order a
// cell's list came about does not matter: of all that reach a pixel the nearest counts, and of equals the lowest.
struct Cells {
    int* heads;
    int size;
    int across;
    int down;
};

__device__ __forceinline__ void enter(Cells cells, int4* __restrict__ clusters, int cluster, int x, int y, int contrast) {
    int next = atomicExch(&cells.heads[(y / cells.size) * cells.across + x / cells.size], cluster);
    clusters[cluster] = make_int4(x, y, next, contrast);
}

// Puts clusters where their seeds are, with the colours there. The heads of all cells are -1, sums and contrasts 0.
KERNEL(4) smalti_slic_start(const int* __restrict__ seedX, const int* __restrict__ seedY, const u16* __restrict__ planes, int4* __restrict__ clusters, u16* __restrict__ colours, int* __restrict__ heads, int width, int pixels, int channels, int count, int cell, int across) {
#pragma unroll 1
    EACH(thread, count) {
        int cluster = (int)thread;
        int x = seedX[cluster];
        int y = seedY[cluster];
        enter(Cells{heads, cell, across, 0}, clusters, cluster, x, y, 0);
        int channel = 0;
#pragma unroll 1
        do {
            colours[(i64)cluster * padded(channels) + channel] = planes[(i64)channel * pixels + y * width + x];
        } while (++channel < channels);
    }
}

// Whether clusters have moved less than the tolerance. What an iteration moved stays 0 if it was not run, so that one pause
// is the end. Every row must have had its turn.
__device__ __forceinline__ bool hasSettled(const u64* __restrict__ moved, int iteration, int step, double tolerance, int count) {
    return iteration >= step && (double)moved[iteration - 1] / count < tolerance;
}

// The distance of a pixel from a colour. Three channels are kept in registers.
struct Three {
    static __device__ __forceinline__ int number(int) { return 3; }
    int first, second, third;
    __device__ __forceinline__ Three(const u16* __restrict__ planes, i64 pixels, int i, int)
        : first(planes[i]), second(planes[i + pixels]), third(planes[i + 2 * pixels]) {}
    __device__ __forceinline__ int from(const u16* __restrict__ colours, int cluster) const {
        ushort4 colour = ((const ushort4*)colours)[cluster];
        return abs(first - colour.x) + abs(second - colour.y) + abs(third - colour.z);
    }
};

struct Any {
    static __device__ __forceinline__ int number(int all) { return all; }
    const u16* pixel;
    i64 pixels;
    int channels;
    __device__ __forceinline__ Any(const u16* __restrict__ planes, i64 pixels, int i, int channels)
        : pixel(planes + i), pixels(pixels), channels(channels) {}
    __device__ __forceinline__ int from(const u16* __restrict__ colours, int cluster) const {
        const u16* colour = colours + (i64)cluster * padded(channels);
        int distance = 0;
        int channel = 0;
        // There is one at least: a loop that may not run at all would be compiled twice.
#pragma unroll 1
        do {
            distance += abs(pixel[channel * pixels] - colour[channel]);
        } while (++channel < channels);
        return distance;
    }
};

// The nearest cluster that reaches a pixel, or NOBODY.
template <class Colour>
__device__ __forceinline__ u32 nearest(const Colour& colour, const u16* __restrict__ colours, const int4* __restrict__ clusters, Cells cells, const u16* __restrict__ terms, int termsACluster, int x, int y) {
    u32 best = (u32)FAR_AWAY << 16;
    int cellX = x / cells.size;
    int cellY = y / cells.size;
    int right = min(cellX + 1, cells.across - 1);
    int below = min(cellY + 1, cells.down - 1);
    for (int row = max(cellY - 1, 0); row <= below; row++) {
        for (int column = max(cellX - 1, 0); column <= right; column++) {
            int cluster = cells.heads[row * cells.across + column];
            while (cluster >= 0) {
                int4 place = clusters[cluster];
                int dx = abs(x - place.x);
                int dy = abs(y - place.y);
                if (dx <= cells.size && dy <= cells.size) {
                    const u16* own = terms + (i64)cluster * termsACluster;
                    best = min(best, (u32)(own[dx] + own[dy] + colour.from(colours, cluster)) << 16 | cluster);
                }
                cluster = place.z;
            }
        }
    }
    return best < (u32)FAR_AWAY << 16 ? best & 0xffffu : NOBODY;
}

// Adds up 32 pixels of a row, cluster by cluster: number, columns, rows and colours. Sums of 32 values below 2^11 fit into
// 16 bits, so two go together.
__device__ __forceinline__ void addUp(const u16* __restrict__ planes, i64 pixels, int i, int channels, u32 code, int firstX, int y, u64* __restrict__ sums) {
    int lane = threadIdx.x & 31;
    int entries = 3 + channels;
    u32 left = __ballot_sync(WARP, code < LEFT_OUT);
    while (left) {
        u32 cluster = __shfl_sync(WARP, code, __ffs(left) - 1);
        bool mine = code == cluster;
        u32 members = __ballot_sync(WARP, mine);
        left &= ~members;
        u32 number = __popc(members);
        u64* own = sums + (i64)cluster * entries;
        u32 lanes = 0;
        for (int channel = 0; channel < channels; channel += 2) {
            u32 one = mine ? planes[i + channel * pixels] : 0;
            u32 other = !mine ? 0 : channel + 1 < channels ? planes[i + (channel + 1) * pixels] : lane;
            u32 both = sumOfWarp(one | other << 16);
            if (channel + 1 == channels) lanes = both >> 16;
            if (lane == 0) atomicAdd(&own[3 + channel], (u64)(both & 0xffffu));
            if (lane == 1 && channel + 1 < channels) atomicAdd(&own[4 + channel], (u64)(both >> 16));
        }
        if (channels % 2 == 0) lanes = sumOfWarp(mine ? lane : 0);
        if (lane < 3) {
            u64 value = lane == 0 ? number : lane == 1 ? (u64)firstX * number + lanes : (u64)y * number;
            atomicAdd(&own[lane], value);
        }
    }
}

// The largest distance of a cluster's pixels from its colour.
template <class Colour>
__device__ __forceinline__ void measureContrast(const Colour& colour, const u16* __restrict__ colours, u32 code, u32* __restrict__ contrasts) {
    u32 distance = code < LEFT_OUT ? colour.from(colours, code) : 0;
    u32 left = __ballot_sync(WARP, code < LEFT_OUT);
    while (left) {
        u32 cluster = __shfl_sync(WARP, code, __ffs(left) - 1);
        left &= ~__ballot_sync(WARP, code == cluster);
        u32 most = mostOfWarp(code == cluster ? distance : 0);
        if ((threadIdx.x & 31) == 0) atomicMax(&contrasts[cluster], most);
    }
}

// Gives every pixel of the rows `phase`, `phase + step` ... to the nearest cluster that reaches it, and adds the clusters'
// pixels up. A warp takes 32 pixels of a row.
//
// `terms`: the terms of a cluster's offsets from 0 on, `termsACluster` for each; 0 if all have the same.
template <class Colour>
__device__ __forceinline__ void assign(const u16* __restrict__ planes, const u16* __restrict__ colours, const int4* __restrict__ clusters, Cells cells, const u16* __restrict__ terms, int termsACluster, const unsigned char* __restrict__ inside, u16* __restrict__ codes, u64* __restrict__ sums, u32* __restrict__ contrasts, int width, int height, int channels, int phase, int step) {
    int lane = threadIdx.x & 31;
    int pieces = (width + 31) / 32;
    i64 warp = FIRST_THREAD >> 5;
    int row = (int)(warp / pieces);
    int y = phase + row * step;
    if (y >= height) return;
    int firstX = (int)(warp - (i64)row * pieces) * 32;
    int x = firstX + lane;
    int i = y * width + min(x, width - 1);
    i64 pixels = (i64)width * height;
    Colour colour(planes, pixels, i, channels);
    u32 code = NOBODY;
    if (x < width) {
        bool kept = !inside || inside[i];
        code = kept ? nearest(colour, colours, clusters, cells, terms, termsACluster, x, y) : LEFT_OUT;
        codes[i] = (u16)code;
    }
    addUp(planes, pixels, i, Colour::number(channels), code, firstX, y, sums);
    if (termsACluster > 0) measureContrast(colour, colours, code, contrasts);
}

#define ASSIGN(name, Colour) \
    KERNEL(4) smalti_slic_assign_##name(const u16* __restrict__ planes, const u16* __restrict__ colours, const int4* __restrict__ clusters, int* __restrict__ heads, const u16* __restrict__ terms, const unsigned char* __restrict__ inside, u16* __restrict__ codes, u64* __restrict__ sums, u32* __restrict__ contrasts, const u64* __restrict__ moved, double tolerance, int iteration, int count, int width, int height, int channels, int step, int cell, int across, int down, int termsACluster) { \
        if (hasSettled(moved, iteration, step, tolerance, count)) return; \
        assign<Colour>(planes, colours, clusters, Cells{heads, cell, across, down}, terms, termsACluster, inside, codes, sums, contrasts, width, height, channels, iteration % step, step); \
    }

ASSIGN(3, Three)
ASSIGN(any, Any)

// The mean, rounded half up.
__device__ __forceinline__ int mean(u64 sum, u64 number) { return (int)((2 * sum + number) / (2 * number)); }

// Moves clusters to the means of their pixels, those without pixels stay; and makes sums, contrasts and the cells' lists
// that were used ready for the iteration after.
KERNEL(4) smalti_slic_move(int4* __restrict__ clusters, u16* __restrict__ colours, int* __restrict__ heads, int* __restrict__ usedHeads, u64* __restrict__ sums, u32* __restrict__ contrasts, u64* __restrict__ moved, double tolerance, int iteration, int count, int channels, int step, int cell, int across, int down) {
    if (hasSettled(moved, iteration, step, tolerance, count)) return;
#pragma unroll 1
    EACH(i, across * down) usedHeads[i] = -1;
#pragma unroll 1
    EACH(thread, count) {
        int cluster = (int)thread;
        int4 place = clusters[cluster];
        u64* own = sums + (i64)cluster * (3 + channels);
        u64 number = own[0];
        if (number > 0) {
            int x = mean(own[1], number);
            int y = mean(own[2], number);
            if (tolerance > 0) atomicAdd(&moved[iteration], (u64)(abs(x - place.x) + abs(y - place.y)));
            place = make_int4(x, y, 0, contrasts[cluster]);
#pragma unroll 1
            for (int channel = 0; channel < channels; channel++) {
                colours[(i64)cluster * padded(channels) + channel] = (u16)mean(own[3 + channel], number);
            }
#pragma unroll 1
            for (int entry = 0; entry < 3 + channels; entry++) own[entry] = 0;
        }
        contrasts[cluster] = 0;
        enter(Cells{heads, cell, across, down}, clusters, cluster, place.x, place.y, place.w);
    }
}

// The terms of position where they follow each cluster's contrast.
KERNEL(4) smalti_slic_terms(const int4* __restrict__ clusters, u16* __restrict__ terms, int count, int termsACluster, double least, double share, double spacing, double most) {
#pragma unroll 1
    EACH(i, (i64)count * termsACluster) {
        int cluster = (int)(i / termsACluster);
        int offset = (int)(i - (i64)cluster * termsACluster);
        double scale = fmax(least, share * clusters[cluster].w) / (spacing * spacing);
        terms[i] = (u16)fmin(most, rint(scale * offset * offset));
    }
}

// The lowest of nine codes that is not below `least`; NOBODY if all are.
__device__ __forceinline__ u32 lowest(const u32 (&codes)[9], u32 least) {
    u32 found = NOBODY;
#pragma unroll
    for (int k = 0; k < 9; k++) found = codes[k] >= least ? min(found, codes[k]) : found;
    return found;
}

// Moves borders: every pixel goes to the best of the clusters that it or one of the eight pixels around had, each of which
// makes its cluster `neighbour` nearer.
template <class Colour>
__device__ __forceinline__ void refine(const u16* __restrict__ planes, const u16* __restrict__ colours, const int4* __restrict__ clusters, const u16* __restrict__ terms, int termsACluster, const unsigned char* __restrict__ inside, const u16* __restrict__ before, u16* __restrict__ codes, int width, int height, int channels, int reach, int neighbour) {
    int pixels = width * height;
#pragma unroll 1
    EACH(pixel, pixels) {
        int i = (int)pixel;
        if (inside && !inside[i]) {
            codes[i] = LEFT_OUT;
            continue;
        }
        int y = i / width;
        int x = i - y * width;
        u32 around[9];
#pragma unroll
        for (int k = 0; k < 9; k++) {
            int nearX = x + k % 3 - 1;
            int nearY = y + k / 3 - 1;
            bool there = nearX >= 0 && nearX < width && nearY >= 0 && nearY < height;
            around[k] = there ? before[i + (k / 3 - 1) * width + k % 3 - 1] : NOBODY;
        }
        Colour colour(planes, pixels, i, channels);
        u32 best = (u32)FAR_AWAY << 16;
        // From the lowest cluster to the highest, each once: mostly there is one, and seldom are there more than three.
        for (u32 cluster = lowest(around, 0); cluster < LEFT_OUT; cluster = lowest(around, cluster + 1)) {
            int4 place = clusters[cluster];
            int dx = abs(x - place.x);
            int dy = abs(y - place.y);
            if (dx > reach || dy > reach) continue;
            int same = 0;
#pragma unroll
            for (int k = 0; k < 9; k++) same += around[k] == cluster;
            const u16* own = terms + (i64)cluster * termsACluster;
            int distance = own[dx] + own[dy] + (9 - same) * neighbour + colour.from(colours, cluster);
            best = min(best, (u32)distance << 16 | cluster);
        }
        codes[i] = best < (u32)FAR_AWAY << 16 ? (u16)best : (u16)around[4];
    }
}

#define REFINE(name, Colour) \
    KERNEL(3) smalti_slic_refine_##name(const u16* __restrict__ planes, const u16* __restrict__ colours, const int4* __restrict__ clusters, const u16* __restrict__ terms, const unsigned char* __restrict__ inside, const u16* __restrict__ before, u16* __restrict__ codes, int width, int height, int channels, int termsACluster, int reach, int neighbour) { \
        refine<Colour>(planes, colours, clusters, terms, termsACluster, inside, before, codes, width, height, channels, reach, neighbour); \
    }

REFINE(3, Three)
REFINE(any, Any)

// ---- the regular grid ----

// Rectangles in rows: see `GridRunner` of the engine.
struct Rectangles {
    int width;
    int height;
    int cells;
    int rows;
    __device__ __forceinline__ int at(int i) const {
        int y = i / width;
        int x = i - y * width;
        int row = (int)(((i64)y * 2 + 1) * rows / (2 * (i64)height));
        int first = (int)((i64)row * cells / rows);
        int columns = (int)((i64)(row + 1) * cells / rows) - first;
        return first + (int)(((i64)x * 2 + 1) * columns / (2 * (i64)width));
    }
};

KERNEL(4) smalti_slic_grid(int* __restrict__ labels, int width, int height, int cells, int rows, int start) {
#pragma unroll 1
    EACH(i, width * height) labels[i] = start + Rectangles{width, height, cells, rows}.at((int)i);
}

// As codes, where a region of interest cuts them.
KERNEL(4) smalti_slic_cut(u16* __restrict__ codes, const unsigned char* __restrict__ inside, int width, int height, int cells, int rows) {
#pragma unroll 1
    EACH(i, width * height) codes[i] = inside[i] ? (u16)Rectangles{width, height, cells, rows}.at((int)i) : (u16)LEFT_OUT;
}
