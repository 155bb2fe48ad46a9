// Activations and their gradients. NaN stays NaN; the slope at NaN is that of the left side.
#include "each.cuh"
#include "reduce.cuh"

struct Relu {
    __device__ __forceinline__ float operator()(float x, i64) const { return x <= 0 ? 0.0f : x; }
};
struct LeakyRelu {
    float slope;
    __device__ __forceinline__ float operator()(float x, i64) const { return x > 0 ? x : slope * x; }
};
struct Relu6 {
    __device__ __forceinline__ float operator()(float x, i64) const { return x <= 0 ? 0.0f : x >= 6 ? 6.0f : x; }
};
struct Sigmoid {
    __device__ __forceinline__ float operator()(float x, i64) const { return 1.0f / (1.0f + expf(-x)); }
};
struct Tanh {
    __device__ __forceinline__ float operator()(float x, i64) const { return tanhf(x); }
};
struct Softplus {
    __device__ __forceinline__ float operator()(float x, i64) const { return (x <= 0 ? 0.0f : x) + log1pf(expf(-fabsf(x))); }
};
struct Elu {
    float alpha;
    __device__ __forceinline__ float operator()(float x, i64) const { return x > 0 ? x : alpha * expm1f(x); }
};

// The gradients, of what comes from above and the activation's output.
struct ReluGradient {
    __device__ __forceinline__ float operator()(float above, float y) const { return y > 0 ? above : 0.0f; }
};
struct LeakyReluGradient {
    float slope;
    __device__ __forceinline__ float operator()(float above, float y) const { return y > 0 ? above : slope * above; }
};
struct Relu6Gradient {
    __device__ __forceinline__ float operator()(float above, float y) const { return y > 0 && y < 6 ? above : 0.0f; }
};
struct SigmoidGradient {
    __device__ __forceinline__ float operator()(float above, float y) const { return above * (y * (1 - y)); }
};
struct TanhGradient {
    __device__ __forceinline__ float operator()(float above, float y) const { return above * ((1 - y) * (1 + y)); }
};
struct SoftplusGradient {
    __device__ __forceinline__ float operator()(float above, float y) const { return above * -expm1f(-y); }
};
struct EluGradient {
    float alpha;
    __device__ __forceinline__ float operator()(float above, float y) const { return y > 0 ? above : above * (y + alpha); }
};

#define ACTIVATION(name, Name) \
    KERNEL(4) smalti_##name(const float* __restrict__ x, float* __restrict__ out, i64 count) { each(Name(), x, out, count); } \
    KERNEL(4) smalti_##name##_gradient(const float* __restrict__ above, const float* __restrict__ y, float* __restrict__ out, i64 count) { \
        eachTwo(Name##Gradient(), above, y, out, count); \
    }

// The same with a number of its own.
#define ACTIVATION_BY(name, Name) \
    KERNEL(4) smalti_##name(const float* __restrict__ x, float* __restrict__ out, i64 count, float by) { each(Name{by}, x, out, count); } \
    KERNEL(4) smalti_##name##_gradient(const float* __restrict__ above, const float* __restrict__ y, float* __restrict__ out, i64 count, float by) { \
        eachTwo(Name##Gradient{by}, above, y, out, count); \
    }

ACTIVATION(relu, Relu)
ACTIVATION_BY(leaky_relu, LeakyRelu)
ACTIVATION(relu6, Relu6)
ACTIVATION(sigmoid, Sigmoid)
ACTIVATION(tanh, Tanh)
ACTIVATION(softplus, Softplus)
ACTIVATION_BY(elu, Elu)

// The gradient of a prelu in its slopes: a sum for each channel, or one for all.
struct SlopeTerms : OneSum {
    const float* above;
    const float* x;
    float* out;
    __device__ SlopeTerms(const float* above, const float* x, float* out) : above(above), x(x), out(out) {}
    __device__ __forceinline__ void begin(int) {}
    __device__ __forceinline__ void add(double& sum, i64 index) const {
        float value = x[index];
        sum += (double)above[index] * (value > 0 ? 0.0f : value);
    }
    __device__ __forceinline__ void finish(i64 place, int, double sum) const { out[place] = (float)sum; }
};

REDUCE_COLUMNS(prelu_slopes, SlopeTerms, (const float* __restrict__ above, const float* __restrict__ x, float* __restrict__ out), (above, x, out))
