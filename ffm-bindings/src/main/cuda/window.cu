// Windows over maps [B,H,W,C], a channel apart from the others.
#include "places.cuh"
#include "values.cuh"

// A place that a value was taken from or belongs to: the index of its element in the map, or -1 of a switch that names no
// pixel, of which word is left.
__device__ __forceinline__ int placeOf(const int* switches, u32 value, u32 perImage, int pixels, u32 channels, u64* fault) {
    int pixel = __ldg(switches + value);
    if ((u32)pixel >= (u32)pixels) {
        leaveWord(fault, value, pixel);
        return -1;
    }
    return (value / perImage * pixels + pixel) * channels + value % channels;
}

// The largest value under each window and the pixel that it comes from: NaN is larger than all others, and of equal values
// the first in raster order is taken.
template <int V>
__device__ __forceinline__ void takeLargest(
    const float* map, float* out, int* switches, i64 count, int units, int height, int width, int outHeight, int outWidth,
    int tapsDown, int tapsAcross, int strideDown, int strideAcross, int dilationDown, int dilationAcross, int top, int left) {
    #pragma unroll 1
    EACH(each, count) {
        Place output((u32)each, outHeight, outWidth, units);
        int unit = output.unit, x0 = output.x * strideAcross - left, y0 = output.y * strideDown - top;
        const float* image = map + (i64)output.image * height * width * units * V;
        Values<V> most, seen;
        int where[V];
        most.set(0.f);
        #pragma unroll
        for (int v = 0; v < V; v++) where[v] = -1;
        #pragma unroll 1
        for (int r = 0; r < tapsDown; r++) {
            int y = y0 + r * dilationDown;
            if ((u32)y >= (u32)height) continue;
            #pragma unroll 3
            for (int s = 0; s < tapsAcross; s++) {
                int x = x0 + s * dilationAcross;
                if ((u32)x >= (u32)width) continue;
                int pixel = y * width + x;
                seen.take(image + ((i64)pixel * units + unit) * V);
                #pragma unroll
                for (int v = 0; v < V; v++) {
                    bool larger = where[v] < 0 | (!(seen.at[v] <= most.at[v]) & most.at[v] == most.at[v]);
                    most.at[v] = larger ? seen.at[v] : most.at[v];
                    where[v] = larger ? pixel : where[v];
                }
            }
        }
        most.put(out + each * V);
        #pragma unroll
        for (int v = 0; v < V; v++) switches[each * V + v] = where[v];
    }
}

#define LARGEST(name, V) \
    KERNEL(4) smalti_largest_##name( \
        const float* __restrict__ map, float* __restrict__ out, int* __restrict__ switches, i64 count, int units, int height, \
        int width, int outHeight, int outWidth, int tapsDown, int tapsAcross, int strideDown, int strideAcross, \
        int dilationDown, int dilationAcross, int top, int left) { \
        takeLargest<V>( \
            map, out, switches, count, units, height, width, outHeight, outWidth, tapsDown, tapsAcross, strideDown, \
            strideAcross, dilationDown, dilationAcross, top, left); \
    }

LARGEST(quads_f32, 4)
LARGEST(f32, 1)

// Takes the values that switches point at.
KERNEL(6) smalti_take_f32(
    const float* __restrict__ map, const int* __restrict__ switches, float* __restrict__ out, i64 count, int perImage,
    int pixels, int channels, u64* fault) {
    #pragma unroll 1
    EACH(value, count) {
        int place = placeOf(switches, (u32)value, perImage, pixels, channels, fault);
        out[value] = place < 0 ? 0.f : __ldg(map + place);
    }
}

// Of the values of an image that belong to a place, the last one: `last` holds -1 where there is none yet.
KERNEL(6) smalti_find_last(
    const int* __restrict__ switches, int* last, i64 count, int perImage, int pixels, int channels, u64* fault) {
    #pragma unroll 1
    EACH(value, count) {
        int place = placeOf(switches, (u32)value, perImage, pixels, channels, fault);
        if (place >= 0) atomicMax(last + place, (int)((u32)value % perImage));
    }
}

KERNEL(6) smalti_put_last_f32(
    const float* __restrict__ values, const int* __restrict__ last, float* __restrict__ map, i64 count, int perImage,
    int places) {
    #pragma unroll 1
    EACH(place, count) {
        int value = __ldg(last + place);
        map[place] = value < 0 ? 0.f : __ldg(values + (u32)place / places * perImage + value);
    }
}

