/* A stand-in for the CUDA driver library. It does on the host what it is asked to do on a GPU, as far as that goes, and
   writes down every call with its arguments. INIT, VERSION, DEVICES and CAPABILITY are given to the compiler.

   Where NVIDIA's header is, it is compiled against that: a wrong prototype does not compile. */
#if __has_include(<cuda.h>)
#include <cuda.h>
/* The header gives this name to a variant that older drivers lack. */
#undef cuEventElapsedTime
#else
#include "fake_cuda.h"
#endif
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- for tests --- */

static char calls[1 << 16];
static size_t written;
static char failing[64];
static int failure;
static __thread CUcontext current;

/* All calls since the last fake_forget, a line each. */
const char *fake_calls(void) {
  return calls;
}

void fake_forget(void) {
  written = 0;
  calls[0] = 0;
  failing[0] = 0;
}

/* Lets a function fail from now on. */
void fake_fail(const char *function, int code) {
  snprintf(failing, sizeof failing, "%s", function);
  failure = code;
}

static void note(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(calls + written, sizeof calls - written, format, arguments);
  va_end(arguments);
  if (length > 0 && written + (size_t)length < sizeof calls) {
    written += (size_t)length;
  }
}

static CUresult answer(const char *function, int needs_context) {
  if (strcmp(failing, function) == 0) {
    return (CUresult)failure;
  }
  return needs_context && current != (CUcontext)0xC0 ? (CUresult)201 : (CUresult)0;
}

#define DONE return answer(__func__, 0)
#define DONE_IN_CONTEXT return answer(__func__, 1)

/* --- start and errors --- */

CUresult cuInit(unsigned flags) {
  return (CUresult)(flags == 0 ? INIT : 1);
}

CUresult cuDriverGetVersion(int *version) {
  *version = VERSION;
  DONE;
}

CUresult cuGetErrorName(CUresult error, const char **name) {
  switch ((int)error) {
    case 2: *name = "CUDA_ERROR_OUT_OF_MEMORY"; break;
    case 100: *name = "CUDA_ERROR_NO_DEVICE"; break;
    case 201: *name = "CUDA_ERROR_INVALID_CONTEXT"; break;
    case 218: *name = "CUDA_ERROR_INVALID_PTX"; break;
    case 221: *name = "CUDA_ERROR_JIT_COMPILER_NOT_FOUND"; break;
    case 700: *name = "CUDA_ERROR_ILLEGAL_ADDRESS"; break;
    case 701: *name = "CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES"; break;
    case 803: *name = "CUDA_ERROR_SYSTEM_DRIVER_MISMATCH"; break;
    default: *name = 0; return (CUresult)1;
  }
  return (CUresult)0;
}

CUresult cuGetErrorString(CUresult error, const char **text) {
  *text = error == 100 ? "no CUDA-capable device is detected" : error == 700 ? "an illegal memory access was encountered" : 0;
  return (CUresult)(*text == 0);
}

/* --- devices --- */

CUresult cuDeviceGetCount(int *count) {
  *count = DEVICES;
  DONE;
}

CUresult cuDeviceGet(CUdevice *device, int ordinal) {
  *device = ordinal + 40;
  return ordinal < DEVICES ? answer(__func__, 0) : (CUresult)101;
}

CUresult cuDeviceGetName(char *name, int length, CUdevice device) {
  snprintf(name, (size_t)length, "Stand-in GPU %d", device - 40);
  DONE;
}

CUresult cuDeviceTotalMem_v2(size_t *bytes, CUdevice device) {
  *bytes = (size_t)(device - 39) << 34;
  DONE;
}

CUresult cuDeviceGetAttribute(int *value, CUdevice_attribute attribute, CUdevice device) {
  (void)device;
  switch ((int)attribute) {
    case 16: *value = 132; break;
    case 36: *value = 2619000; break;
    case 37: *value = 5120; break;
    case 38: *value = 50 << 20; break;
    case 75: *value = CAPABILITY / 10; break;
    case 76: *value = CAPABILITY % 10; break;
    case 97: *value = 227 << 10; break;
    case 115: *value = POOLS; break;
    default: return (CUresult)1;
  }
  DONE;
}

/* --- contexts --- */

CUresult cuDevicePrimaryCtxRetain(CUcontext *context, CUdevice device) {
  note("cuDevicePrimaryCtxRetain %d\n", device);
  *context = (CUcontext)0xC0;
  DONE;
}

CUresult cuDevicePrimaryCtxRelease_v2(CUdevice device) {
  note("cuDevicePrimaryCtxRelease %d\n", device);
  DONE;
}

CUresult cuCtxSetCurrent(CUcontext context) {
  current = context;
  DONE;
}

/* --- memory --- */

static CUresult allocate(const char *function, CUdeviceptr *address, size_t bytes) {
  CUresult result = answer(function, 1);
  if (result == 0 && bytes > (size_t)1 << 40) {
    return (CUresult)2;
  }
  *address = result == 0 ? (CUdeviceptr)aligned_alloc(256, (bytes + 255) / 256 * 256) : 0;
  return result;
}

