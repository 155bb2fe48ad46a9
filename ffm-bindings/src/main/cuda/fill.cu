// Elements set to one value. What a whole byte can tell is left to the driver's memset.

extern "C" __global__ void __launch_bounds__(256) smalti_fill_f32(float* __restrict__ to, float value, long long count) {
  // 64 bits: a tensor may hold more elements than an int counts.
  long long stride = (long long)gridDim.x * blockDim.x;
  for (long long i = (long long)blockIdx.x * blockDim.x + threadIdx.x; i < count; i += stride) {
    to[i] = value;
  }
}
