// What convolutions need beside products of matrices, and those of single channels. Maps are [B,H,W,C], filters
// [R,S,C/groups,F].
#include "finish.cuh"
#include "places.cuh"

// A window on maps of height by width, of which it makes outHeight by outWidth: the output (i, j) sees the map's pixels
// (i * strideDown - top + r * dilationDown, j * strideAcross - left + s * dilationAcross) by its taps (r, s).
#define WINDOW \
    int height, int width, int outHeight, int outWidth, int tapsDown, int tapsAcross, int strideDown, int strideAcross, \
        int dilationDown, int dilationAcross, int top, int left

// Finishes rows of sums; columns are counted in values of V.
template <int V>
__device__ __forceinline__ void finishRows(
    float* out, i64 count, int columns, const float* bias, int biased, int epilogue, float slope, const float* slopes) {
    #pragma unroll 1
    EACH(i, count) {
        Values<V> sums;
        float* at = out + i * V;
        #pragma unroll
        for (int v = 0; v < V; v++) sums.at[v] = at[v];
        finish<V>(sums, (int)((u32)i % columns) * V, bias, biased, epilogue, slope, slopes);
        sums.put(at);
    }
}

#define FINISH(name, V) \
    KERNEL(6) smalti_finish_##name( \
        float* out, i64 count, int columns, const float* __restrict__ bias, int biased, int epilogue, float slope, \
        const float* __restrict__ slopes) { \
        finishRows<V>(out, count, columns, bias, biased, epilogue, slope, slopes); \
    }

FINISH(quads_f32, 4)
FINISH(f32, 1)

// What each output sees, as the row of a matrix: [groups, rows, taps, channels of a group], from the output `first` on. A
// warp a row. Values are counted in units of V.
template <int V>
__device__ __forceinline__ void patches(
    const float* map, float* patches, int first, int rows, int groups, int units, WINDOW) {
    int lane = threadIdx.x % 32, depth = tapsDown * tapsAcross * units;
    i64 all = (i64)groups * rows, warps = ALL_THREADS / 32;
    #pragma unroll 1
    for (i64 each = FIRST_THREAD / 32; each < all; each += warps) {
        u32 group = (u32)each / rows;
        Place output(first + (u32)each - group * rows, outHeight, outWidth, 1);
        int y0 = output.y * strideDown - top, x0 = output.x * strideAcross - left;
        #pragma unroll 2
        for (int k = lane; k < depth; k += 32) {
            int tap = k / units, unit = k - tap * units, r = tap / tapsAcross, s = tap - r * tapsAcross;
            int y = y0 + r * dilationDown, x = x0 + s * dilationAcross;
            Values<V> seen;
            seen.set(0.f);
            if ((u32)y < (u32)height && (u32)x < (u32)width)
                seen.take(map + ((((i64)output.image * height + y) * width + x) * groups * units + group * units + unit) * V);
            seen.put(patches + (each * depth + k) * V);
        }
    }
}

#define PATCHES(name, V) \
    KERNEL(4) smalti_patches_##name( \
        const float* __restrict__ map, float* __restrict__ to, int first, int rows, int groups, int units, WINDOW) { \
        patches<V>( \
            map, to, first, rows, groups, units, height, width, outHeight, outWidth, tapsDown, tapsAcross, strideDown, \
            strideAcross, dilationDown, dilationAcross, top, left); \
    }

PATCHES(quads_f32, 4)
PATCHES(f32, 1)

// The output along one axis whose tap sees a place, or -1 if there is none.
__device__ __forceinline__ int outputOf(int place, int before, int tap, int stride, int dilation, int outputs) {
    int at = place + before - tap * dilation;
    if (at < 0) return -1;
    int output = stride == 1 ? at : at / stride;
    return output * stride == at && output < outputs ? output : -1;
}