CUresult cuMemGetInfo_v2(size_t *free, size_t *total) {
  *free = 1000;
  *total = 3000;
  DONE_IN_CONTEXT;
}

CUresult cuMemAlloc_v2(CUdeviceptr *address, size_t bytes) {
  note("cuMemAlloc %zu\n", bytes);
  return allocate(__func__, address, bytes);
}

CUresult cuMemFree_v2(CUdeviceptr address) {
  note("cuMemFree\n");
  free((void *)address);
  DONE_IN_CONTEXT;
}

CUresult cuDeviceGetDefaultMemPool(CUmemoryPool *pool, CUdevice device) {
  note("cuDeviceGetDefaultMemPool %d\n", device);
  *pool = (CUmemoryPool)0xB0;
  DONE;
}

CUresult cuMemPoolSetAttribute(CUmemoryPool pool, CUmemPool_attribute attribute, void *value) {
  note("cuMemPoolSetAttribute %p %d %llx\n", (void *)pool, (int)attribute, *(unsigned long long *)value);
  DONE;
}

CUresult cuMemPoolGetAttribute(CUmemoryPool pool, CUmemPool_attribute attribute, void *value) {
  note("cuMemPoolGetAttribute %p %d\n", (void *)pool, (int)attribute);
  *(unsigned long long *)value = 100 + (unsigned long long)attribute;
  DONE;
}

CUresult cuMemPoolTrimTo(CUmemoryPool pool, size_t bytes) {
  note("cuMemPoolTrimTo %p %zu\n", (void *)pool, bytes);
  DONE;
}

CUresult cuMemAllocAsync(CUdeviceptr *address, size_t bytes, CUstream stream) {
  note("cuMemAllocAsync %zu %p\n", bytes, (void *)stream);
  return allocate(__func__, address, bytes);
}

CUresult cuMemFreeAsync(CUdeviceptr address, CUstream stream) {
  note("cuMemFreeAsync %p\n", (void *)stream);
  free((void *)address);
  DONE_IN_CONTEXT;
}

CUresult cuMemHostAlloc(void **address, size_t bytes, unsigned flags) {
  note("cuMemHostAlloc %zu %u\n", bytes, flags);
  *address = malloc(bytes);
  DONE_IN_CONTEXT;
}

CUresult cuMemFreeHost(void *address) {
  note("cuMemFreeHost\n");
  free(address);
  DONE_IN_CONTEXT;
}

/* --- copies --- */

CUresult cuMemcpyHtoDAsync_v2(CUdeviceptr to, const void *from, size_t bytes, CUstream stream) {
  note("cuMemcpyHtoDAsync %zu %p\n", bytes, (void *)stream);
  memcpy((void *)to, from, bytes);
  DONE_IN_CONTEXT;
}

CUresult cuMemcpyDtoHAsync_v2(void *to, CUdeviceptr from, size_t bytes, CUstream stream) {
  note("cuMemcpyDtoHAsync %zu %p\n", bytes, (void *)stream);
  memcpy(to, (void *)from, bytes);
  DONE_IN_CONTEXT;
}

CUresult cuMemcpyDtoDAsync_v2(CUdeviceptr to, CUdeviceptr from, size_t bytes, CUstream stream) {
  note("cuMemcpyDtoDAsync %zu %p\n", bytes, (void *)stream);
  memcpy((void *)to, (void *)from, bytes);
  DONE_IN_CONTEXT;
}

CUresult cuMemsetD8Async(CUdeviceptr address, unsigned char value, size_t bytes, CUstream stream) {
  note("cuMemsetD8Async %u %zu %p\n", value, bytes, (void *)stream);
  memset((void *)address, value, bytes);
  DONE_IN_CONTEXT;
}

/* --- modules --- */

CUresult cuModuleLoadDataEx(CUmodule *module, const void *image, unsigned count, CUjit_option *options, void **values) {
  note("cuModuleLoadDataEx %s", (const char *)image);
  for (unsigned i = 0; i < count; i++) {
    note(" %d", (int)options[i]);
    if (options[i] == 4 || options[i] == 6) {
      note("=%zu", (size_t)values[i]);
    }
  }
  note("\n");
  CUresult result = answer(__func__, 1);
  if (result != 0) {
    strcpy(values[2], "ptxas application ptx input, line 7; error: nonsense");
  }
  *module = (CUmodule)0xD0;
  return result;
}

CUresult cuModuleGetFunction(CUfunction *function, CUmodule module, const char *name) {
  note("cuModuleGetFunction %p %s\n", (void *)module, name);
  *function = (CUfunction)(0xF000 + strlen(name));
  DONE_IN_CONTEXT;
}

CUresult cuFuncGetAttribute(int *value, CUfunction_attribute attribute, CUfunction function) {
  note("cuFuncGetAttribute %d %p\n", (int)attribute, (void *)function);
  *value = 1000 + (int)attribute;
  DONE_IN_CONTEXT;
}

