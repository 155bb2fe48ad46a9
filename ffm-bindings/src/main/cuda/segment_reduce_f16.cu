// Reductions of maps of f16.
#include "segment_reduce.cuh"

REDUCE_ALL(f16, F16)
