// Rows that are added to a table by their numbers. Their positions have been sorted by these numbers, and those of each row
// of the table divided into pieces: see segment_plan.cu.
#include "numbers.cuh"

// Numbers of rows that the table does not have are left out of the order; here is word of them.
KERNEL(4) smalti_scatter_check(const int* __restrict__ numbers, i64 count, int rows, u64* __restrict__ slot) {
    EACH(i, count) {
        int number = numbers[i];
        if (number < 0 || number >= rows) leaveWord(slot, i, number);
    }
}

__device__ __forceinline__ int piecesOf(const int* __restrict__ starts, i64 row, int length) {
    return (starts[row + 1] - starts[row] + length - 1) / length;
}

// The sums of pieces, in the order of positions: a team of 2^lanes threads a piece. What is the only one of its row goes into
// the table, others become parts.
KERNEL(4) smalti_scatter_pieces(const float* __restrict__ x, const int* __restrict__ order, const int* __restrict__ starts, const int* __restrict__ pieces,
        i64 pieceCount, int length, int columns, int lanes, float* __restrict__ table, float* __restrict__ parts) {
    int lane = threadIdx.x & ((1 << lanes) - 1);
    for (i64 piece = FIRST_THREAD >> lanes; piece < pieceCount; piece += ALL_THREADS >> lanes) {
        int row = pieces[piece];
        if (row < 0) continue;
        int first = starts[row];
        int from = first + (int)(piece - first / length - row) * length;
        int to = min(from + length, starts[row + 1]);
        float* out = piecesOf(starts, row, length) == 1 ? table + (i64)row * columns : parts + piece * columns;
        for (int column = lane; column < columns; column += 1 << lanes) {
            float sum = 0;
#pragma unroll 4
            for (int i = from; i < to; i++) sum += x[(i64)order[i] * columns + column];
            out[column] = sum;
        }
    }
}

// Joins parts in order, and clears the rows that nothing is added to.
KERNEL(4) smalti_scatter_join(const int* __restrict__ starts, const float* __restrict__ parts, i64 rows, int length, int columns, int lanes,
        float* __restrict__ table) {
    int lane = threadIdx.x & ((1 << lanes) - 1);
    for (i64 row = FIRST_THREAD >> lanes; row < rows; row += ALL_THREADS >> lanes) {
        int count = piecesOf(starts, row, length);
        if (count == 1) continue;
        i64 first = starts[row] / length + row;
        for (int column = lane; column < columns; column += 1 << lanes) {
            float sum = 0;
            for (int i = 0; i < count; i++) sum += parts[(first + i) * columns + column];
            table[row * columns + column] = sum;
        }
    }
}
