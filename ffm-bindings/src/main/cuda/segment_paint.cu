// Spreads tables [S,C] over the pixels of their segments; ignored pixels become 0. Elements are only moved, whatever they
// mean: there is a kernel for each width.
#include "numbers.cuh"

template <class Element, int COUNT> struct alignas(sizeof(Element) * COUNT) Pack { Element of[COUNT]; };

// Channels of a pixel side by side: 2^lanesLog threads a pixel, each with some channels of it.
template <class Element, int CHANNELS>
__device__ __forceinline__ void paintRows(const Element* __restrict__ table, const int* __restrict__ segments, Element* __restrict__ map, int pixels, int channels, int lanesLog) {
    typedef Pack<Element, CHANNELS> Channels;
    const int TOGETHER = 4;
    int channel = ((blockIdx.y << lanesLog) + (threadIdx.x & ((1 << lanesLog) - 1))) * CHANNELS;
    if (channel >= channels) return;
    int workers = blockDim.x >> lanesLog;
    for (i64 first = ((i64)blockIdx.x * workers + (threadIdx.x >> lanesLog)); first < pixels; first += (i64)gridDim.x * workers * TOGETHER) {
        Channels values[TOGETHER];
#pragma unroll
        for (int i = 0; i < TOGETHER; i++) {
            i64 pixel = first + (i64)i * gridDim.x * workers;
            int segment = pixel < pixels ? segments[pixel] : -1;
            Channels none = {};
            values[i] = segment < 0 ? none : *(const Channels*)(table + (i64)segment * channels + channel);
        }
#pragma unroll
        for (int i = 0; i < TOGETHER; i++) {
            i64 pixel = first + (i64)i * gridDim.x * workers;
            if (pixel < pixels) *(Channels*)(map + pixel * channels + channel) = values[i];
        }
    }
}

// Pixels of a channel side by side: each thread has some neighbouring pixels in all channels, a few at a time.
template <class Element, int PIXELS, int CHANNELS>
__device__ __forceinline__ void paintPlanes(const Element* __restrict__ table, const int* __restrict__ segments, Element* __restrict__ map, int batch, int pixels, int channels) {
    typedef Pack<Element, CHANNELS> Channels;
    typedef Pack<Element, PIXELS> Pixels;
    i64 packs = (i64)batch * pixels / PIXELS;
    EACH(pack, packs) {
        i64 first = pack * PIXELS;
        int image = (int)(first / pixels);
        int mine[PIXELS];
#pragma unroll
        for (int i = 0; i < PIXELS; i++) mine[i] = segments[first + i];
        Element* plane = map + (i64)image * pixels * (channels - 1) + first;
        int channel = blockIdx.y * CHANNELS;
        // Each block has a channel at least: a loop that may not run at all would be compiled twice.
        do {
            Channels values[PIXELS];
#pragma unroll
            for (int i = 0; i < PIXELS; i++) {
                Channels none = {};
                values[i] = mine[i] < 0 ? none : *(const Channels*)(table + (i64)mine[i] * channels + channel);
            }
#pragma unroll
            for (int c = 0; c < CHANNELS; c++) {
                Pixels row;
#pragma unroll
                for (int i = 0; i < PIXELS; i++) row.of[i] = values[i].of[c];
                *(Pixels*)(plane + (i64)(channel + c) * pixels) = row;
            }
            channel += gridDim.y * CHANNELS;
        } while (channel < channels);
    }
}

#define PAINT_ROWS(name, Element, channelsTogether) \
    KERNEL(4) smalti_segment_paint_rows_##name(const Element* __restrict__ table, const int* __restrict__ segments, Element* __restrict__ map, int pixels, int channels, int lanesLog) { \
        paintRows<Element, channelsTogether>(table, segments, map, pixels, channels, lanesLog); \
    }
#define PAINT_PLANES(name, Element, pixelsTogether, channelsTogether) \
    KERNEL(3) smalti_segment_paint_planes_##name(const Element* __restrict__ table, const int* __restrict__ segments, Element* __restrict__ map, int batch, int pixels, int channels) { \
        paintPlanes<Element, pixelsTogether, channelsTogether>(table, segments, map, batch, pixels, channels); \
    }
// By bits an element; `wide` moves 16 bytes at a time.
#define PAINT(bits, Element) \
    PAINT_ROWS(wide_##bits, Element, 128 / bits) \
    PAINT_ROWS(bits, Element, 1) \
    PAINT_PLANES(wide_##bits, Element, 128 / bits, 4) \
    PAINT_PLANES(bits, Element, 1, 1)

PAINT(16, u16)
PAINT(32, u32)
PAINT(64, u64)

// Where the element of a pixel of an image lies in a map.
__device__ __forceinline__ i64 inMap(bool planes, int image, int pixel, int channel, int pixels, int channels) {
    return planes ? ((i64)image * channels + channel) * pixels + pixel : ((i64)image * pixels + pixel) * channels + channel;
}

// Moves elements between tables and maps by the positions that a maximum or minimum chose. Spreading writes to a map of zeros.
#define MOVE_SELECTED(bits, Element) \
    KERNEL(4) smalti_segment_spread_##bits(const Element* __restrict__ table, const int* __restrict__ positions, Element* __restrict__ map, \
            u64* __restrict__ word, int planes, int segments, int channels, int pixels, int segmentsAnImage) { \
        EACH(i, (i64)segments * channels) { \
            int segment = (int)((u32)i / (u32)channels), channel = (int)((u32)i % (u32)channels), position = positions[i]; \
            if (position < -1 || position >= pixels) leaveWord(word, i, position); \
            else if (position >= 0) map[inMap(planes, segment / segmentsAnImage, position, channel, pixels, channels)] = table[i]; \
        } \
    } \
    KERNEL(4) smalti_segment_pick_##bits(const Element* __restrict__ map, const int* __restrict__ positions, Element* __restrict__ table, \
            u64* __restrict__ word, int planes, int segments, int channels, int pixels, int segmentsAnImage) { \
        EACH(i, (i64)segments * channels) { \
            int segment = (int)((u32)i / (u32)channels), channel = (int)((u32)i % (u32)channels), position = positions[i]; \
            Element value = 0; \
            if (position < -1 || position >= pixels) leaveWord(word, i, position); \
            else if (position >= 0) value = map[inMap(planes, segment / segmentsAnImage, position, channel, pixels, channels)]; \
            table[i] = value; \
        } \
    }

MOVE_SELECTED(16, u16)
MOVE_SELECTED(32, u32)
MOVE_SELECTED(64, u64)
