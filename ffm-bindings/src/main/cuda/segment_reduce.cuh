// Reduction of segments in pieces: what a piece of a segment's pixels comes to, in double precision and one column for each
// channel. Pieces are joined in order by the kernels of segment_finish.cu.
#pragma once
#include "numbers.cuh"

struct F64 {
    typedef double Stored;
    static const int VECTOR = 2;
    static __device__ __forceinline__ double widen(Stored stored) { return stored; }
};

struct I32 {
    typedef int Stored;
    static const int VECTOR = 4;
    static __device__ __forceinline__ double widen(Stored stored) { return stored; }
};

// What a value comes with: nothing, the weight of its pixel, the value of the segment's first pixel, or the same element of
// another map.
enum Companion { NOTHING, WEIGHT, ORIGIN, OTHER };

// Each kind of accumulation has one or two numbers, and is done for so many PLANES at once where pixels lie side by side.
// `add` takes a segment's pixels in ascending order; `join` takes what
// other pixels came to.
struct Sums {
    static const Companion COMPANION = NOTHING;
    static const int NUMBERS = 1, PLANES = 8;
    double sum = 0;
    __device__ __forceinline__ void add(double value, double, int) { sum += value; }
    __device__ __forceinline__ void join(const Sums& other) { sum += other.sum; }
    __device__ __forceinline__ double& number(int) { return sum; }
};

template <Companion companion> struct ProductSums {
    static const Companion COMPANION = companion;
    static const int NUMBERS = 1, PLANES = 8;
    double sum = 0;
    // The product of two floats is exact in double precision.
    __device__ __forceinline__ void add(double value, double factor, int) { sum = fma(factor, value, sum); }
    __device__ __forceinline__ void join(const ProductSums& other) { sum += other.sum; }
    __device__ __forceinline__ double& number(int) { return sum; }
};
typedef ProductSums<WEIGHT> WeightedSums;
typedef ProductSums<OTHER> Dots;

// Distances from the segment's first pixel, which is a member of the segment: the variance cannot be much smaller than the
// squares of the distances, whatever the values.
struct Moments {
    static const Companion COMPANION = ORIGIN;
    static const int NUMBERS = 2, PLANES = 8;
    double sum = 0, squares = 0;
    __device__ __forceinline__ void add(double value, double origin, int) {
        double distance = value - origin;
        sum += distance;
        squares = fma(distance, distance, squares);
    }
    __device__ __forceinline__ void join(const Moments& other) { sum += other.sum; squares += other.squares; }
    __device__ __forceinline__ double& number(int which) { return which == 0 ? sum : squares; }
};

// The largest of SIGN·value and the first pixel that has it; NaN is larger than all others. No pixel is -1.
template <int SIGN> struct Selection {
    static const Companion COMPANION = NOTHING;
    static const int NUMBERS = 2, PLANES = 8;
    double best = 0, at = -1;
    __device__ __forceinline__ void add(double value, double, int pixel) {
        value *= SIGN;
        if (at < 0 || (!(value <= best) && best == best)) { best = value; at = pixel; }
    }
    __device__ __forceinline__ void join(const Selection& other) {
        bool nan = best != best, otherNan = other.best != other.best;
        bool equal = nan ? otherNan : best == other.best;
        bool better = equal ? other.at < at : !nan && (otherNan || other.best > best);
        if (other.at >= 0 && (at < 0 || better)) { best = other.best; at = other.at; }
    }
    __device__ __forceinline__ double& number(int which) { return which == 0 ? best : at; }
};
typedef Selection<1> Largest;
typedef Selection<-1> Smallest;

struct Products {
    static const Companion COMPANION = NOTHING;
    static const int NUMBERS = 1, PLANES = 8;
    double product = 1;
    __device__ __forceinline__ void add(double value, double, int) { product *= value; }
    __device__ __forceinline__ void join(const Products& other) { product *= other.product; }
    __device__ __forceinline__ double& number(int) { return product; }
};

// The sum of the exponentials of the distances from the largest value so far. An infinite or NaN largest value is the result
// by itself; distances from it would be NaN.
struct Exponentials {
    static const Companion COMPANION = NOTHING;
    static const int NUMBERS = 2, PLANES = 2;
    double largest = __longlong_as_double(0xfff0000000000000ll), sum = 0;
    __device__ __forceinline__ void add(double value, double, int) { merge(value, 1); }
    __device__ __forceinline__ void join(const Exponentials& other) { merge(other.largest, other.sum); }
    __device__ __forceinline__ void merge(double value, double count) {
        double before = largest;
        largest = before != before || value != value ? before + value : fmax(before, value);
        if (isfinite(largest)) sum = sum * exp(before - largest) + count * exp(value - largest);
    }
    __device__ __forceinline__ double& number(int which) { return which == 0 ? largest : sum; }
};