// Sums of the values of a place whose bits do not depend on the order of threads. The largest magnitude is found first; then
// each value is added as a whole number of 2^-30 of the power of two below it, which no sum of less than 2^31 values
// overflows. A value that is alone stays itself.
KERNEL(6) smalti_find_scale_f32(
    const float* __restrict__ values, const int* __restrict__ switches, u32* largest, i64 count, int perImage, int pixels,
    int channels, u64* fault) {
    #pragma unroll 1
    EACH(value, count) {
        int place = placeOf(switches, (u32)value, perImage, pixels, channels, fault);
        // The bits of magnitudes are in their order, and those of NaN are above all.
        if (place >= 0) atomicMax(largest + place, __float_as_uint(__ldg(values + value)) & 0x7fffffffu);
    }
}

static const u32 INFINITE = 0x7f800000u;

// What a value is multiplied by, as a power of two.
__device__ __forceinline__ int scaleOf(u32 largest) { return 157 - max(1, (int)(largest >> 23)); }

__device__ __forceinline__ double powerOfTwo(int exponent) { return __longlong_as_double((i64)(1023 + exponent) << 52); }

KERNEL(6) smalti_add_scaled_f32(
    const float* __restrict__ values, const int* __restrict__ switches, const u32* __restrict__ largest, u64* sums, i64 count,
    int perImage, int pixels, int channels, u64* fault) {
    #pragma unroll 1
    EACH(value, count) {
        int place = placeOf(switches, (u32)value, perImage, pixels, channels, fault);
        if (place < 0) continue;
        float term = __ldg(values + value);
        u32 scale = __ldg(largest + place);
        // Of infinities, those of either sign are counted.
        if (scale < INFINITE) atomicAdd(sums + place, (u64)__double2ll_rn((double)term * powerOfTwo(scaleOf(scale))));
        else if (fabsf(term) == __uint_as_float(INFINITE)) atomicAdd(sums + place, term > 0 ? 1ull : 1ull << 32);
    }
}

KERNEL(6) smalti_unscale_f32(const u32* __restrict__ largest, const u64* __restrict__ sums, float* __restrict__ map, i64 count) {
    #pragma unroll 1
    EACH(place, count) {
        u32 scale = __ldg(largest + place);
        u64 sum = __ldg(sums + place);
        float value;
        if (scale < INFINITE) value = (float)((double)(i64)sum * powerOfTwo(-scaleOf(scale)));
        else if (scale > INFINITE || ((u32)sum != 0 && sum >> 32 != 0)) value = __uint_as_float(0x7fc00000u);
        else value = __uint_as_float((u32)sum != 0 ? INFINITE : INFINITE | 0x80000000u);
        map[place] = value;
    }
}

// Mixes rows and columns of maps: place i of an axis of the output is the sum of the weights times the places that
// entries[starts[i]] to below entries[starts[i + 1]] name, 0 if there are none. What is a copy of one pixel stays itself.
template <int V>
__device__ __forceinline__ void mix(
    const float* map, float* out, i64 count, int units, int height, int width, int outHeight, int outWidth,
    const int* rowStarts, const int2* rows, const int* columnStarts, const int2* columns) {
    #pragma unroll 1
    EACH(each, count) {
        Place output((u32)each, outHeight, outWidth, units);
        int unit = output.unit, x = output.x, y = output.y;
        const float* image = map + (i64)output.image * height * width * units * V;
        int firstRow = __ldg(rowStarts + y), endRow = __ldg(rowStarts + y + 1);
        int firstColumn = __ldg(columnStarts + x), endColumn = __ldg(columnStarts + x + 1);
        Values<V> sum, mixed, seen;
        sum.set(0.f);
        #pragma unroll 1
        for (int r = firstRow; r < endRow && firstColumn < endColumn; r++) {
            int2 row = __ldg(rows + r);
            const float* from = image + ((i64)row.x * width * units + unit) * V;
            #pragma unroll 2
            for (int c = firstColumn; c < endColumn; c++) {
                int2 column = __ldg(columns + c);
                seen.take(from + (i64)column.x * units * V);
                float weight = __int_as_float(column.y);
                #pragma unroll
                for (int v = 0; v < V; v++)
                    mixed.at[v] = c == firstColumn ? weight * seen.at[v] : fmaf(weight, seen.at[v], mixed.at[v]);
            }
            float weight = __int_as_float(row.y);
            #pragma unroll
            for (int v = 0; v < V; v++)
                sum.at[v] = r == firstRow ? weight * mixed.at[v] : fmaf(weight, mixed.at[v], sum.at[v]);
        }
        sum.put(out + each * V);
    }
}

#define MIX(name, V) \
    KERNEL(4) smalti_mix_##name( \
        const float* __restrict__ map, float* __restrict__ out, i64 count, int units, int height, int width, int outHeight, \
        int outWidth, const int* __restrict__ rowStarts, const int2* __restrict__ rows, \
        const int* __restrict__ columnStarts, const int2* __restrict__ columns) { \
        mix<V>(map, out, count, units, height, width, outHeight, outWidth, rowStarts, rows, columnStarts, columns); \
    }

MIX(quads_f32, 4)
MIX(f32, 1)
