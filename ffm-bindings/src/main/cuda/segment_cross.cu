// Means of features of another resolution than the labels, a sparse matrix times the cells, and its transpose.
#include "numbers.cuh"

// A row of the output is the sum of rows of the input, each times a weight. Rows of the input are those of the same image.
// `inPlanes` and `outPlanes` tell whether channels lie apart there. What has no entries is `empty`.
#define CROSS(type, Type) \
    KERNEL(4) smalti_segment_cross_##type(const Type::Stored* __restrict__ in, const int* __restrict__ starts, const int* __restrict__ rows, const float* __restrict__ weights, \
            Type::Stored* __restrict__ out, double empty, int inPlanes, int outPlanes, int batch, int inRows, int outRows, int channels) { \
        EACH(i, (i64)batch * outRows * channels) { \
            u32 image = (u32)i / ((u32)outRows * channels), within = (u32)i - image * ((u32)outRows * channels); \
            u32 channel = outPlanes ? within / (u32)outRows : within % (u32)channels; \
            u32 row = outPlanes ? within % (u32)outRows : within / (u32)channels; \
            i64 entry = (i64)image * outRows + row; \
            int begin = starts[entry], end = starts[entry + 1]; \
            i64 first = (i64)image * inRows * channels + (i64)channel * (inPlanes ? inRows : 1); \
            int step = inPlanes ? 1 : channels; \
            double sum = begin == end ? empty : 0; \
            for (int at = begin; at < end; at++) sum = fma((double)weights[at], (double)Type::widen(in[first + (i64)rows[at] * step]), sum); \
            out[i] = narrowOnce<Type>(sum); \
        } \
    }

CROSS(f32, F32)
CROSS(f16, F16)
CROSS(bf16, Bf16)