// Two kinds at once: what several reductions need of values that are read once.
template <class First, class Second> struct Both {
    static const Companion COMPANION = First::COMPANION == NOTHING ? Second::COMPANION : First::COMPANION;
    static const int NUMBERS = First::NUMBERS + Second::NUMBERS, PLANES = 2;
    First first;
    Second second;
    __device__ __forceinline__ void add(double value, double together, int pixel) {
        first.add(value, together, pixel);
        second.add(value, together, pixel);
    }
    __device__ __forceinline__ void join(const Both& other) { first.join(other.first); second.join(other.second); }
    __device__ __forceinline__ double& number(int which) {
        return which < First::NUMBERS ? first.number(which) : second.number(which - First::NUMBERS);
    }
};
typedef Both<Both<Sums, Moments>, Both<Largest, Smallest>> Summary;

// Pixels of one segment in ascending order, from `begin` to before `end` of the order.
struct Piece {
    int segment, begin, end;
    __device__ __forceinline__ Piece(const int* pieces, const int* starts, i64 index, int length) {
        segment = pieces[index];
        begin = end = 0;
        if (segment < 0) return;
        int start = starts[segment];
        begin = start + (int)(index - (start / length + segment)) * length;
        end = min(begin + length, starts[segment + 1]);
    }
};

template <class Stored, int COUNT> struct alignas(sizeof(Stored) * COUNT) Vector { Stored of[COUNT]; };

// Channels of a pixel side by side: a worker of 2^lanesLog threads a piece, each with some channels of it.
template <class Type, class Kind, int CHANNELS>
__device__ __forceinline__ void reduceRows(const typename Type::Stored* __restrict__ x, const void* __restrict__ companion,
        const int* __restrict__ order, const int* __restrict__ starts, const int* __restrict__ pieces, double* __restrict__ columns,
        int channels, int pieceCount, int length, int lanesLog) {
    typedef typename Type::Stored Stored;
    typedef Vector<Stored, CHANNELS> Channels;
    const int TOGETHER = 4;
    i64 index = (i64)blockIdx.x * (blockDim.x >> lanesLog) + (threadIdx.x >> lanesLog);
    int channel = ((blockIdx.y << lanesLog) + (threadIdx.x & ((1 << lanesLog) - 1))) * CHANNELS;
    if (index >= pieceCount || channel >= channels) return;
    Piece piece(pieces, starts, index, length);
    if (piece.segment < 0) return;
    Kind kinds[CHANNELS];
    Channels with;
    if (Kind::COMPANION == ORIGIN) with = *(const Channels*)(x + (i64)order[starts[piece.segment]] * channels + channel);
    for (int first = piece.begin; first < piece.end; first += TOGETHER) {
        int pixel[TOGETHER];
        Channels values[TOGETHER], others[TOGETHER];
        float weights[TOGETHER];
        // All loads are on their way before the first is waited for. Behind the end the last pixel is loaded again.
#pragma unroll
        for (int i = 0; i < TOGETHER; i++) {
            pixel[i] = order[min(first + i, piece.end - 1)];
            i64 at = (i64)pixel[i] * channels + channel;
            values[i] = *(const Channels*)(x + at);
            if (Kind::COMPANION == WEIGHT) weights[i] = ((const float*)companion)[pixel[i]];
            if (Kind::COMPANION == OTHER) others[i] = *(const Channels*)((const Stored*)companion + at);
        }
#pragma unroll
        for (int i = 0; i < TOGETHER; i++) {
            if (first + i >= piece.end) break;
#pragma unroll
            for (int c = 0; c < CHANNELS; c++) {
                double together = 0;
                if (Kind::COMPANION == WEIGHT) together = weights[i];
                if (Kind::COMPANION == ORIGIN) together = Type::widen(with.of[c]);
                if (Kind::COMPANION == OTHER) together = Type::widen(others[i].of[c]);
                kinds[c].add(Type::widen(values[i].of[c]), together, pixel[i]);
            }
        }
    }
#pragma unroll
    for (int number = 0; number < Kind::NUMBERS; number++)
#pragma unroll
        for (int c = 0; c < CHANNELS; c++)
            columns[((i64)number * pieceCount + index) * channels + channel + c] = kinds[c].number(number);
}

