// Two tensors that are broadcast against each other and joined element by element.
#pragma once
#include "boxes.cuh"

__device__ __forceinline__ float4 four(const float* at, bool together) {
    if (together) return *(const float4*)at;
    float value = *at;
    return make_float4(value, value, value, value);
}

// The walk is by vectors of four elements if `wide`: the innermost steps are then 4, or 0 where one element stands for all.
template <class Join>
__device__ __forceinline__ void joined(Join join, const float* __restrict__ left, const float* __restrict__ right, float* __restrict__ out,
        int count, int wide, const Box& box) {
    i64 leftAt;
    i64 rightAt;
    if (wide) {
        bool leftTogether = box.left[0] != 0;
        bool rightTogether = box.right[0] != 0;
        EACH(i, count) {
            box.find((u32)i, leftAt, rightAt);
            float4 a = four(left + leftAt, leftTogether);
            float4 b = four(right + rightAt, rightTogether);
            ((float4*)out)[i] = make_float4(join(a.x, b.x), join(a.y, b.y), join(a.z, b.z), join(a.w, b.w));
        }
    } else {
        EACH(i, count) {
            box.find((u32)i, leftAt, rightAt);
            out[i] = join(left[leftAt], right[rightAt]);
        }
    }
}

#define JOINED(name, Join) \
    KERNEL(4) smalti_##name(const float* __restrict__ left, const float* __restrict__ right, float* __restrict__ out, int count, int wide, BOX_PARAMETERS) { \
        Box box = BOX; \
        joined(Join(), left, right, out, count, wide, box); \
    }
