// What becomes of the sums of convolutions.
#pragma once
#include "values.cuh"

// What becomes of a sum when its bias was added; see Epilogue. NaN stays.
enum { NONE, RELU, RELU6, LEAKY, PRELU };

__device__ __forceinline__ float bend(float sum, int epilogue, float slope) {
    if (epilogue == NONE) return sum;
    if (epilogue == RELU) return sum < 0.f ? 0.f : sum;
    if (epilogue == RELU6) {
        float above = sum < 0.f ? 0.f : sum;
        return above > 6.f ? 6.f : above;
    }
    return sum > 0.f ? sum : sum * slope;
}

template <int V>
__device__ __forceinline__ void finish(
    Values<V>& sums, int column, const float* bias, int biased, int epilogue, float slope, const float* slopes) {
    Values<V> more;
    if (biased) {
        more.take(bias + column);
        #pragma unroll
        for (int v = 0; v < V; v++) sums.at[v] += more.at[v];
    }
    if (epilogue == PRELU) more.take(slopes + column);
    else more.set(slope);
    #pragma unroll
    for (int v = 0; v < V; v++) sums.at[v] = bend(sums.at[v], epilogue, more.at[v]);
}