// The adjoint of patches: every pixel gathers what the outputs that see it have for it, tap by tap. Of `images` images from
// `firstImage` on, the rows of the map from firstRow to below endRow; the patches are those of the outputs in rows from
// firstOut to below endOut of these images.
template <int V>
__device__ __forceinline__ void gather(
    const float* patches, float* map, const float* bias, int biased, int firstImage, int images, int firstRow, int endRow,
    int firstOut, int endOut, int groups, int units, WINDOW) {
    int channels = groups * units, rows = endRow - firstRow, outRows = endOut - firstOut;
    i64 count = (i64)images * rows * width * channels, perGroup = (i64)images * outRows * outWidth;
    int taps = tapsDown * tapsAcross;
    #pragma unroll 1
    EACH(each, count) {
        Place to((u32)each, rows, width, channels);
        int channel = to.unit, group = channel / units, unit = channel - group * units, x = to.x, y = firstRow + to.y;
        Values<V> sum, term;
        sum.set(0.f);
        #pragma unroll 1
        for (int r = 0; r < tapsDown; r++) {
            int i = outputOf(y, top, r, strideDown, dilationDown, endOut);
            if (i < firstOut) continue;
            i64 from = group * perGroup + ((i64)to.image * outRows + i - firstOut) * outWidth;
            #pragma unroll 1
            for (int s = 0; s < tapsAcross; s++) {
                int j = outputOf(x, left, s, strideAcross, dilationAcross, outWidth);
                if (j < 0) continue;
                term.take(patches + (((from + j) * taps + r * tapsAcross + s) * units + unit) * V);
                #pragma unroll
                for (int v = 0; v < V; v++) sum.at[v] += term.at[v];
            }
        }
        if (biased) {
            term.take(bias + channel * V);
            #pragma unroll
            for (int v = 0; v < V; v++) sum.at[v] += term.at[v];
        }
        sum.put(map + ((((i64)firstImage + to.image) * height + y) * width + x) * channels * V + channel * V);
    }
}

#define GATHER(name, V) \
    KERNEL(4) smalti_gather_##name( \
        const float* __restrict__ from, float* __restrict__ map, const float* __restrict__ bias, int biased, \
        int firstImage, int images, int firstRow, int endRow, int firstOut, int endOut, int groups, int units, WINDOW) { \
        gather<V>( \
            from, map, bias, biased, firstImage, images, firstRow, endRow, firstOut, endOut, groups, units, height, width, \
            outHeight, outWidth, tapsDown, tapsAcross, strideDown, strideAcross, dilationDown, dilationAcross, top, left); \
    }

GATHER(quads_f32, 4)
GATHER(f32, 1)

// Convolves each channel with a filter of its own.
template <int V>
__device__ __forceinline__ void convolveChannels(
    const float* map, const float* filter, float* out, i64 count, int units, const float* bias, int biased, int epilogue,
    float slope, const float* slopes, WINDOW) {
    #pragma unroll 1
    EACH(each, count) {
        Place output((u32)each, outHeight, outWidth, units);
        int unit = output.unit, y0 = output.y * strideDown - top, x0 = output.x * strideAcross - left;
        Values<V> sum, seen, weight;
        sum.set(0.f);
        #pragma unroll 1
        for (int r = 0; r < tapsDown; r++) {
            int y = y0 + r * dilationDown;
            if ((u32)y >= (u32)height) continue;
            const float* row = map + (((i64)output.image * height + y) * width * units + unit) * V;
            #pragma unroll 3
            for (int s = 0; s < tapsAcross; s++) {
                int x = x0 + s * dilationAcross;
                if ((u32)x >= (u32)width) continue;
                seen.take(row + (i64)x * units * V);
                weight.take(filter + ((r * tapsAcross + s) * units + unit) * V);
                #pragma unroll
                for (int v = 0; v < V; v++) sum.at[v] = fmaf(seen.at[v], weight.at[v], sum.at[v]);
            }
        }
        finish<V>(sum, unit * V, bias, biased, epilogue, slope, slopes);
        sum.put(out + each * V);
    }
}

#define CONVOLVE_CHANNELS(name, V) \
    KERNEL(4) smalti_convolve_channels_##name( \
        const float* __restrict__ map, const float* __restrict__ filter, float* __restrict__ out, i64 count, int units, \
        const float* __restrict__ bias, int biased, int epilogue, float slope, const float* __restrict__ slopes, WINDOW) { \
        convolveChannels<V>( \
            map, filter, out, count, units, bias, biased, epilogue, slope, slopes, height, width, outHeight, outWidth, \
            tapsDown, tapsAcross, strideDown, strideAcross, dilationDown, dilationAcross, top, left); \
    }

