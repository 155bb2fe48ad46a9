// Reductions of [outer, length, inner] over the middle dimension, in an order that follows from these sizes alone.
//
// A fold tells what of: `Value` is what is carried; `begin(column)` comes before the elements of a column;
// `add(value, index)` takes the element with that index; `join` puts two values together; `finish(place, column, value)`
// stores the result of one of the outer·inner places.
#pragma once
#include "numbers.cuh"

struct Two {
    double first;
    double second;
};

// Sums of doubles, one or two of them.
struct OneSum {
    typedef double Value;
    __device__ __forceinline__ static double start() { return 0; }
    __device__ __forceinline__ static double join(double a, double b) { return a + b; }
};

struct TwoSums {
    typedef Two Value;
    __device__ __forceinline__ static Two start() { return {0, 0}; }
    __device__ __forceinline__ static Two join(Two a, Two b) { return {a.first + b.first, a.second + b.second}; }
};

// The larger; NaN if one is, and 0 is larger than -0.
__device__ __forceinline__ float larger(float a, float b) {
    if (a != a || b != b) return a + b;
    if (a == b) return __int_as_float(__float_as_int(a) & __float_as_int(b));
    return a > b ? a : b;
}

struct Largest {
    typedef float Value;
    __device__ __forceinline__ static float start() { return __int_as_float(0xff800000); }
    __device__ __forceinline__ static float join(float a, float b) { return larger(a, b); }
};

// A block takes `width` columns of one piece of the rows, `atOnce` rows at a time, so that each thread stays in its column
// and neighbours read what lies together. Where a piece is all there is, it finishes; else its values become parts
// [outer, pieces, inner], which are reduced in the same way.
#define COLUMN_PARAMETERS i64 length, int inner, int width, int atOnce, int chunks, int pieces, i64 pieceRows
#define COLUMN_ARGUMENTS length, inner, width, atOnce, chunks, pieces, pieceRows

template <int TOGETHER, class Fold> __device__ __forceinline__ void reduceColumns(Fold fold, typename Fold::Value* shared, typename Fold::Value* parts, COLUMN_PARAMETERS) {
    int thread = threadIdx.x;
    int column = (int)blockIdx.x % chunks * width + thread % width;
    int rest = (int)blockIdx.x / chunks;
    i64 piece = rest % pieces;
    i64 outer = rest / pieces;
    int line = thread / width;
    bool active = line < atOnce && column < inner;
    typename Fold::Value value = Fold::start();
    if (active) {
        fold.begin(column);
        i64 end = (piece + 1) * pieceRows < length ? (piece + 1) * pieceRows : length;
        i64 row = piece * pieceRows + line;
        i64 index = (outer * length + row) * inner + column;
        i64 step = (i64)atOnce * inner;
#pragma unroll TOGETHER
        for (; row < end; row += atOnce, index += step) fold.add(value, index);
    }
    shared[thread] = value;
    __syncthreads();
    for (int lines = atOnce; lines > 1;) {
        int half = (lines + 1) / 2;
        if (active && line + half < lines) shared[thread] = Fold::join(shared[thread], shared[thread + half * width]);
        __syncthreads();
        lines = half;
    }
    if (active && line == 0) {
        if (pieces == 1) {
            fold.finish(outer * inner + column, column, shared[thread]);
        } else {
            parts[(outer * pieces + piece) * inner + column] = shared[thread];
        }
    }
}

// The parts of a fold: what is left of it is to join and to finish.
template <class Fold> struct PartsOf {
    typedef typename Fold::Value Value;
    Fold fold;
    const Value* parts;
    __device__ __forceinline__ static Value start() { return Fold::start(); }
    __device__ __forceinline__ static Value join(Value a, Value b) { return Fold::join(a, b); }
    __device__ __forceinline__ void begin(int) {}
    __device__ __forceinline__ void add(Value& value, i64 index) const { value = Fold::join(value, parts[index]); }
    __device__ __forceinline__ void finish(i64 place, int column, Value value) {
        fold.begin(column);
        fold.finish(place, column, value);
    }
};

// Both kernels of a fold, which take the same. PARAMETERS and ARGUMENTS, in parentheses, make the fold. Of rows a thread loads
// several at once; of parts it seldom has as many.
#define UNPACK(...) __VA_ARGS__
#define REDUCE_COLUMNS(name, Fold, PARAMETERS, ARGUMENTS) \
    KERNEL(4) smalti_##name##_columns(UNPACK PARAMETERS, Fold::Value* parts, COLUMN_PARAMETERS) { \
        __shared__ Fold::Value shared[256]; \
        Fold fold{UNPACK ARGUMENTS}; \
        reduceColumns<4>(fold, shared, parts, COLUMN_ARGUMENTS); \
    } \
    KERNEL(4) smalti_##name##_parts(UNPACK PARAMETERS, Fold::Value* parts, COLUMN_PARAMETERS) { \
        __shared__ Fold::Value shared[256]; \
        PartsOf<Fold> fold{{UNPACK ARGUMENTS}, parts}; \
        reduceColumns<1>(fold, shared, (Fold::Value*)nullptr, COLUMN_ARGUMENTS); \
    }

// Teams of 2^lanes threads of a block, each of which has a row of its own. All threads of a block call this together.
template <class Fold> __device__ __forceinline__ typename Fold::Value joinTeam(typename Fold::Value* shared, typename Fold::Value own, int lanes) {
    if (lanes == 0) return own;
    int thread = threadIdx.x;
    int lane = thread & ((1 << lanes) - 1);
    shared[thread] = own;
    __syncthreads();
    for (int half = 1 << lanes >> 1; half > 0; half >>= 1) {
        if (lane < half) shared[thread] = Fold::join(shared[thread], shared[thread + half]);
        __syncthreads();
    }
    typename Fold::Value joined = shared[thread - lane];
    __syncthreads();
    return joined;
}

// Rows that teams take in turn: `row` may be one behind the last, where a team has nothing to do but to join.
#define EACH_ROW_OF_TEAM(row, rows, lanes) \
    for (i64 row = (i64)blockIdx.x * (blockDim.x >> lanes) + (threadIdx.x >> lanes), first = (i64)blockIdx.x * (blockDim.x >> lanes); \
         first < (rows); first += (i64)gridDim.x * (blockDim.x >> lanes), row += (i64)gridDim.x * (blockDim.x >> lanes))

template <class Fold> __device__ __forceinline__ void reduceRows(Fold fold, typename Fold::Value* shared, i64 rows, int length, int lanes) {
    int lane = threadIdx.x & ((1 << lanes) - 1);
    fold.begin(0);
    EACH_ROW_OF_TEAM(row, rows, lanes) {
        typename Fold::Value value = Fold::start();
        if (row < rows) {
#pragma unroll 4
            for (int i = lane; i < length; i += 1 << lanes) fold.add(value, row * length + i);
        }
        value = joinTeam<Fold>(shared, value, lanes);
        if (lane == 0 && row < rows) fold.finish(row, 0, value);
    }
}

#define REDUCE_ROWS(name, Fold, PARAMETERS, ARGUMENTS) \
    KERNEL(4) smalti_##name##_rows(UNPACK PARAMETERS, i64 rows, int length, int lanes) { \
        __shared__ Fold::Value shared[256]; \
        Fold fold{UNPACK ARGUMENTS}; \
        reduceRows(fold, shared, rows, length, lanes); \
    }
