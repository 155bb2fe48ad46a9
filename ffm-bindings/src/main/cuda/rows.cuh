// Rows that teams of threads take by themselves.
#pragma once
#include "reduce.cuh"

// exp(x - most), where the difference of two floats is taken exactly: its rounding would be off by as many units in the last
// place of the exponential as it has before the point.
__device__ __forceinline__ float exponential(float x, float most) {
    float near = x - most;
    // What lies below is 0, as it is for negative infinity, from which no distance can be told.
    if (near < -150.0f) return 0.0f;
    float part = near + most;
    float rest = (x - part) - (most - (part - near));
    float power = expf(near);
    return __fmaf_rn(power, rest, power);
}

// A row of a team. Behind the last row there is nothing, but the team takes part in what its block does together.
struct Row {
    i64 from;
    int length;
    int lane;
    int lanes;

    __device__ __forceinline__ Row(i64 row, i64 rows, int length, int lanes)
        : from(row * length), length(row < rows ? length : 0), lane((int)threadIdx.x & ((1 << lanes) - 1)), lanes(lanes) {}

    // Something with the index of each element.
    template <class Action> __device__ __forceinline__ void each(Action action) const {
#pragma unroll 4
        for (int i = lane; i < length; i += 1 << lanes) action(from + i);
    }

    // The sum of a term of each element.
    template <class Term> __device__ __forceinline__ double sum(double* shared, Term term) const {
        double sum = 0;
        each([&](i64 i) { sum += term(i); });
        return joinTeam<OneSum>(shared, sum, lanes);
    }

    __device__ __forceinline__ float most(const float* __restrict__ x, float* shared) const {
        float most = Largest::start();
        each([&](i64 i) { most = larger(most, x[i]); });
        return joinTeam<Largest>(shared, most, lanes);
    }

    // Writes the softmax, and returns the logarithm of the sum of exponentials.
    __device__ __forceinline__ double softmax(const float* __restrict__ x, float* __restrict__ out, double* shared) const {
        float most = this->most(x, (float*)shared);
        double all = sum(shared, [&](i64 i) { return (double)exponential(x[i], most); });
        double factor = 1 / all;
        each([&](i64 i) { out[i] = (float)(exponential(x[i], most) * factor); });
        return most + log(all);
    }
};
