// Reductions of maps of f64.
#include "segment_reduce.cuh"

REDUCE(sums, Sums, f64, F64)
REDUCE(largest, Largest, f64, F64)
REDUCE(smallest, Smallest, f64, F64)
