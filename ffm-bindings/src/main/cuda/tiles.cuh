// Tiles of products of matrices: what a block of 256 threads sums.
#pragma once
#include "numbers.cuh"

// A factor as a block reads it: strips of TILE lines (rows of the left, columns of the right factor) by DEPTH, a quad of
// neighbours in memory a thread. The quad lies along a line where lines are contiguous, else across four lines.
template <int TILE, int DEPTH, bool QUADS> struct Strip {
    const float* quad;
    i64 advance;
    int line;
    int depth;
    // Of a quad across lines, how many are there; of one along a line, as many as the depth leaves.
    int most;
    bool along;

    __device__ __forceinline__ Strip(const float* factor, i64 step, bool along, int firstLine, int lines) : along(along) {
        int t = threadIdx.x;
        line = along ? t / (DEPTH / 4) : t % (TILE / 4) * 4;
        depth = along ? t % (DEPTH / 4) * 4 : t / (TILE / 4);
        int left = lines - firstLine - line;
        most = along ? (left > 0 ? 4 : 0) : left;
        i64 at = firstLine + line;
        quad = factor + (along ? at * step + depth : depth * step + at);
        advance = along ? DEPTH : DEPTH * step;
    }

    // Takes the quad of the next strip, of which so much depth is left.
    __device__ __forceinline__ void take(float (&values)[4], int left) {
        int there = left - depth;
        there = along ? min(most, there) : there > 0 ? most : 0;
        if (QUADS) {
            float4 four = make_float4(0.f, 0.f, 0.f, 0.f);
            if (there > 0) four = __ldg((const float4*)quad);
            values[0] = four.x, values[1] = four.y, values[2] = four.z, values[3] = four.w;
        } else {
            #pragma unroll
            for (int i = 0; i < 4; i++) values[i] = i < there ? __ldg(quad + i) : 0.f;
        }
        quad += advance;
    }

    template <int PITCH> __device__ __forceinline__ void put(float (*tile)[PITCH], const float (&values)[4]) const {
        if (along) {
            #pragma unroll
            for (int i = 0; i < 4; i++) tile[depth + i][line] = values[i];
        } else {
            *(float4*)&tile[depth][line] = make_float4(values[0], values[1], values[2], values[3]);
        }
    }
};

template <int HALVES, int APART> __device__ __forceinline__ void read(float (&values)[4 * HALVES], const float* line) {
    #pragma unroll
    for (int half = 0; half < HALVES; half++) {
        float4 four = *(const float4*)(line + half * APART);
        values[4 * half] = four.x, values[4 * half + 1] = four.y;
        values[4 * half + 2] = four.z, values[4 * half + 3] = four.w;
    }
}

// The sums of a tile of TILE by TILE elements. Eight warps share it as four by two, and each thread has squares of four by
// four: so a warp reads each value of a strip once.
template <int TILE> struct Tile {
    static const int HALVES = TILE / 64, PER = 4 * HALVES;
    float sums[PER][PER];

    static __device__ __forceinline__ int row() { return threadIdx.x / 64 * (TILE / 4) + threadIdx.x % 32 / 8 * 4; }
    static __device__ __forceinline__ int column() { return threadIdx.x / 32 % 2 * (TILE / 2) + threadIdx.x % 8 * 4; }

    __device__ __forceinline__ void addTerm(const float* lefts, const float* rights) {
        float l[PER], r[PER];
        read<HALVES, 16>(l, lefts + row());
        read<HALVES, 32>(r, rights + column());
        #pragma unroll
        for (int i = 0; i < PER; i++)
            #pragma unroll
            for (int j = 0; j < PER; j++) sums[i][j] = fmaf(l[i], r[j], sums[i][j]);
    }

    // Strips are read ahead, DEPTH terms of every element at a time. Terms are added in ascending order, each by one fused
    // multiply-add, from 0 on. A side takes the four values of a strip that this thread brings, and puts them where all
    // threads see them.
    template <int DEPTH, class Left, class Right>
    __device__ __forceinline__ void sum(Left& ofLeft, Right& ofRight, int depth) {
        const int PITCH = TILE + 4;
        __shared__ __align__(16) float lefts[2][DEPTH][PITCH];
        __shared__ __align__(16) float rights[2][DEPTH][PITCH];
        float next[4];
        #pragma unroll
        for (int i = 0; i < PER; i++)
            #pragma unroll
            for (int j = 0; j < PER; j++) sums[i][j] = 0.f;
        ofLeft.take(next, depth);
        ofLeft.put(lefts[0], next);
        ofRight.take(next, depth);
        ofRight.put(rights[0], next);
        __syncthreads();
        int now = 0, left = depth;
        for (; left > DEPTH; left -= DEPTH, now ^= 1) {
            // One side after the other: what is on its way takes registers.
            ofLeft.take(next, left - DEPTH);
            #pragma unroll
            for (int k = 0; k < DEPTH / 2; k++) addTerm(lefts[now][k], rights[now][k]);
            ofLeft.put(lefts[now ^ 1], next);
            ofRight.take(next, left - DEPTH);
            #pragma unroll
            for (int k = DEPTH / 2; k < DEPTH; k++) addTerm(lefts[now][k], rights[now][k]);
            ofRight.put(rights[now ^ 1], next);
            __syncthreads();
        }
        // What is left may be less: zeros behind the end would turn -0 into 0.
        #pragma unroll 1
        for (int k = 0; k < left; k++) addTerm(lefts[now][k], rights[now][k]);
    }

    // `store` is given four sums of a row, the row and the first column.
    template <class Store> __device__ __forceinline__ void put(const Store& store) const {
        #pragma unroll
        for (int i = 0; i < PER; i++)
            #pragma unroll
            for (int half = 0; half < HALVES; half++)
                store(row() + i / 4 * 16 + i % 4, column() + half * 32, &sums[i][4 * half]);
    }
};

// The block's number along x, read anew: what is computed of it need not be kept in registers while sums are.
__device__ __forceinline__ int blockAgain() {
    int block;
    asm volatile("mov.u32 %0, %%ctaid.x;" : "=r"(block));
    return block;
}
