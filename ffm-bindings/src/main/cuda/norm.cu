// What brings numbers to a common scale: of channels, and of rows.
#include "rows.cuh"

// Channels.

// Sums of the distances from the first row and of their squares. That row is one of the n that vary, so its distance from
// the mean is at most sqrt(n) deviations, and of the 53 bits of the squares no more than log2(n) are lost. From an infinity
// there are no distances: those are taken from 0.
struct Moments : TwoSums {
    const float* x;
    float* means;
    float* variances;
    double rows;
    double shift;
    __device__ Moments(const float* x, float* means, float* variances, double rows) : x(x), means(means), variances(variances), rows(rows), shift(0) {}
    __device__ __forceinline__ void begin(int column) {
        float first = x[column];
        shift = fabsf(first) <= 3.402823466e+38f ? first : 0;
    }
    __device__ __forceinline__ void add(Two& sums, i64 index) const {
        double distance = x[index] - shift;
        sums.first += distance;
        sums.second += distance * distance;
    }
    __device__ __forceinline__ void finish(i64 place, int, Two sums) const {
        double distance = sums.first / rows;
        double spread = sums.second / rows - distance * distance;
        means[place] = (float)(shift + distance);
        // NaN must stay.
        variances[place] = (float)(spread < 0 ? 0 : spread);
    }
};

REDUCE_COLUMNS(moments, Moments, (const float* __restrict__ x, float* __restrict__ means, float* __restrict__ variances, double rows), (x, means, variances, rows))

// Sums of what comes from above, and of its products with the distances from the mean. With `v = variance + epsilon` the
// gradient in x is `(g - mean(g))·factor - (x - mean)·slope`, factor = gamma/sqrt(v), slope = factor·mean(g·distance)/v.
struct Products : TwoSums {
    const float* above;
    const float* x;
    const float* gamma;
    const float* means;
    const float* variances;
    double epsilon;
    double rows;
    float* inGamma;
    float* inBeta;
    float* aboves;
    float* factors;
    float* slopes;
    double mean;
    __device__ Products(const float* above, const float* x, const float* gamma, const float* means, const float* variances, double epsilon, double rows,
            float* inGamma, float* inBeta, float* aboves, float* factors, float* slopes)
        : above(above), x(x), gamma(gamma), means(means), variances(variances), epsilon(epsilon), rows(rows), inGamma(inGamma), inBeta(inBeta),
          aboves(aboves), factors(factors), slopes(slopes), mean(0) {}
    __device__ __forceinline__ void begin(int column) { mean = means[column]; }
    __device__ __forceinline__ void add(Two& sums, i64 index) const {
        double value = above[index];
        sums.first += value;
        sums.second += value * (x[index] - mean);
    }
    __device__ __forceinline__ void finish(i64 place, int, Two sums) const {
        double power = variances[place] + epsilon;
        double deviation = sqrt(power);
        double factor = gamma[place] / deviation;
        inGamma[place] = (float)(sums.second / deviation);
        inBeta[place] = (float)sums.first;
        aboves[place] = (float)(sums.first / rows);
        factors[place] = (float)factor;
        slopes[place] = (float)(factor * sums.second / rows / power);
    }
};

REDUCE_COLUMNS(products, Products,
    (const float* __restrict__ above, const float* __restrict__ x, const float* __restrict__ gamma, const float* __restrict__ means,
     const float* __restrict__ variances, double epsilon, double rows, float* __restrict__ inGamma, float* __restrict__ inBeta,
     float* __restrict__ aboves, float* __restrict__ factors, float* __restrict__ slopes),
    (above, x, gamma, means, variances, epsilon, rows, inGamma, inBeta, aboves, factors, slopes))

KERNEL(4) smalti_factors(const float* __restrict__ gamma, const float* __restrict__ variances, double epsilon, float* __restrict__ factors, i64 channels) {
#pragma unroll 1
    EACH(i, channels) factors[i] = (float)(gamma[i] / sqrt(variances[i] + epsilon));
}

// Rows in which a thread keeps to its columns, one or four of them, and reads what belongs to them once.
template <class Vector> __device__ __forceinline__ Vector at(const float* __restrict__ from, i64 index) { return ((const Vector*)from)[index]; }

__device__ __forceinline__ float scaled(float x, float mean, float factor, float offset) { return (x - mean) * factor + offset; }
__device__ __forceinline__ float4 scaled(float4 x, float4 mean, float4 factor, float4 offset) {
    return make_float4(scaled(x.x, mean.x, factor.x, offset.x), scaled(x.y, mean.y, factor.y, offset.y),
                       scaled(x.z, mean.z, factor.z, offset.z), scaled(x.w, mean.w, factor.w, offset.w));
}

#define ROW_PARAMETERS i64 rows, int columns, int width, int atOnce, int chunks
#define OWN_COLUMN \
    int column = (int)blockIdx.x % chunks * width + (int)threadIdx.x % width; \
    i64 row = (i64)((int)blockIdx.x / chunks) * atOnce + (int)threadIdx.x / width; \
    i64 step = (i64)((int)gridDim.x / chunks) * atOnce; \
    if ((int)threadIdx.x / width >= atOnce || column >= columns) return;

template <class Vector>
__device__ __forceinline__ void standardize(const float* __restrict__ x, const float* __restrict__ means, const float* __restrict__ factors,
        const float* __restrict__ offsets, float* __restrict__ out, ROW_PARAMETERS) {
    OWN_COLUMN
    Vector mean = at<Vector>(means, column);
    Vector factor = at<Vector>(factors, column);
    Vector offset = at<Vector>(offsets, column);
#pragma unroll 4
    for (; row < rows; row += step) ((Vector*)out)[row * columns + column] = scaled(at<Vector>(x, row * columns + column), mean, factor, offset);
}

