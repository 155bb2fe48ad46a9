// Products of matrices in single precision, by the driver alone.
#include "tiles.cuh"

template <int TILE, int DEPTH, bool QUADS>
__device__ __forceinline__ void multiply(
    int rows, int columns, int depth, const float* __restrict__ left, i64 leftStep, i64 leftApart, int leftAlong,
    const float* __restrict__ right, i64 rightStep, i64 rightApart, int rightAlong, float* __restrict__ out, i64 outStep,
    i64 outApart, float alpha, float beta) {
    int across = (columns + TILE - 1) / TILE;
    int firstRow = blockIdx.x / across * TILE, firstColumn = blockIdx.x % across * TILE;
    i64 each = blockIdx.y;
    Strip<TILE, DEPTH, QUADS> ofLeft(left + each * leftApart, leftStep, leftAlong, firstRow, rows);
    Strip<TILE, DEPTH, QUADS> ofRight(right + each * rightApart, rightStep, rightAlong, firstColumn, columns);
    Tile<TILE> tile;
    tile.template sum<DEPTH>(ofLeft, ofRight, depth);
    int block = blockAgain(), rowOfTile = block / across * TILE, columnOfTile = block % across * TILE;
    tile.put([&](int row, int column, const float* s) {
        int toRow = rowOfTile + row, toColumn = columnOfTile + column;
        if (toRow >= rows) return;
        float* to = out + each * outApart + toRow * outStep + toColumn;
        if (QUADS) {
            if (toColumn >= columns) return;
            float4 four = make_float4(alpha * s[0], alpha * s[1], alpha * s[2], alpha * s[3]);
            if (beta != 0.f) {
                float4 old = *(float4*)to;
                four.x += beta * old.x, four.y += beta * old.y, four.z += beta * old.z, four.w += beta * old.w;
            }
            *(float4*)to = four;
        } else {
            #pragma unroll
            for (int j = 0; j < 4; j++)
                if (toColumn + j < columns) to[j] = beta != 0.f ? alpha * s[j] + beta * to[j] : alpha * s[j];
        }
    });
}

#define MULTIPLY(name, blocks, TILE, DEPTH, QUADS) \
    KERNEL(blocks) smalti_multiply_##name( \
        int rows, int columns, int depth, const float* __restrict__ left, i64 leftStep, i64 leftApart, int leftAlong, \
        const float* __restrict__ right, i64 rightStep, i64 rightApart, int rightAlong, \
        float* __restrict__ out, i64 outStep, i64 outApart, float alpha, float beta) { \
        multiply<TILE, DEPTH, QUADS>( \
            rows, columns, depth, left, leftStep, leftApart, leftAlong, right, rightStep, rightApart, rightAlong, \
            out, outStep, outApart, alpha, beta); \
    }

// Quads: every line, as it lies in memory, starts at a multiple of 16 bytes and holds a multiple of four elements.
MULTIPLY(large_quads_f32, 2, 128, 8, true)
MULTIPLY(small_quads_f32, 3, 64, 16, true)
MULTIPLY(small_f32, 3, 64, 16, false)

__device__ __forceinline__ float sumOfWarp(float value) {
    #pragma unroll
    for (int apart = 16; apart > 0; apart /= 2) value += __shfl_xor_sync(~0u, value, apart);
    return value;
}

__device__ __forceinline__ void finish(float* to, float sum, float alpha, float beta) {
    *to = beta != 0.f ? alpha * sum + beta * *to : alpha * sum;
}

// Contiguous lines by a vector: a warp a line, whose lanes take turns with its elements.
template <bool QUADS>
__device__ __forceinline__ void dot(
    int lines, int depth, int batch, const float* __restrict__ matrix, i64 step, i64 apart, const float* __restrict__ vector,
    i64 vectorStep, i64 vectorApart, float* __restrict__ out, i64 outStep, i64 outApart, float alpha, float beta) {
    int lane = threadIdx.x % 32;
    i64 line = (i64)blockIdx.x * 8 + threadIdx.x / 32;
    if (line >= lines) return;
    for (int each = blockIdx.y; each < batch; each += gridDim.y) {
        const float* m = matrix + each * apart + line * step;
        const float* v = vector + each * vectorApart;
        float sum = 0.f;
        if (QUADS) {
            #pragma unroll 4
            for (int k = 4 * lane; k < depth; k += 128) {
                float4 a = __ldg((const float4*)(m + k)), b = __ldg((const float4*)(v + k));
                sum = fmaf(a.w, b.w, fmaf(a.z, b.z, fmaf(a.y, b.y, fmaf(a.x, b.x, sum))));
            }
        } else {
            #pragma unroll 4
            for (int k = lane; k < depth; k += 32) sum = fmaf(__ldg(m + k), __ldg(v + k * vectorStep), sum);
        }
        sum = sumOfWarp(sum);
        if (lane == 0) finish(out + each * outApart + line * outStep, sum, alpha, beta);
    }
}

#define DOT(name, QUADS) \
    KERNEL(4) smalti_##name( \
        int lines, int depth, int batch, const float* __restrict__ matrix, i64 step, i64 apart, \
        const float* __restrict__ vector, i64 vectorStep, i64 vectorApart, float* __restrict__ out, i64 outStep, \
        i64 outApart, float alpha, float beta) { \
        dot<QUADS>( \
            lines, depth, batch, matrix, step, apart, vector, vectorStep, vectorApart, out, outStep, outApart, alpha, beta); \
    }

DOT(dot_quads_f32, true)
DOT(dot_f32, false)

// Lines that lie side by side by a vector: 32 lines a block, of whose elements each warp takes every eighth.
KERNEL(4) smalti_combine_f32(
    int lines, int depth, int batch, const float* __restrict__ matrix, i64 step, i64 apart, const float* __restrict__ vector,
    i64 vectorStep, i64 vectorApart, float* __restrict__ out, i64 outStep, i64 outApart, float alpha, float beta) {
    __shared__ float parts[8][32];
    int lane = threadIdx.x % 32, warp = threadIdx.x / 32;
    i64 line = (i64)blockIdx.x * 32 + lane;
    for (int each = blockIdx.y; each < batch; each += gridDim.y) {
        float sum = 0.f;
        if (line < lines) {
            const float* m = matrix + each * apart + line;
            const float* v = vector + each * vectorApart;
            #pragma unroll 8
            for (int k = warp; k < depth; k += 8) sum = fmaf(__ldg(m + k * step), __ldg(v + k * vectorStep), sum);
        }
        __syncthreads();
        parts[warp][lane] = sum;
        __syncthreads();
        if (warp == 0 && line < lines) {
            #pragma unroll
            for (int other = 1; other < 8; other++) sum += parts[other][lane];
            finish(out + each * outApart + line * outStep, sum, alpha, beta);
        }
    }
}
