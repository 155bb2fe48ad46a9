// Gradients that differ from pixel to pixel of a segment, from tables [S,C] in double precision.
#include "segment_reduce.cuh"

template <class Type> __device__ __forceinline__ typename Type::Stored rounded(double value) { return narrowOnce<Type>(value); }
template <> __device__ __forceinline__ double rounded<F64>(double value) { return value; }

enum Reduction { SUM, MEAN, MAX, MIN, PRODUCT, VARIANCE, STDDEV, LOGSUMEXP };

// What is done to the elements of a map with the shift and the factor of their segment.
enum Slope {
    // (x - shift)·factor; a factor of 0 means no gradient, also at infinite distance
    DISTANCES,
    // exp(x - shift)·factor
    EXPONENTIALS,
    // y·(x - shift)
    SHARES,
    // the weight of the pixel times the factor
    WEIGHTS
};

#define SLOPES(type, Type) \
    /* The upstream table [S,C] divided by the pixels of the segments, in its own type: what pixels get from a mean. */ \
    KERNEL(4) smalti_segment_divide_##type(const Type::Stored* __restrict__ upstream, const int* __restrict__ starts, Type::Stored* __restrict__ divided, int segments, int channels) { \
        EACH(i, (i64)segments * channels) { \
            int segment = (int)((u32)i / (u32)channels); \
            int pixels = starts[segment + 1] - starts[segment]; \
            divided[i] = rounded<Type>(pixels == 0 ? 0 : Type::widen(upstream[i]) / (double)pixels); \
        } \
    } \
    /* The factors of a reduction's gradient. `reduced` is what it came to, `weights` are the sums of weights; null where not */ \
    /* needed. `shift` takes `reduced` where that is the shift. */ \
    KERNEL(4) smalti_segment_factors_##type(int reduction, const Type::Stored* __restrict__ upstream, const Type::Stored* __restrict__ reduced, \
            const double* __restrict__ weights, const int* __restrict__ starts, double* __restrict__ shift, double* __restrict__ factor, int segments, int channels) { \
        _Pragma("unroll 1") EACH(i, (i64)segments * channels) { \
            int segment = (int)((u32)i / (u32)channels); \
            int pixels = max(1, starts[segment + 1] - starts[segment]); \
            double by = Type::widen(upstream[i]); \
            switch (reduction) { \
                case MEAN: by = weights[segment] == 0 ? 0 : by / weights[segment]; break; \
                case VARIANCE: by *= 2.0 / pixels; break; \
                case STDDEV: { double root = Type::widen(reduced[i]); by = root == 0 ? 0 : by / (pixels * root); break; } \
                case LOGSUMEXP: shift[i] = Type::widen(reduced[i]); break; \
            } \
            factor[i] = by; \
        } \
    } \
    KERNEL(4) smalti_segment_slope_##type(int slope, const Type::Stored* __restrict__ x, const void* __restrict__ y, const int* __restrict__ segmentOf, \
            const double* __restrict__ shift, const double* __restrict__ factor, Type::Stored* __restrict__ out, int planes, int batch, int pixels, int channels) { \
        EACH(i, (i64)batch * pixels * channels) { \
            u32 at = (u32)i; \
            u32 image = at / ((u32)pixels * channels), within = at - image * ((u32)pixels * channels); \
            u32 channel = planes ? within / (u32)pixels : within % (u32)channels; \
            u32 pixel = planes ? within % (u32)pixels : within / (u32)channels; \
            int segment = segmentOf[(i64)image * pixels + pixel]; \
            double value = 0; \
            if (segment >= 0) { \
                i64 entry = (i64)segment * channels + channel; \
                switch (slope) { \
                    case DISTANCES: value = factor[entry] == 0 ? 0 : (Type::widen(x[i]) - shift[entry]) * factor[entry]; break; \
                    case EXPONENTIALS: value = exp(Type::widen(x[i]) - shift[entry]) * factor[entry]; break; \
                    case SHARES: value = Type::widen(((const Type::Stored*)y)[i]) * (Type::widen(x[i]) - shift[entry]); break; \
                    case WEIGHTS: value = ((const float*)y)[(i64)image * pixels + pixel] * factor[entry]; break; \
                } \
            } \
            out[i] = rounded<Type>(value); \
        } \
    } \
    /* The product of all others of a pixel's segment, times what comes from above: a thread a segment and channel. `behind` has */ \
    /* room for a number of each pixel of the order and channel. */ \
    KERNEL(4) smalti_segment_others_##type(const Type::Stored* __restrict__ x, const Type::Stored* __restrict__ upstream, const int* __restrict__ order, \
            const int* __restrict__ starts, double* __restrict__ behind, Type::Stored* __restrict__ out, int planes, int segments, int channels, int pixels, int segmentsAnImage) { \
        EACH(i, (i64)segments * channels) { \
            int segment = (int)((u32)i / (u32)channels), channel = (int)((u32)i % (u32)channels); \
            i64 origin = planes ? (i64)(segment / segmentsAnImage) * pixels * (channels - 1) + (i64)channel * pixels : channel; \
            int step = planes ? 1 : channels; \
            double product = 1; \
            for (int j = starts[segment + 1] - 1; j >= starts[segment]; j--) { \
                behind[(i64)j * channels + channel] = product; \
                product *= Type::widen(x[origin + (i64)order[j] * step]); \
            } \
            double before = 1; \
            for (int j = starts[segment]; j < starts[segment + 1]; j++) { \
                i64 at = origin + (i64)order[j] * step; \
                out[at] = rounded<Type>(before * behind[(i64)j * channels + channel] * Type::widen(upstream[i])); \
                before *= Type::widen(x[at]); \
            } \
        } \
    } \
    /* The gradient of a weighted sum or mean in the weights: a warp a pixel. `mean` and `weights` are null for the sum. */ \
    KERNEL(4) smalti_segment_weight_slope_##type(const Type::Stored* __restrict__ upstream, const Type::Stored* __restrict__ x, const Type::Stored* __restrict__ mean, \
            const double* __restrict__ weights, const int* __restrict__ segmentOf, float* __restrict__ out, int planes, int batch, int pixels, int channels) { \
        int lane = threadIdx.x & 31; \
        for (i64 at = FIRST_THREAD >> 5; at < (i64)batch * pixels; at += ALL_THREADS >> 5) { \
            int segment = segmentOf[at]; \
            i64 image = at / pixels; \
            double scale = segment < 0 ? 0 : !weights ? 1 : weights[segment] == 0 ? 0 : 1 / weights[segment]; \
            double sum = 0; \
            for (int channel = lane; scale != 0 && channel < channels; channel += 32) { \
                i64 entry = (i64)segment * channels + channel; \
                double value = Type::widen(x[planes ? image * pixels * (channels - 1) + (i64)channel * pixels + at : at * channels + channel]); \
                if (mean) value -= Type::widen(mean[entry]); \
                sum += value * Type::widen(upstream[entry]); \
            } \
            for (int step = 16; step > 0; step >>= 1) sum += __shfl_xor_sync(~0u, sum, step); \
            if (lane == 0) out[at] = __double2float_rn(sum * scale); \
        } \
    }

SLOPES(f32, F32)
SLOPES(f16, F16)
SLOPES(bf16, Bf16)

KERNEL(4) smalti_segment_divide_f64(const double* __restrict__ upstream, const int* __restrict__ starts, double* __restrict__ divided, int segments, int channels) {
    EACH(i, (i64)segments * channels) {
        int segment = (int)((u32)i / (u32)channels);
        int pixels = starts[segment + 1] - starts[segment];
        divided[i] = pixels == 0 ? 0 : upstream[i] / pixels;
    }
}
