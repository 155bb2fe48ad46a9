// Convolutions as products of matrices that are nowhere laid out: each thread finds what it brings to a strip in the map.
// Channels of a group come in fours.
#include <limits.h>

#include "finish.cuh"
#include "tiles.cuh"

// A window on a map of height by width: the output (i, j) of outHeight by outWidth sees the map's pixels
// (i * strideDown + offsetDown + r * stepDown, j * strideAcross + offsetAcross + s * stepAcross) by its taps (r, s). Steps may
// be negative: transposed convolutions see backwards.
#define WINDOW \
    int height, int width, int outHeight, int outWidth, int tapsDown, int tapsAcross, int strideDown, int strideAcross, \
        int stepDown, int stepAcross, int offsetDown, int offsetAcross
#define WINDOW_OF \
    height, width, outHeight, outWidth, tapsDown, tapsAcross, strideDown, strideAcross, stepDown, stepAcross, offsetDown, \
        offsetAcross

// Four values of a map, zeros outside of it. Offsets are of 32 bits, which tensors that these kernels are used for need no
// more of: registers are what they are short of.
__device__ __forceinline__ void takeIf(bool there, const float* from, int at, float (&values)[4]) {
    float4 four = make_float4(0.f, 0.f, 0.f, 0.f);
    if (there) four = __ldg((const float4*)(from + at));
    values[0] = four.x, values[1] = four.y, values[2] = four.z, values[3] = four.w;
}

// How threads share a strip whose quads lie along its lines, and one whose quads lie across four lines.
template <int DEPTH> struct Along {
    static __device__ __forceinline__ int line() { return threadIdx.x / (DEPTH / 4); }
    static __device__ __forceinline__ int depth() { return threadIdx.x % (DEPTH / 4) * 4; }
    template <int PITCH> static __device__ __forceinline__ void put(float (*tile)[PITCH], const float (&values)[4]) {
        #pragma unroll
        for (int i = 0; i < 4; i++) tile[depth() + i][line()] = values[i];
    }
};

template <int TILE> struct Across {
    static __device__ __forceinline__ int line() { return threadIdx.x % (TILE / 4) * 4; }
    static __device__ __forceinline__ int depth() { return threadIdx.x / (TILE / 4); }
    template <int PITCH> static __device__ __forceinline__ void put(float (*tile)[PITCH], const float (&values)[4]) {
        *(float4*)&tile[depth()][line()] = make_float4(values[0], values[1], values[2], values[3]);
    }
};

// What outputs see, as the left side of a product: a line is an output, and the terms are the channels of a group under each
// tap.
template <int DEPTH> struct Seen : Along<DEPTH> {
    const float* map;
    int image, y, x, s, channel;
    int tapsAcross, stepDown, stepAcross, height, width, deep, channels;

    __device__ __forceinline__ Seen(const float* map, int channels, int deep, int first, int outputs, WINDOW)
        : map(map), tapsAcross(tapsAcross), stepDown(stepDown), stepAcross(stepAcross), height(height), width(width),
          deep(deep), channels(channels) {
        channel = this->depth();
        int output = first + this->line(), row = output / outWidth;
        s = 0;
        x = output % outWidth * strideAcross + offsetAcross;
        y = row % outHeight * strideDown + offsetDown;
        image = row / outHeight * height * width;
        // What lies behind the last output sees nothing.
        if (output >= outputs) x = -(1 << 30);
        wrap();
    }

    __device__ __forceinline__ void wrap() {
        #pragma unroll 1
        while (channel >= deep) {
            channel -= deep;
            x += stepAcross;
            if (++s == tapsAcross) {
                s = 0;
                x -= tapsAcross * stepAcross;
                y += stepDown;
            }
        }
    }

    __device__ __forceinline__ void take(float (&values)[4], int left) {
        bool there = this->depth() < left && (u32)y < (u32)height && (u32)x < (u32)width;
        takeIf(there, map, (image + y * width + x) * channels + channel, values);
        channel += DEPTH;
        wrap();
    }
};

