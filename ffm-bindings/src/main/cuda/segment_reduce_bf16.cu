// Reductions of maps of bf16.
#include "segment_reduce.cuh"

REDUCE_ALL(bf16, Bf16)
