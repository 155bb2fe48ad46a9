/* A stand-in for the CUDA driver library. INIT, VERSION and DEVICES are given to the compiler. */
#include <stdio.h>

int cuInit(unsigned flags) {
  return flags == 0 ? INIT : 1;
}

int cuDriverGetVersion(int *version) {
  *version = VERSION;
  return 0;
}

int cuDeviceGetCount(int *count) {
  *count = DEVICES;
  return 0;
}

int cuDeviceGet(int *device, int ordinal) {
  *device = ordinal + 40;
  return ordinal < DEVICES ? 0 : 101;
}

int cuDeviceGetName(char *name, int length, int device) {
  snprintf(name, (size_t)length, "Stand-in GPU %d", device - 40);
  return 0;
}

int cuGetErrorName(int error, const char **name) {
  *name = error == 100 ? "CUDA_ERROR_NO_DEVICE" : 0;
  return error == 100 ? 0 : 1;
}

int cuGetErrorString(int error, const char **text) {
  *text = error == 100 ? "no CUDA-capable device is detected" : 0;
  return error == 100 ? 0 : 1;
}
