// Sums, means and maxima along axes.
#include "boxes.cuh"
#include "reduce.cuh"

struct SumTerms : OneSum {
    const float* x;
    float* out;
    double factor;
    __device__ SumTerms(const float* x, float* out, double factor) : x(x), out(out), factor(factor) {}
    __device__ __forceinline__ void begin(int) {}
    __device__ __forceinline__ void add(double& sum, i64 index) const { sum += x[index]; }
    __device__ __forceinline__ void finish(i64 place, int, double sum) const { out[place] = (float)(factor * sum); }
};

REDUCE_COLUMNS(sum, SumTerms, (const float* __restrict__ x, float* __restrict__ out, double factor), (x, out, factor))
REDUCE_ROWS(sum, SumTerms, (const float* __restrict__ x, float* __restrict__ out, double factor), (x, out, factor))

struct LargestTerms : Largest {
    const float* x;
    float* out;
    __device__ LargestTerms(const float* x, float* out) : x(x), out(out) {}
    __device__ __forceinline__ void begin(int) {}
    __device__ __forceinline__ void add(float& most, i64 index) const { most = larger(most, x[index]); }
    __device__ __forceinline__ void finish(i64 place, int, float most) const { out[place] = most; }
};

REDUCE_COLUMNS(largest, LargestTerms, (const float* __restrict__ x, float* __restrict__ out), (x, out))
REDUCE_ROWS(largest, LargestTerms, (const float* __restrict__ x, float* __restrict__ out), (x, out))

// The first element of equal ones in raster order takes a maximum's gradient. Element `start` is the box's first; it walks
// the elements, and the maxima that they belong to. Smallest numbers do not depend on the order of threads.
KERNEL(4) smalti_largest_first(const float* __restrict__ x, const float* __restrict__ most, u64* __restrict__ first, i64 start, int count, BOX_PARAMETERS) {
    Box box = BOX;
    EACH(i, count) {
        i64 at;
        i64 place;
        box.find((u32)i, at, place);
        float value = x[at];
        float best = most[place];
        if (value == best || (value != value && best != best)) atomicMin(&first[place], (u64)(start + i));
    }
}

KERNEL(4) smalti_largest_gradient(const float* __restrict__ above, const u64* __restrict__ first, float* __restrict__ out, i64 start, int count, BOX_PARAMETERS) {
    Box box = BOX;
    EACH(i, count) {
        i64 at;
        i64 place;
        box.find((u32)i, at, place);
        out[at] = first[place] == (u64)(start + i) ? above[place] : 0.0f;
    }
}