CUresult cuFuncSetAttribute(CUfunction function, CUfunction_attribute attribute, int value) {
  note("cuFuncSetAttribute %p %d %d\n", (void *)function, (int)attribute, value);
  DONE_IN_CONTEXT;
}

CUresult cuLaunchKernel(CUfunction function, unsigned blocks_x, unsigned blocks_y, unsigned blocks_z, unsigned threads_x,
                        unsigned threads_y, unsigned threads_z, unsigned shared, CUstream stream, void **parameters, void **extra) {
  note("cuLaunchKernel %p %u,%u,%u %u,%u,%u %u %p %p", (void *)function, blocks_x, blocks_y, blocks_z, threads_x, threads_y,
       threads_z, shared, (void *)stream, (void *)parameters);
  unsigned char *buffer = 0;
  size_t bytes = 0;
  for (void **key = extra; *key; key += 2) {
    switch ((size_t)*key) {
      case 1: buffer = key[1]; break;
      case 2: bytes = *(size_t *)key[1]; break;
      default: return (CUresult)1;
    }
  }
  for (size_t i = 0; i < bytes; i++) {
    note("%s%02x", i == 0 ? " " : "", buffer[i]);
  }
  note("\n");
  DONE_IN_CONTEXT;
}

/* --- streams --- */

CUresult cuStreamCreateWithPriority(CUstream *stream, unsigned flags, int priority) {
  note("cuStreamCreateWithPriority %u %d\n", flags, priority);
  *stream = (CUstream)0x50;
  DONE_IN_CONTEXT;
}

CUresult cuStreamDestroy_v2(CUstream stream) {
  note("cuStreamDestroy %p\n", (void *)stream);
  DONE_IN_CONTEXT;
}

CUresult cuStreamSynchronize(CUstream stream) {
  note("cuStreamSynchronize %p\n", (void *)stream);
  DONE_IN_CONTEXT;
}

CUresult cuStreamWaitEvent(CUstream stream, CUevent event, unsigned flags) {
  note("cuStreamWaitEvent %p %p %u\n", (void *)stream, (void *)event, flags);
  DONE_IN_CONTEXT;
}

/* --- events --- */

CUresult cuEventCreate(CUevent *event, unsigned flags) {
  note("cuEventCreate %u\n", flags);
  *event = (CUevent)0xE0;
  DONE_IN_CONTEXT;
}

CUresult cuEventDestroy_v2(CUevent event) {
  note("cuEventDestroy %p\n", (void *)event);
  DONE_IN_CONTEXT;
}

CUresult cuEventRecord(CUevent event, CUstream stream) {
  note("cuEventRecord %p %p\n", (void *)event, (void *)stream);
  DONE_IN_CONTEXT;
}

CUresult cuEventQuery(CUevent event) {
  note("cuEventQuery %p\n", (void *)event);
  DONE_IN_CONTEXT;
}

CUresult cuEventElapsedTime(float *milliseconds, CUevent from, CUevent to) {
  note("cuEventElapsedTime %p %p\n", (void *)from, (void *)to);
  *milliseconds = 1.5f;
  DONE_IN_CONTEXT;
}

/* --- graphs --- */

static CUstreamCaptureStatus capturing;

CUresult cuStreamBeginCapture_v2(CUstream stream, CUstreamCaptureMode mode) {
  note("cuStreamBeginCapture %p %d\n", (void *)stream, (int)mode);
  capturing = (CUstreamCaptureStatus)1;
  DONE_IN_CONTEXT;
}

CUresult cuStreamIsCapturing(CUstream stream, CUstreamCaptureStatus *status) {
  (void)stream;
  *status = capturing;
  DONE_IN_CONTEXT;
}

CUresult cuStreamEndCapture(CUstream stream, CUgraph *graph) {
  note("cuStreamEndCapture %p\n", (void *)stream);
  capturing = (CUstreamCaptureStatus)0;
  *graph = (CUgraph)0x61;
  DONE_IN_CONTEXT;
}

CUresult cuGraphInstantiateWithFlags(CUgraphExec *executable, CUgraph graph, unsigned long long flags) {
  note("cuGraphInstantiateWithFlags %p %llu\n", (void *)graph, flags);
  *executable = (CUgraphExec)0x62;
  DONE_IN_CONTEXT;
}

CUresult cuGraphLaunch(CUgraphExec executable, CUstream stream) {
  note("cuGraphLaunch %p %p\n", (void *)executable, (void *)stream);
  DONE_IN_CONTEXT;
}

CUresult cuGraphExecDestroy(CUgraphExec executable) {
  note("cuGraphExecDestroy %p\n", (void *)executable);
  DONE_IN_CONTEXT;
}

#ifndef WITHOUT_GRAPHS
CUresult cuGraphDestroy(CUgraph graph) {
  note("cuGraphDestroy %p\n", (void *)graph);
  DONE_IN_CONTEXT;
}
#endif
