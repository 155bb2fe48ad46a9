// Reductions of maps of i32.
#include "segment_reduce.cuh"

REDUCE(sums, Sums, i32, I32)
REDUCE(largest, Largest, i32, I32)
REDUCE(smallest, Smallest, i32, I32)
