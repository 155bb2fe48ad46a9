// Copies into another floating type.
#include "numbers.cuh"

template <class From, class To>
__device__ __forceinline__ void convert(const typename From::Stored* __restrict__ from, typename To::Stored* __restrict__ to, i64 count) {
    EACH(i, count) to[i] = To::narrow(From::widen(from[i]));
}

#define CONVERT(name, From, To) \
    KERNEL(4) smalti_convert_##name(const From::Stored* __restrict__ from, To::Stored* __restrict__ to, i64 count) { \
        convert<From, To>(from, to, count); \
    }

CONVERT(f16_f32, F16, F32)
CONVERT(bf16_f32, Bf16, F32)
CONVERT(f32_f16, F32, F16)
CONVERT(f32_bf16, F32, Bf16)
