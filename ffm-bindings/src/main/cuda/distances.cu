// Squared distances of rows, from their products.
#include "numbers.cuh"

__device__ __forceinline__ double sumOfWarp(double value) {
    #pragma unroll
    for (int apart = 16; apart > 0; apart /= 2) value += __shfl_xor_sync(~0u, value, apart);
    return value;
}

// The squared lengths of rows: a warp a row. Squares of floats are exact as doubles.
KERNEL(4) smalti_squares_f32(const float* __restrict__ rows, double* __restrict__ squares, int count, int depth) {
    int lane = threadIdx.x % 32;
    i64 row = (i64)blockIdx.x * 8 + threadIdx.x / 32;
    if (row >= count) return;
    double sum = 0;
    #pragma unroll 2
    for (int k = lane; k < depth; k += 32) {
        double value = __ldg(rows + row * depth + k);
        sum += value * value;
    }
    sum = sumOfWarp(sum);
    if (lane == 0) squares[row] = sum;
}

// Products of rows become their squared distances.
KERNEL(4) smalti_distances_f32(
    float* __restrict__ products, const double* __restrict__ lefts, const double* __restrict__ rights, int columns, i64 count) {
    #pragma unroll 1
    EACH(i, count) {
        double distance = lefts[(u32)i / columns] + rights[(u32)i % columns] - 2.0 * products[i];
        // NaN stays.
        products[i] = (float)(distance < 0 ? 0.0 : distance);
    }
}