// Filters as the right side of a product: a line is a filter, and the terms are channels under taps.
template <int TILE, int DEPTH> struct Lines : Across<TILE> {
    const float* rows;
    int at, step;
    // The depth of this thread's values, beyond all where there is no line.
    int from;

    __device__ __forceinline__ Lines(const float* rows, int step, int first, int lines) : rows(rows), step(step) {
        int line = first + this->line();
        from = line < lines ? this->depth() : INT_MAX;
        at = this->depth() * step + line;
    }

    __device__ __forceinline__ void take(float (&values)[4], int left) {
        takeIf(from < left, rows, at, values);
        at += DEPTH * step;
    }
};

// The filters of transposed convolutions, as the right side of a product: a line is a channel of the map, and the terms are
// the filters of a group under each tap.
template <int DEPTH> struct Turned : Along<DEPTH> {
    const float* filters;
    int at, filter, deep, tapStep;
    bool there;

    __device__ __forceinline__ Turned(const float* filters, int step, int tapStep, int deep, int first, int lines)
        : filters(filters), deep(deep), tapStep(tapStep) {
        filter = this->depth();
        int line = first + this->line();
        there = line < lines;
        at = line * step;
        wrap();
    }

    __device__ __forceinline__ void wrap() {
        #pragma unroll 1
        while (filter >= deep) {
            filter -= deep;
            at += tapStep;
        }
    }

    __device__ __forceinline__ void take(float (&values)[4], int left) {
        takeIf(there && this->depth() < left, filters, at + filter, values);
        filter += DEPTH;
        wrap();
    }
};

// Convolves a map of `channels` channels, of which a group has `deep`, to one of `outChannels`, of which a group has
// `columns`. A block of the grid's second axis has one group.
template <int TILE, int DEPTH, bool TURNED>
__device__ __forceinline__ void correlate(
    const float* map, const float* filter, float* out, int outputs, int channels, int deep, int outChannels, int columns,
    const float* bias, int biased, int epilogue, float slope, const float* slopes, WINDOW) {
    int across = (columns + TILE - 1) / TILE;
    int firstRow = blockIdx.x / across * TILE, firstColumn = blockIdx.x % across * TILE;
    int group = blockIdx.y, depth = tapsDown * tapsAcross * deep;
    Seen<DEPTH> seen(map + group * deep, channels, deep, firstRow, outputs, WINDOW_OF);
    Tile<TILE> tile;
    if constexpr (TURNED) {
        Turned<DEPTH> turned(filter + group * deep, channels, columns * channels, deep, firstColumn, columns);
        tile.template sum<DEPTH>(seen, turned, depth);
    } else {
        Lines<TILE, DEPTH> filters(filter + group * columns, outChannels, firstColumn, columns);
        tile.template sum<DEPTH>(seen, filters, depth);
    }
    int block = blockAgain(), rowOfTile = block / across * TILE, columnOfTile = block % across * TILE;
    tile.put([&](int row, int column, const float* s) {
        int output = rowOfTile + row, within = columnOfTile + column;
        if (output >= outputs || within >= columns) return;
        Values<4> four;
        #pragma unroll
        for (int v = 0; v < 4; v++) four.at[v] = s[v];
        finish<4>(four, group * columns + within, bias, biased, TURNED ? NONE : epilogue, slope, slopes);
        four.put(out + (i64)output * outChannels + group * columns + within);
    });
}

#define CORRELATE(name, blocks, TILE, DEPTH, TURNED) \
    KERNEL(blocks) smalti_correlate_##name( \
        const float* __restrict__ map, const float* __restrict__ filter, float* __restrict__ out, int outputs, int channels, \
        int deep, int outChannels, int columns, const float* __restrict__ bias, int biased, int epilogue, float slope, \
        const float* __restrict__ slopes, WINDOW) { \
        correlate<TILE, DEPTH, TURNED>( \
            map, filter, out, outputs, channels, deep, outChannels, columns, bias, biased, epilogue, slope, slopes, \
            WINDOW_OF); \
    }