CONVOLVE_CHANNELS(quads_f32, 4)
CONVOLVE_CHANNELS(f32, 1)

// The adjoint: every pixel of the map gathers from the outputs that see it.
template <int V>
__device__ __forceinline__ void spreadChannels(
    const float* outputs, const float* filter, float* map, i64 count, int units, const float* bias, int biased, WINDOW) {
    #pragma unroll 1
    EACH(each, count) {
        Place to((u32)each, height, width, units);
        int unit = to.unit, x = to.x, y = to.y;
        Values<V> sum, seen, weight;
        sum.set(0.f);
        #pragma unroll 1
        for (int r = 0; r < tapsDown; r++) {
            int i = outputOf(y, top, r, strideDown, dilationDown, outHeight);
            if (i < 0) continue;
            #pragma unroll 3
            for (int s = 0; s < tapsAcross; s++) {
                int j = outputOf(x, left, s, strideAcross, dilationAcross, outWidth);
                if (j < 0) continue;
                seen.take(outputs + ((((i64)to.image * outHeight + i) * outWidth + j) * units + unit) * V);
                weight.take(filter + ((r * tapsAcross + s) * units + unit) * V);
                #pragma unroll
                for (int v = 0; v < V; v++) sum.at[v] = fmaf(seen.at[v], weight.at[v], sum.at[v]);
            }
        }
        finish<V>(sum, unit * V, bias, biased, NONE, 0.f, bias);
        sum.put(map + each * V);
    }
}

#define SPREAD_CHANNELS(name, V) \
    KERNEL(4) smalti_spread_channels_##name( \
        const float* __restrict__ outputs, const float* __restrict__ filter, float* __restrict__ map, i64 count, int units, \
        const float* __restrict__ bias, int biased, WINDOW) { \
        spreadChannels<V>( \
            outputs, filter, map, count, units, bias, biased, height, width, outHeight, outWidth, tapsDown, tapsAcross, \
            strideDown, strideAcross, dilationDown, dilationAcross, top, left); \
    }

SPREAD_CHANNELS(quads_f32, 4)
SPREAD_CHANNELS(f32, 1)

// The gradient in filters of single channels, [parts, taps, channels], each part of so many outputs: a block has one tap,
// 32 channels and one part, of which each warp takes every eighth output.
KERNEL(4) smalti_derive_channels_f32(
    const float* __restrict__ upstream, const float* __restrict__ map, float* __restrict__ parts, int outputs, int perPart,
    int channels, WINDOW) {
    __shared__ float sums[8][32];
    int taps = tapsDown * tapsAcross, lane = threadIdx.x % 32, warp = threadIdx.x / 32;
    int tap = blockIdx.x % taps, channel = blockIdx.x / taps * 32 + lane;
    int down = tap / tapsAcross * dilationDown - top, across = tap % tapsAcross * dilationAcross - left;
    int end = min(outputs, (int)(blockIdx.y + 1) * perPart);
    float sum = 0.f;
    if (channel < channels) {
        #pragma unroll 4
        for (int output = blockIdx.y * perPart + warp; output < end; output += 8) {
            Place place(output, outHeight, outWidth, 1);
            int x = place.x * strideAcross + across, y = place.y * strideDown + down;
            if ((u32)y >= (u32)height || (u32)x >= (u32)width) continue;
            i64 pixel = ((i64)place.image * height + y) * width + x;
            sum = fmaf(__ldg(upstream + (i64)output * channels + channel), __ldg(map + pixel * channels + channel), sum);
        }
    }
    sums[warp][lane] = sum;
    __syncthreads();
    if (warp == 0 && channel < channels) {
        #pragma unroll
        for (int other = 1; other < 8; other++) sum += sums[other][lane];
        parts[((i64)blockIdx.y * taps + tap) * channels + channel] = sum;
    }
}

// The sum of parts of so many elements each, in order.
KERNEL(4) smalti_add_parts_f32(const float* __restrict__ parts, float* __restrict__ out, int count, i64 elements) {
    #pragma unroll 1
    EACH(i, elements) {
        double sum = __ldg(parts + i);
        #pragma unroll 4
        for (int part = 1; part < count; part++) sum += (double)__ldg(parts + part * elements + i);
        out[i] = (float)sum;
    }
}