__device__ __forceinline__ float slopeOf(float g, float above, float factor, float x, float mean, float slope) { return (g - above) * factor - (x - mean) * slope; }
__device__ __forceinline__ float4 slopeOf(float4 g, float4 above, float4 factor, float4 x, float4 mean, float4 slope) {
    return make_float4(slopeOf(g.x, above.x, factor.x, x.x, mean.x, slope.x), slopeOf(g.y, above.y, factor.y, x.y, mean.y, slope.y),
                       slopeOf(g.z, above.z, factor.z, x.z, mean.z, slope.z), slopeOf(g.w, above.w, factor.w, x.w, mean.w, slope.w));
}

template <class Vector>
__device__ __forceinline__ void standardizeGradient(const float* __restrict__ above, const float* __restrict__ x, const float* __restrict__ aboves,
        const float* __restrict__ factors, const float* __restrict__ means, const float* __restrict__ slopes, float* __restrict__ out, ROW_PARAMETERS) {
    OWN_COLUMN
    Vector mean = at<Vector>(means, column);
    Vector factor = at<Vector>(factors, column);
    Vector ofAbove = at<Vector>(aboves, column);
    Vector slope = at<Vector>(slopes, column);
#pragma unroll 2
    for (; row < rows; row += step) {
        i64 index = row * columns + column;
        ((Vector*)out)[index] = slopeOf(at<Vector>(above, index), ofAbove, factor, at<Vector>(x, index), mean, slope);
    }
}

#define STANDARDIZE(suffix, Vector) \
    KERNEL(4) smalti_standardize##suffix(const float* __restrict__ x, const float* __restrict__ means, const float* __restrict__ factors, \
            const float* __restrict__ offsets, float* __restrict__ out, ROW_PARAMETERS) { \
        standardize<Vector>(x, means, factors, offsets, out, rows, columns, width, atOnce, chunks); \
    } \
    KERNEL(4) smalti_standardize_gradient##suffix(const float* __restrict__ above, const float* __restrict__ x, const float* __restrict__ aboves, \
            const float* __restrict__ factors, const float* __restrict__ means, const float* __restrict__ slopes, float* __restrict__ out, ROW_PARAMETERS) { \
        standardizeGradient<Vector>(above, x, aboves, factors, means, slopes, out, rows, columns, width, atOnce, chunks); \
    }

STANDARDIZE(, float)
STANDARDIZE(_vector, float4)

// Rows, each by a team.

KERNEL(4) smalti_l2_normalize(const float* __restrict__ x, float* __restrict__ out, double epsilon, i64 rows, int length, int lanes) {
    __shared__ double shared[256];
    EACH_ROW_OF_TEAM(row, rows, lanes) {
        Row of(row, rows, length, lanes);
        double size = sqrt(of.sum(shared, [&](i64 i) { return (double)x[i] * x[i]; }));
        double factor = 1 / (size > epsilon ? size : size != size ? size : epsilon);
        of.each([&](i64 i) { out[i] = (float)(factor * x[i]); });
    }
}

KERNEL(4) smalti_l2_normalize_gradient(const float* __restrict__ above, const float* __restrict__ x, float* __restrict__ out, double epsilon,
        i64 rows, int length, int lanes) {
    __shared__ double shared[256];
    EACH_ROW_OF_TEAM(row, rows, lanes) {
        Row of(row, rows, length, lanes);
        double size = sqrt(of.sum(shared, [&](i64 i) { return (double)x[i] * x[i]; }));
        double product = of.sum(shared, [&](i64 i) { return (double)above[i] * x[i]; });
        double along = size < epsilon ? 0 : product / (size * size * size);
        double factor = 1 / (size > epsilon ? size : size != size ? size : epsilon);
        of.each([&](i64 i) { out[i] = (float)(factor * above[i] - along * x[i]); });
    }
}

KERNEL(4) smalti_softmax(const float* __restrict__ x, float* __restrict__ out, i64 rows, int length, int lanes) {
    __shared__ double shared[256];
    EACH_ROW_OF_TEAM(row, rows, lanes) {
        Row of(row, rows, length, lanes);
        of.softmax(x, out, shared);
    }
}

KERNEL(4) smalti_log_softmax(const float* __restrict__ x, float* __restrict__ out, i64 rows, int length, int lanes) {
    __shared__ double shared[256];
    EACH_ROW_OF_TEAM(row, rows, lanes) {
        Row of(row, rows, length, lanes);
        float most = of.most(x, (float*)shared);
        double shift = most + log(of.sum(shared, [&](i64 i) { return (double)exponential(x[i], most); }));
        of.each([&](i64 i) { out[i] = (float)(x[i] - shift); });
    }
}

KERNEL(4) smalti_softmax_gradient(const float* __restrict__ above, const float* __restrict__ y, float* __restrict__ out, i64 rows, int length, int lanes) {
    __shared__ double shared[256];
    EACH_ROW_OF_TEAM(row, rows, lanes) {
        Row of(row, rows, length, lanes);
        float mean = (float)of.sum(shared, [&](i64 i) { return (double)above[i] * y[i]; });
        of.each([&](i64 i) { out[i] = y[i] * (above[i] - mean); });
    }
}

KERNEL(4) smalti_log_softmax_gradient(const float* __restrict__ above, const float* __restrict__ y, float* __restrict__ out, i64 rows, int length, int lanes) {
    __shared__ double shared[256];
    EACH_ROW_OF_TEAM(row, rows, lanes) {
        Row of(row, rows, length, lanes);
        double sum = of.sum(shared, [&](i64 i) { return (double)above[i]; });
        of.each([&](i64 i) { out[i] = (float)(above[i] - sum * expf(y[i])); });
    }
}
