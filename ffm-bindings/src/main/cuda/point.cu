// Arithmetic element by element.
#include "each.cuh"
#include "joined.cuh"

// Two operands.

struct Add {
    __device__ __forceinline__ float operator()(float a, float b) const { return a + b; }
};
struct Subtract {
    __device__ __forceinline__ float operator()(float a, float b) const { return a - b; }
};
struct Multiply {
    __device__ __forceinline__ float operator()(float a, float b) const { return a * b; }
};
struct Divide {
    __device__ __forceinline__ float operator()(float a, float b) const { return a / b; }
};
struct AtLeast {
    __device__ __forceinline__ float operator()(float a, float b) const { return a >= b ? 1.0f : 0.0f; }
};
// NaN if one is. Equal numbers have equal bits, but for zeros, whose signs decide.
struct Maximum {
    __device__ __forceinline__ float operator()(float a, float b) const {
        if (a != a || b != b) return a + b;
        if (a == b) return __int_as_float(__float_as_int(a) & __float_as_int(b));
        return a > b ? a : b;
    }
};
struct Minimum {
    __device__ __forceinline__ float operator()(float a, float b) const {
        if (a != a || b != b) return a + b;
        if (a == b) return __int_as_float(__float_as_int(a) | __float_as_int(b));
        return a < b ? a : b;
    }
};
JOINED(add, Add)
JOINED(subtract, Subtract)
JOINED(multiply, Multiply)
JOINED(divide, Divide)
JOINED(maximum, Maximum)
JOINED(minimum, Minimum)
JOINED(at_least, AtLeast)

// What is above 0 stays, and the rest is multiplied by a slope. The box walks x, which lies as the results do, and the slopes:
// those of channels or one for all.

__device__ __forceinline__ float prelu(float x, float slope) { return x > 0 ? x : slope * x; }

KERNEL(4) smalti_prelu(const float* __restrict__ x, const float* __restrict__ slopes, float* __restrict__ out, int count, int wide, BOX_PARAMETERS) {
    Box box = BOX;
    i64 at;
    i64 slopeAt;
    if (wide) {
        bool together = box.right[0] != 0;
        EACH(i, count) {
            box.find<2>((u32)i, at, slopeAt);
            float4 value = ((const float4*)x)[i];
            float4 slope = four(slopes + slopeAt, together);
            ((float4*)out)[i] = make_float4(prelu(value.x, slope.x), prelu(value.y, slope.y), prelu(value.z, slope.z), prelu(value.w, slope.w));
        }
    } else {
        EACH(i, count) {
            box.find<2>((u32)i, at, slopeAt);
            out[i] = prelu(x[i], slopes[slopeAt]);
        }
    }
}

KERNEL(4) smalti_prelu_gradient(const float* __restrict__ above, const float* __restrict__ x, const float* __restrict__ slopes, float* __restrict__ out,
        int count, BOX_PARAMETERS) {
    Box box = BOX;
    EACH(i, count) {
        i64 at;
        i64 slopeAt;
        box.find<2>((u32)i, at, slopeAt);
        out[i] = x[i] > 0 ? above[i] : slopes[slopeAt] * above[i];
    }
}

// One operand.

struct Negate {
    __device__ __forceinline__ float operator()(float x, i64) const { return -x; }
};
struct Absolute {
    __device__ __forceinline__ float operator()(float x, i64) const { return fabsf(x); }
};
struct Square {
    __device__ __forceinline__ float operator()(float x, i64) const { return x * x; }
};
struct SquareRoot {
    __device__ __forceinline__ float operator()(float x, i64) const { return sqrtf(x); }
};
struct Exponential {
    __device__ __forceinline__ float operator()(float x, i64) const { return expf(x); }
};
struct Logarithm {
    __device__ __forceinline__ float operator()(float x, i64) const { return logf(x); }
};
struct Reciprocal {
    __device__ __forceinline__ float operator()(float x, i64) const { return 1.0f / x; }
};

#define EACH_FUNCTION(name, Function) \
    KERNEL(4) smalti_##name(const float* __restrict__ x, float* __restrict__ out, i64 count) { each(Function(), x, out, count); }

EACH_FUNCTION(negate, Negate)
EACH_FUNCTION(absolute, Absolute)
EACH_FUNCTION(square, Square)
EACH_FUNCTION(square_root, SquareRoot)
EACH_FUNCTION(exponential, Exponential)
EACH_FUNCTION(logarithm, Logarithm)
EACH_FUNCTION(reciprocal, Reciprocal)

struct Scale {
    float factor;
    float offset;
    __device__ __forceinline__ float operator()(float x, i64) const { return factor * x + offset; }
};

KERNEL(4) smalti_scale(const float* __restrict__ x, float* __restrict__ out, i64 count, float factor, float offset) {
    each(Scale{factor, offset}, x, out, count);
}

// The SplitMix64 sequence decides: see PointOp.Dropout, which must drop the same elements.
struct Dropout {
    u64 seed;
    i64 threshold;
    float factor;
    __device__ __forceinline__ float operator()(float x, i64 element) const {
        u64 z = seed + (u64)(element + 1) * 0x9E3779B97F4A7C15ull;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
        return (i64)((z ^ (z >> 31)) >> 11) < threshold ? 0.0f : x * factor;
    }
};

KERNEL(4) smalti_dropout(const float* __restrict__ x, float* __restrict__ out, i64 count, u64 seed, i64 threshold, float factor) {
    each(Dropout{seed, threshold, factor}, x, out, count);
}
