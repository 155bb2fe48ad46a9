// Products of matrices in single precision, by the driver alone.
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

// A tile of TILE by TILE elements a block of 256 threads. Eight warps share it as four by two, and each thread has HALVES by
// HALVES squares of four by four: so a warp reads each value of a strip once. Terms are added in ascending order, each by
// one fused multiply-add, from 0 on.
template <int TILE, int DEPTH, bool QUADS>
__device__ __forceinline__ void multiply(
    int rows, int columns, int depth, const float* __restrict__ left, i64 leftStep, i64 leftApart, int leftAlong,
    const float* __restrict__ right, i64 rightStep, i64 rightApart, int rightAlong, float* __restrict__ out, i64 outStep,
    i64 outApart, float alpha, float beta) {
    const int HALVES = TILE / 64, PER = 4 * HALVES, PITCH = TILE + 4;
    __shared__ __align__(16) float lefts[2][DEPTH][PITCH];
    __shared__ __align__(16) float rights[2][DEPTH][PITCH];
    int across = (columns + TILE - 1) / TILE;
    int firstRow = blockIdx.x / across * TILE, firstColumn = blockIdx.x % across * TILE;
    int lane = threadIdx.x % 32, warp = threadIdx.x / 32;
    int row = warp / 2 * (TILE / 4) + lane / 8 * 4, column = warp % 2 * (TILE / 2) + lane % 8 * 4;

    i64 each = blockIdx.y;
    Strip<TILE, DEPTH, QUADS> ofLeft(left + each * leftApart, leftStep, leftAlong, firstRow, rows);
    Strip<TILE, DEPTH, QUADS> ofRight(right + each * rightApart, rightStep, rightAlong, firstColumn, columns);
    float sums[PER][PER], l[PER], r[PER], nextLeft[4], nextRight[4];
    #pragma unroll
    for (int i = 0; i < PER; i++)
        #pragma unroll
        for (int j = 0; j < PER; j++) sums[i][j] = 0.f;

    ofLeft.take(nextLeft, depth);
    ofRight.take(nextRight, depth);
    ofLeft.put(lefts[0], nextLeft);
    ofRight.put(rights[0], nextRight);
    __syncthreads();
    int now = 0, done = 0;
    for (; done + DEPTH < depth; done += DEPTH, now ^= 1) {
        ofLeft.take(nextLeft, depth - done - DEPTH);
        ofRight.take(nextRight, depth - done - DEPTH);
        #pragma unroll
        for (int k = 0; k < DEPTH; k++) {
            read<HALVES, 16>(l, &lefts[now][k][row]);
            read<HALVES, 32>(r, &rights[now][k][column]);
            #pragma unroll
            for (int i = 0; i < PER; i++)
                #pragma unroll
                for (int j = 0; j < PER; j++) sums[i][j] = fmaf(l[i], r[j], sums[i][j]);
        }
        ofLeft.put(lefts[now ^ 1], nextLeft);
        ofRight.put(rights[now ^ 1], nextRight);
        __syncthreads();
    }
    // What is left may be less: zeros behind the end would turn -0 into 0.
    #pragma unroll 1
    for (int k = 0; k < depth - done; k++) {
        read<HALVES, 16>(l, &lefts[now][k][row]);
        read<HALVES, 32>(r, &rights[now][k][column]);
        #pragma unroll
        for (int i = 0; i < PER; i++)
            #pragma unroll
            for (int j = 0; j < PER; j++) sums[i][j] = fmaf(l[i], r[j], sums[i][j]);
    }

    #pragma unroll
    for (int i = 0; i < PER; i++) {
        int toRow = firstRow + row + i / 4 * 16 + i % 4;
        if (toRow >= rows) continue;
        #pragma unroll
        for (int half = 0; half < HALVES; half++) {
            int toColumn = firstColumn + column + half * 32;
            float* to = out + each * outApart + toRow * outStep + toColumn;
            float* s = &sums[i][4 * half];
            if (QUADS) {
                if (toColumn < columns) {
                    float4 four = make_float4(alpha * s[0], alpha * s[1], alpha * s[2], alpha * s[3]);
                    if (beta != 0.f) {
                        float4 old = *(float4*)to;
                        four.x += beta * old.x, four.y += beta * old.y, four.z += beta * old.z, four.w += beta * old.w;
                    }
                    *(float4*)to = four;
                }
            } else {
                #pragma unroll
                for (int j = 0; j < 4; j++)
                    if (toColumn + j < columns) to[j] = beta != 0.f ? alpha * s[j] + beta * to[j] : alpha * s[j];
            }
        }
    }
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