// Pixels of a channel side by side: a warp a piece and some channels. Each thread takes every 32nd pixel; what they came to is
// joined in a fixed order.
template <class Type, class Kind>
__device__ __forceinline__ void reducePlanes(const typename Type::Stored* __restrict__ x, const void* __restrict__ companion,
        const int* __restrict__ order, const int* __restrict__ starts, const int* __restrict__ pieces, double* __restrict__ columns,
        int channels, int pieceCount, int length, int pixels, int segmentsAnImage) {
    typedef typename Type::Stored Stored;
    const int TOGETHER = Kind::PLANES;
    int lane = threadIdx.x & 31;
    i64 index = (i64)blockIdx.x * (blockDim.x >> 5) + (threadIdx.x >> 5);
    if (index >= pieceCount) return;
    Piece piece(pieces, starts, index, length);
    if (piece.segment < 0) return;
    // Pixels are numbered through the batch; an image's planes begin `channels` times as far on as its pixels.
    i64 image = (i64)(piece.segment / segmentsAnImage) * pixels * (channels - 1);
    int origin = order[starts[piece.segment]];
    for (int first = blockIdx.y * TOGETHER; first < channels; first += gridDim.y * TOGETHER) {
        Kind kinds[TOGETHER];
        for (int i = piece.begin + lane; i < piece.end; i += 32) {
            int pixel = order[i];
            Stored values[TOGETHER];
#pragma unroll
            for (int c = 0; c < TOGETHER; c++)
                values[c] = x[image + (i64)min(first + c, channels - 1) * pixels + pixel];
            float weight = Kind::COMPANION == WEIGHT ? ((const float*)companion)[pixel] : 0;
#pragma unroll
            for (int c = 0; c < TOGETHER; c++) {
                i64 plane = image + (i64)min(first + c, channels - 1) * pixels;
                double together = 0;
                if (Kind::COMPANION == WEIGHT) together = weight;
                if (Kind::COMPANION == ORIGIN) together = Type::widen(x[plane + origin]);
                if (Kind::COMPANION == OTHER) together = Type::widen(((const Stored*)companion)[plane + pixel]);
                kinds[c].add(Type::widen(values[c]), together, pixel);
            }
        }
#pragma unroll
        for (int c = 0; c < TOGETHER; c++) {
#pragma unroll
            for (int step = 16; step > 0; step >>= 1) {
                Kind other;
#pragma unroll
                for (int number = 0; number < Kind::NUMBERS; number++)
                    other.number(number) = __shfl_xor_sync(~0u, kinds[c].number(number), step);
                // The lower thread's pixels first, so that both come to the same.
                Kind lower = lane & step ? other : kinds[c], upper = lane & step ? kinds[c] : other;
                lower.join(upper);
                kinds[c] = lower;
            }
#pragma unroll
            for (int number = 0; number < Kind::NUMBERS; number++)
                if (lane == c && first + c < channels)
                    columns[((i64)number * pieceCount + index) * channels + first + c] = kinds[c].number(number);
        }
    }
}

#define REDUCE_ROWS(name, Type, Kind, channelsTogether, blocks) \
    KERNEL(blocks) smalti_segment_##name(const Type::Stored* __restrict__ x, const void* __restrict__ companion, \
            const int* __restrict__ order, const int* __restrict__ starts, const int* __restrict__ pieces, double* __restrict__ columns, \
            int channels, int pieceCount, int length, int lanesLog) { \
        reduceRows<Type, Kind, channelsTogether>(x, companion, order, starts, pieces, columns, channels, pieceCount, length, lanesLog); \
    }

#define REDUCE_PLANES(name, Type, Kind, blocks) \
    KERNEL(blocks) smalti_segment_##name(const Type::Stored* __restrict__ x, const void* __restrict__ companion, \
            const int* __restrict__ order, const int* __restrict__ starts, const int* __restrict__ pieces, double* __restrict__ columns, \
            int channels, int pieceCount, int length, int pixels, int segmentsAnImage) { \
        reducePlanes<Type, Kind>(x, companion, order, starts, pieces, columns, channels, pieceCount, length, pixels, segmentsAnImage); \
    }

// A kind in both layouts; `wide` takes as many channels at once as fit into 16 bytes. Kinds of several numbers a channel
// would spill registers if three blocks of it shared a processor.
#define REDUCE(kind, Kind, type, Type) \
    REDUCE_ROWS(kind##_rows_wide_##type, Type, Kind, Type::VECTOR, (Kind::NUMBERS > 1 ? 2 : 3)) \
    REDUCE_ROWS(kind##_rows_##type, Type, Kind, 1, 4) \
    REDUCE_PLANES(kind##_planes_##type, Type, Kind, 3)

#define REDUCE_ALL(type, Type) \
    REDUCE(sums, Sums, type, Type) \
    REDUCE(weighted, WeightedSums, type, Type) \
    REDUCE(dots, Dots, type, Type) \
    REDUCE(moments, Moments, type, Type) \
    REDUCE(largest, Largest, type, Type) \
    REDUCE(smallest, Smallest, type, Type) \
    REDUCE(products, Products, type, Type) \
    REDUCE_ROWS(summary_rows_wide_##type, Type, Summary, 4, 2) \
    REDUCE_ROWS(summary_rows_##type, Type, Summary, 1, 3) \
    REDUCE_PLANES(summary_planes_##type, Type, Summary, 3) \
    REDUCE_ROWS(exponentials_rows_##type, Type, Exponentials, 1, 4) \
    REDUCE_PLANES(exponentials_planes_##type, Type, Exponentials, 3)
