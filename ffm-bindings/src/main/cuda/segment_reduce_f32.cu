// Reductions of maps of f32.
#include "segment_reduce.cuh"

REDUCE_ALL(f32, F32)
