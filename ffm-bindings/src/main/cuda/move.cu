// What only moves elements: units of 2 to 16 bytes, whatever they mean.
#include "boxes.cuh"

// From one box to another.
template <class Unit> __device__ __forceinline__ void copyBox(const Unit* __restrict__ from, Unit* __restrict__ to, int count, Box box) {
    EACH(i, count) {
        i64 fromAt;
        i64 toAt;
        box.find((u32)i, fromAt, toAt);
        to[toAt] = from[fromAt];
    }
}

#define COPY(bytes, Unit) \
    KERNEL(6) smalti_copy_##bytes(const Unit* __restrict__ from, Unit* __restrict__ to, int count, BOX_PARAMETERS) { \
        Box box = BOX; \
        copyBox<Unit>(from, to, count, box); \
    }

COPY(2, u16)
COPY(4, u32)
COPY(8, u64)
COPY(16, uint4)

// Matrices whose rows lie together become such whose columns do. By way of shared memory both are read and written by
// whole lines; the row that is one longer lets the threads of a warp reach a column's elements at once.
static const int TILE = 32;

template <class Unit>
__device__ __forceinline__ void transpose(const Unit* __restrict__ from, Unit* __restrict__ to, Unit tile[TILE][TILE + 1], int rows, int columns,
        i64 fromRow, i64 fromMatrix, i64 toColumn, i64 toMatrix, int tilesDown, int tilesAcross) {
    int across = blockIdx.x % tilesAcross * TILE;
    int rest = blockIdx.x / tilesAcross;
    int down = rest % tilesDown * TILE;
    i64 matrix = rest / tilesDown;
    int lane = threadIdx.x % TILE;
    const int LINES = 256 / TILE;
    from += matrix * fromMatrix;
    to += matrix * toMatrix;
#pragma unroll
    for (int i = threadIdx.x / TILE; i < TILE; i += LINES) {
        if (down + i < rows && across + lane < columns) tile[i][lane] = from[(down + i) * fromRow + across + lane];
    }
    __syncthreads();
#pragma unroll
    for (int i = threadIdx.x / TILE; i < TILE; i += LINES) {
        if (across + i < columns && down + lane < rows) to[(across + i) * toColumn + down + lane] = tile[lane][i];
    }
}

#define TRANSPOSE(bytes, Unit) \
    KERNEL(6) smalti_transpose_##bytes(const Unit* __restrict__ from, Unit* __restrict__ to, int rows, int columns, \
            i64 fromRow, i64 fromMatrix, i64 toColumn, i64 toMatrix, int tilesDown, int tilesAcross) { \
        __shared__ Unit tile[TILE][TILE + 1]; \
        transpose<Unit>(from, to, tile, rows, columns, fromRow, fromMatrix, toColumn, toMatrix, tilesDown, tilesAcross); \
    }

TRANSPOSE(2, u16)
TRANSPOSE(4, u32)
TRANSPOSE(8, u64)

// Rows of a table by their numbers. A team of 2^lanes threads, at most a block's, takes a row together.
template <class Unit>
__device__ __forceinline__ void gather(const Unit* __restrict__ table, const int* __restrict__ numbers, Unit* __restrict__ to,
        i64 count, int rows, int units, int lanes, u64* __restrict__ slot) {
    int lane = threadIdx.x & ((1 << lanes) - 1);
    for (i64 i = FIRST_THREAD >> lanes; i < count; i += ALL_THREADS >> lanes) {
        int number = numbers[i];
        if (number < 0 || number >= rows) {
            leaveWord(slot, i, number);
            continue;
        }
        for (int unit = lane; unit < units; unit += 1 << lanes) to[i * units + unit] = table[(i64)number * units + unit];
    }
}

#define GATHER(bytes, Unit) \
    KERNEL(4) smalti_gather_##bytes(const Unit* __restrict__ table, const int* __restrict__ numbers, Unit* __restrict__ to, \
            i64 count, int rows, int units, int lanes, u64* __restrict__ slot) { \
        gather<Unit>(table, numbers, to, count, rows, units, lanes, slot); \
    }

GATHER(2, u16)
GATHER(4, u32)
GATHER(8, u64)
GATHER(16, uint4)
