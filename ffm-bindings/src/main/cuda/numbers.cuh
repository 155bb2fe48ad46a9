// Numbers as they are stored and as they are computed with.
#pragma once

typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef long long i64;

// The storage types. Those of 16 bits have no arithmetic of their own: values are widened when they are read and rounded
// once when they are written. bfloat16 is done by integers, which every chip has and which gives the bits that Java gives.
struct F32 {
    typedef float Stored;
    static const int VECTOR = 4;
    static __device__ __forceinline__ float widen(Stored stored) { return stored; }
    static __device__ __forceinline__ Stored narrow(float value) { return value; }
};

struct F16 {
    typedef u16 Stored;
    static const int VECTOR = 8;
    static __device__ __forceinline__ float widen(Stored stored) {
        float value;
        asm("cvt.f32.f16 %0, %1;" : "=f"(value) : "h"(stored));
        return value;
    }
    static __device__ __forceinline__ Stored narrow(float value) {
        u16 stored;
        asm("cvt.rn.f16.f32 %0, %1;" : "=h"(stored) : "f"(value));
        return stored;
    }
};

struct Bf16 {
    typedef u16 Stored;
    static const int VECTOR = 8;
    static __device__ __forceinline__ float widen(Stored stored) { return __uint_as_float((u32)stored << 16); }
    static __device__ __forceinline__ Stored narrow(float value) {
        u32 bits = __float_as_uint(value);
        // A NaN whose payload lies in the lower half alone would turn into an infinity.
        if ((bits & 0x7fffffffu) > 0x7f800000u) return (u16)((bits >> 16) | 0x40u);
        return (u16)((bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16);
    }
};

// A double rounded to the type once. Rounding to float first could make a tie of what is none, so the float between is
// rounded to odd.
template <class Type> __device__ __forceinline__ typename Type::Stored narrowOnce(double value) {
    float nearest = __double2float_rn(value);
    if ((double)nearest == value || value != value) return Type::narrow(nearest);
    float towardsZero = __double2float_rz(value);
    return Type::narrow(__uint_as_float(__float_as_uint(towardsZero) | 1u));
}
template <> __device__ __forceinline__ float narrowOnce<F32>(double value) { return __double2float_rn(value); }

// Threads step over what there is by their number.
#define FIRST_THREAD ((i64)blockIdx.x * blockDim.x + threadIdx.x)
#define ALL_THREADS ((i64)gridDim.x * blockDim.x)
#define EACH(i, count) for (i64 i = FIRST_THREAD; i < (count); i += ALL_THREADS)

// Blocks of 256 threads, so many of them at a time on a processor: without the second number the compiler spares registers
// and with them the loads that are on their way at the same time.
#define KERNEL(blocks) extern "C" __global__ void __launch_bounds__(256, blocks)

// Word of a number that must not be used: the one at the smallest position stays, whatever the order of threads.
__device__ __forceinline__ void leaveWord(u64* slot, i64 position, int value) {
    atomicMin(slot, (u64)position << 32 | (u32)value);
}
