// What is computed element by element of floats that lie together: by vectors of four where all tensors are aligned.
#pragma once
#include "numbers.cuh"

template <class... Pointers> __device__ __forceinline__ i64 vectorsOf(i64 count, const Pointers*... tensors) {
    u64 addresses = (... | (u64)tensors);
    return addresses % sizeof(float4) == 0 ? count / 4 : 0;
}

// A function of the element and its place.
template <class Function>
__device__ __forceinline__ void each(Function function, const float* __restrict__ x, float* __restrict__ out, i64 count) {
    i64 vectors = vectorsOf(count, x, out);
    EACH(i, vectors) {
        float4 value = ((const float4*)x)[i];
        value.x = function(value.x, 4 * i);
        value.y = function(value.y, 4 * i + 1);
        value.z = function(value.z, 4 * i + 2);
        value.w = function(value.w, 4 * i + 3);
        ((float4*)out)[i] = value;
    }
    for (i64 i = 4 * vectors + FIRST_THREAD; i < count; i += ALL_THREADS) out[i] = function(x[i], i);
}

// A function of two elements at the same place.
template <class Function>
__device__ __forceinline__ void eachTwo(Function function, const float* __restrict__ x, const float* __restrict__ y, float* __restrict__ out, i64 count) {
    i64 vectors = vectorsOf(count, x, y, out);
    EACH(i, vectors) {
        float4 value = ((const float4*)x)[i];
        float4 other = ((const float4*)y)[i];
        value.x = function(value.x, other.x);
        value.y = function(value.y, other.y);
        value.z = function(value.z, other.z);
        value.w = function(value.w, other.w);
        ((float4*)out)[i] = value;
    }
    for (i64 i = 4 * vectors + FIRST_THREAD; i < count; i += ALL_THREADS) out[i] = function(x[i], y[i]);
}
