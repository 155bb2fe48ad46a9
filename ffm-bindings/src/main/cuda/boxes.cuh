// Walks over boxes of elements, in which two tensors have steps of their own: moves, and operands that are broadcast.
#pragma once
#include "numbers.cuh"

// At most six dimensions, of which number 0 is the innermost. The host joins dimensions that lie together in both tensors,
// so that more are rare; those it walks by itself.
static const int MOST_DIMENSIONS = 6;

struct Box {
    int rank;
    u32 sizes[MOST_DIMENSIONS];
    // To divide by a size costs a multiplication and a shift. Exact for numbers below 2^31.
    u32 magics[MOST_DIMENSIONS];
    u64 shifts;
    int left[MOST_DIMENSIONS];
    int right[MOST_DIMENSIONS];

    // How far the elements of a place in raster order lie behind the first ones, in a box of at most MOST dimensions.
    template <int MOST = MOST_DIMENSIONS> __device__ __forceinline__ void find(u32 place, i64& leftAt, i64& rightAt) const {
        leftAt = 0;
        rightAt = 0;
        u32 rest = place;
#pragma unroll
        for (int i = 0; i < MOST; i++) {
            if (i + 1 == MOST || i + 1 >= rank) {
                leftAt += (i64)(int)rest * left[i];
                rightAt += (i64)(int)rest * right[i];
                break;
            }
            u32 quotient = (__umulhi(rest, magics[i]) + rest) >> (u32)(shifts >> 8 * i & 31);
            int index = (int)(rest - quotient * sizes[i]);
            leftAt += (i64)index * left[i];
            rightAt += (i64)index * right[i];
            rest = quotient;
        }
    }
};

// A box as parameters of a kernel, and the box that they make.
#define SIX(type, name) type name##0, type name##1, type name##2, type name##3, type name##4, type name##5
#define LISTED(name) {name##0, name##1, name##2, name##3, name##4, name##5}
#define BOX_PARAMETERS int rank, SIX(u32, size), SIX(u32, magic), u64 shifts, SIX(int, left), SIX(int, right)
#define BOX {rank, LISTED(size), LISTED(magic), shifts, LISTED(left), LISTED(right)}