CORRELATE(large_f32, 2, 128, 8, false)
CORRELATE(small_f32, 3, 64, 16, false)
CORRELATE(turned_large_f32, 2, 128, 8, true)
CORRELATE(turned_small_f32, 3, 64, 16, true)

// What outputs see, as the transposed left side of a product: a line is a channel under a tap, and the terms are the
// outputs.
template <int TILE, int DEPTH> struct SeenAcross : Across<TILE> {
    const float* map;
    int image, i, j, down, across;
    int outHeight, outWidth, strideDown, strideAcross, height, width, channels;

    __device__ __forceinline__ SeenAcross(
        const float* map, int channels, int deep, int firstLine, int lines, int firstOutput, WINDOW)
        : map(map), outHeight(outHeight), outWidth(outWidth), strideDown(strideDown), strideAcross(strideAcross),
          height(height), width(width), channels(channels) {
        int line = firstLine + this->line(), tap = line / deep;
        int output = firstOutput + this->depth(), row = output / outWidth;
        down = offsetDown + tap / tapsAcross * stepDown;
        across = offsetAcross + tap % tapsAcross * stepAcross;
        // There is nothing behind the last line.
        if (line >= lines) down = -(1 << 30);
        i = row % outHeight;
        j = output % outWidth;
        image = row / outHeight * height * width * channels + line % deep;
    }

    __device__ __forceinline__ void take(float (&values)[4], int left) {
        int y = i * strideDown + down, x = j * strideAcross + across;
        bool there = this->depth() < left && (u32)y < (u32)height && (u32)x < (u32)width;
        takeIf(there, map, image + (y * width + x) * channels, values);
        j += DEPTH;
        #pragma unroll 1
        while (j >= outWidth) {
            j -= outWidth;
            if (++i == outHeight) {
                i = 0;
                image += height * width * channels;
            }
        }
    }
};

// The gradient of a convolution in its filters, [parts, taps, deep, filters]: part and group are one block of the grid's
// second axis, and a part has so many outputs.
template <int TILE, int DEPTH>
__device__ __forceinline__ void derive(
    const float* upstream, const float* map, float* parts, int outputs, int perPart, int groups, int deep, int columns, WINDOW) {
    int across = (columns + TILE - 1) / TILE;
    int firstLine = blockIdx.x / across * TILE, firstColumn = blockIdx.x % across * TILE;
    int group = blockIdx.y % groups, part = blockIdx.y / groups;
    int filters = groups * columns, lines = tapsDown * tapsAcross * deep;
    int first = part * perPart, depth = min(perPart, outputs - first);
    SeenAcross<TILE, DEPTH> seen(map + group * deep, groups * deep, deep, firstLine, lines, first, WINDOW_OF);
    Lines<TILE, DEPTH> gradients(upstream + (i64)first * filters + group * columns, filters, firstColumn, columns);
    Tile<TILE> tile;
    tile.template sum<DEPTH>(seen, gradients, depth);
    int block = blockAgain(), lineOfTile = block / across * TILE, columnOfTile = block % across * TILE;
    tile.put([&](int row, int column, const float* s) {
        int line = lineOfTile + row, within = columnOfTile + column;
        if (line >= lines || within >= columns) return;
        float* to = parts + ((i64)part * lines + line) * filters + group * columns + within;
        *(float4*)to = make_float4(s[0], s[1], s[2], s[3]);
    });
}

#define DERIVE(name, blocks, TILE, DEPTH) \
    KERNEL(blocks) smalti_derive_##name( \
        const float* __restrict__ upstream, const float* __restrict__ map, float* __restrict__ parts, int outputs, \
        int perPart, int groups, int deep, int columns, WINDOW) { \
        derive<TILE, DEPTH>(upstream, map, parts, outputs, perPart, groups, deep, columns, WINDOW_OF); \
    }

DERIVE(large_f32, 2, 128, 8)
DERIVE(small_f32, 3, 64, 16)
