// What segments come to: joins the columns of their pieces in order and writes tables [S,C] of the reductions' results.
#include "segment_reduce.cuh"

// The numbers of the reductions: the order of smalti.op.Reduction.
enum Reduction { SUM, MEAN, MAX, MIN, PRODUCT, VARIANCE, STDDEV, LOGSUMEXP };

template <class Kind> struct Columns {
    const double* columns;
    int channels, pieceCount;
    __device__ __forceinline__ Kind joined(int from, int count, int channel) const {
        Kind all;
        for (int piece = 0; piece < count; piece++) {
            Kind one;
#pragma unroll
            for (int number = 0; number < Kind::NUMBERS; number++)
                one.number(number) = columns[((i64)number * pieceCount + from + piece) * channels + channel];
            all.join(one);
        }
        return all;
    }
};

template <class Kind>
__device__ __forceinline__ Kind joined(const double* columns, const int* starts, int segment, int channel, int channels, int pieceCount, int length) {
    Columns<Kind> those = {columns, channels, pieceCount};
    int start = starts[segment];
    int pixels = starts[segment + 1] - start;
    return those.joined(start / length + segment, (pixels + length - 1) / length, channel);
}

// The mean squared distance from the mean. Rounding can leave a little less than nothing; NaN stays NaN.
__device__ __forceinline__ double variance(Moments& moments, int pixels) {
    double mean = moments.sum / pixels;
    double value = moments.squares / pixels - mean * mean;
    return value < 0 ? 0 : value;
}

__device__ __forceinline__ double logarithm(Exponentials& sum) {
    return isfinite(sum.largest) ? sum.largest + log(sum.sum) : sum.largest;
}

struct Result {
    double value;
    double at;
};

// What there is of a type: all reductions of floating types that are computed with, sums and choices of doubles, which tables
// on the way to others are too, and choices of integers.
template <class Type> struct Offered { static const bool SUMS = true, OTHERS = true; };
template <> struct Offered<F64> { static const bool SUMS = true, OTHERS = false; };
template <> struct Offered<I32> { static const bool SUMS = false, OTHERS = false; };

// Of a segment that is not empty. `weights` are the sums of weights, or null.
template <class Type>
__device__ __forceinline__ Result result(int reduction, const double* columns, const double* weights, const int* starts, double empty,
        int segment, int channel, int channels, int pieceCount, int length) {
    int pixels = starts[segment + 1] - starts[segment];
    Result result = {0, -1};
    if (reduction == MAX) {
        Largest best = joined<Largest>(columns, starts, segment, channel, channels, pieceCount, length);
        result.value = best.best;
        result.at = best.at;
    } else if (reduction == MIN) {
        Smallest best = joined<Smallest>(columns, starts, segment, channel, channels, pieceCount, length);
        result.value = -best.best;
        result.at = best.at;
    } else if (Offered<Type>::SUMS && (reduction == SUM || reduction == MEAN)) {
        Sums sums = joined<Sums>(columns, starts, segment, channel, channels, pieceCount, length);
        if (reduction == SUM) result.value = sums.sum;
        else if (!weights) result.value = sums.sum / pixels;
        // A mean of pixels that all weigh nothing is a mean of no pixels.
        else result.value = weights[segment] == 0 ? empty : sums.sum / weights[segment];
    } else if (Offered<Type>::OTHERS && reduction == PRODUCT) {
        result.value = joined<Products>(columns, starts, segment, channel, channels, pieceCount, length).product;
    } else if (Offered<Type>::OTHERS && reduction == LOGSUMEXP) {
        Exponentials sum = joined<Exponentials>(columns, starts, segment, channel, channels, pieceCount, length);
        result.value = logarithm(sum);
    } else if (Offered<Type>::OTHERS) {
        Moments moments = joined<Moments>(columns, starts, segment, channel, channels, pieceCount, length);
        result.value = variance(moments, pixels);
        if (reduction == STDDEV) result.value = sqrt(result.value);
    }
    return result;
}

template <class Type> __device__ __forceinline__ typename Type::Stored rounded(double value) { return narrowOnce<Type>(value); }
template <> __device__ __forceinline__ double rounded<F64>(double value) { return value; }
template <> __device__ __forceinline__ int rounded<I32>(double value) { return (int)value; }

// `positions` takes the pixel of its image that a maximum or minimum was taken from; null if there is none to tell.
#define FINISH(type, Type) \
    KERNEL(4) smalti_segment_finish_##type(int reduction, const double* __restrict__ columns, const double* __restrict__ weights, \
            const int* __restrict__ starts, double empty, Type::Stored* __restrict__ table, int* __restrict__ positions, \
            int segments, int channels, int pieceCount, int length, int pixels, int segmentsAnImage) { \
        EACH(i, (i64)segments * channels) { \
            int segment = (int)((u32)i / (u32)channels), channel = (int)((u32)i % (u32)channels); \
            Result found = {empty, -1}; \
            if (starts[segment + 1] > starts[segment]) \
                found = result<Type>(reduction, columns, weights, starts, empty, segment, channel, channels, pieceCount, length); \
            table[i] = rounded<Type>(found.value); \
            if (positions) positions[i] = found.at < 0 ? -1 : (int)found.at - segment / segmentsAnImage * pixels; \
        } \
    }

FINISH(f32, F32)
FINISH(f16, F16)
FINISH(bf16, Bf16)
FINISH(f64, F64)
FINISH(i32, I32)

// What the softmax of each segment needs: the largest value, and what the exponential of a distance of 0 has of the sum. NaN
// where the largest value is infinite, and so no distance is a number.
KERNEL(4) smalti_segment_finish_softmax(const double* __restrict__ columns, const int* __restrict__ starts, double* __restrict__ largest,
        double* __restrict__ share, int segments, int channels, int pieceCount, int length) {
    EACH(i, (i64)segments * channels) {
        int segment = (int)((u32)i / (u32)channels), channel = (int)((u32)i % (u32)channels);
        Exponentials sum = joined<Exponentials>(columns, starts, segment, channel, channels, pieceCount, length);
        largest[i] = sum.largest;
        share[i] = isfinite(sum.largest) ? 1 / sum.sum : __longlong_as_double(0x7ff8000000000000ll);
    }
}
