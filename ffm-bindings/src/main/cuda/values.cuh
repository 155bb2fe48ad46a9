// Values that are read and written together.
#pragma once

#include "numbers.cuh"

// One or four neighbouring values.
template <int V> struct Values {
    float at[V];
    __device__ __forceinline__ void take(const float* from) {
        if constexpr (V == 4) {
            float4 four = __ldg((const float4*)from);
            at[0] = four.x, at[1] = four.y, at[2] = four.z, at[3] = four.w;
        } else {
            at[0] = __ldg(from);
        }
    }
    __device__ __forceinline__ void put(float* to) const {
        if constexpr (V == 4) {
            *(float4*)to = make_float4(at[0], at[1], at[2], at[3]);
        } else {
            to[0] = at[0];
        }
    }
    __device__ __forceinline__ void set(float value) {
        #pragma unroll
        for (int v = 0; v < V; v++) at[v] = value;
    }
};
