// What the kernels of superpixels have in common.
#pragma once

#include "numbers.cuh"

// The largest 16-bit level.
#define FULL 65535

// The distance of a pixel that nobody has claimed.
#define FAR_AWAY 16384

// The codes of pixels that belong to no cluster: no cluster reaches them, or they are left out. All lower ones are clusters.
#define NOBODY 0xffffu
#define LEFT_OUT 0xfffeu

#define WARP 0xffffffffu

// The lanes up to this one.
__device__ __forceinline__ u32 lanesUpTo(int lane) { return WARP >> (31 - lane); }

// Places that a cluster's colour takes: those of three channels are read as one vector.
__device__ __forceinline__ int padded(int channels) { return channels == 3 ? 4 : channels; }

__device__ __forceinline__ u32 sumOfWarp(u32 value) {
    for (int apart = 16; apart > 0; apart >>= 1) value += __shfl_xor_sync(WARP, value, apart);
    return value;
}

__device__ __forceinline__ u32 mostOfWarp(u32 value) {
    for (int apart = 16; apart > 0; apart >>= 1) value = max(value, __shfl_xor_sync(WARP, value, apart));
    return value;
}
