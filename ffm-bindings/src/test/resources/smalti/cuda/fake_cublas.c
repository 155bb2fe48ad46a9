/* A stand-in for cuBLAS, which writes down every call with its arguments and multiplies nothing. Where NVIDIA's header is,
   it is compiled against that. MAJOR is given to the compiler. */
#if __has_include(<cublas_v2.h>)
#include <cublas_v2.h>
#else
#include "fake_cublas.h"
#endif
#include <stdarg.h>
#include <stdio.h>

static char calls[1 << 14];
static size_t written;
static int failure;

const char *fake_calls(void) {
  return calls;
}

void fake_forget(void) {
  written = 0;
  calls[0] = 0;
  failure = 0;
}

/* Lets products fail from now on. */
void fake_fail(const char *function, int code) {
  (void)function;
  failure = code;
}

static cublasStatus_t note(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  written += (size_t)vsnprintf(calls + written, sizeof calls - written, format, arguments);
  va_end(arguments);
  return (cublasStatus_t)0;
}

cublasStatus_t cublasGetProperty(libraryPropertyType type, int *value) {
  *value = type == 0 ? MAJOR : (int)type;
  return (cublasStatus_t)0;
}

const char *cublasGetStatusName(cublasStatus_t status) {
  return status == 13 ? "CUBLAS_STATUS_EXECUTION_FAILED" : status == 3 ? "CUBLAS_STATUS_ALLOC_FAILED" : 0;
}

const char *cublasGetStatusString(cublasStatus_t status) {
  return status == 13 ? "the function failed to launch on the GPU" : 0;
}

cublasStatus_t cublasCreate_v2(cublasHandle_t *handle) {
  *handle = (cublasHandle_t)0xB1A5;
  return note("cublasCreate\n");
}

cublasStatus_t cublasDestroy_v2(cublasHandle_t handle) {
  return note("cublasDestroy %p\n", (void *)handle);
}

cublasStatus_t cublasSetStream_v2(cublasHandle_t handle, cudaStream_t stream) {
  return note("cublasSetStream %p %p\n", (void *)handle, (void *)stream);
}

cublasStatus_t cublasSetWorkspace_v2(cublasHandle_t handle, void *workspace, size_t bytes) {
  return note("cublasSetWorkspace %p %p %zu\n", (void *)handle, workspace, bytes);
}

cublasStatus_t cublasSetMathMode(cublasHandle_t handle, cublasMath_t mode) {
  return note("cublasSetMathMode %p %d\n", (void *)handle, (int)mode);
}

cublasStatus_t cublasSetPointerMode_v2(cublasHandle_t handle, cublasPointerMode_t mode) {
  return note("cublasSetPointerMode %p %d\n", (void *)handle, (int)mode);
}

cublasStatus_t cublasGemmEx(cublasHandle_t handle, cublasOperation_t transa, cublasOperation_t transb, int m, int n, int k,
                            const void *alpha, const void *a, cudaDataType a_type, int lda, const void *b, cudaDataType b_type,
                            int ldb, const void *beta, void *c, cudaDataType c_type, int ldc, cublasComputeType_t compute,
                            cublasGemmAlgo_t algorithm) {
  note("cublasGemmEx %p %d%d %d,%d,%d %g %p:%d/%d %p:%d/%d %g %p:%d/%d %d %d\n", (void *)handle, transa, transb, m, n, k,
       *(const float *)alpha, a, a_type, lda, b, b_type, ldb, *(const float *)beta, c, c_type, ldc, compute, algorithm);
  return (cublasStatus_t)failure;
}

cublasStatus_t cublasGemmEx_64(cublasHandle_t handle, cublasOperation_t transa, cublasOperation_t transb, int64_t m, int64_t n,
                               int64_t k, const void *alpha, const void *a, cudaDataType a_type, int64_t lda, const void *b,
                               cudaDataType b_type, int64_t ldb, const void *beta, void *c, cudaDataType c_type, int64_t ldc,
                               cublasComputeType_t compute, cublasGemmAlgo_t algorithm) {
  note("cublasGemmEx_64 %p %d%d %lld,%lld,%lld %g %p:%d/%lld %p:%d/%lld %g %p:%d/%lld %d %d\n", (void *)handle, transa, transb,
       (long long)m, (long long)n, (long long)k, *(const float *)alpha, a, a_type, (long long)lda, b, b_type, (long long)ldb,
       *(const float *)beta, c, c_type, (long long)ldc, compute, algorithm);
  return (cublasStatus_t)failure;
}

cublasStatus_t cublasGemmStridedBatchedEx(cublasHandle_t handle, cublasOperation_t transa, cublasOperation_t transb, int m, int n,
                                          int k, const void *alpha, const void *a, cudaDataType a_type, int lda,
                                          long long int a_stride, const void *b, cudaDataType b_type, int ldb,
                                          long long int b_stride, const void *beta, void *c, cudaDataType c_type, int ldc,
                                          long long int c_stride, int batch, cublasComputeType_t compute,
                                          cublasGemmAlgo_t algorithm) {
  note("cublasGemmStridedBatchedEx %p %d%d %d,%d,%d %g %p:%d/%d+%lld %p:%d/%d+%lld %g %p:%d/%d+%lld %d %d %d\n", (void *)handle,
       transa, transb, m, n, k, *(const float *)alpha, a, a_type, lda, a_stride, b, b_type, ldb, b_stride, *(const float *)beta,
       c, c_type, ldc, c_stride, batch, compute, algorithm);
  return (cublasStatus_t)failure;
}

cublasStatus_t cublasGemmStridedBatchedEx_64(cublasHandle_t handle, cublasOperation_t transa, cublasOperation_t transb, int64_t m,
                                             int64_t n, int64_t k, const void *alpha, const void *a, cudaDataType a_type,
                                             int64_t lda, long long int a_stride, const void *b, cudaDataType b_type, int64_t ldb,
                                             long long int b_stride, const void *beta, void *c, cudaDataType c_type, int64_t ldc,
                                             long long int c_stride, int64_t batch, cublasComputeType_t compute,
                                             cublasGemmAlgo_t algorithm) {
  note("cublasGemmStridedBatchedEx_64 %p %d%d %lld,%lld,%lld %g %p:%d/%lld+%lld %p:%d/%lld+%lld %g %p:%d/%lld+%lld %lld %d %d\n",
       (void *)handle, transa, transb, (long long)m, (long long)n, (long long)k, *(const float *)alpha, a, a_type,
       (long long)lda, a_stride, b, b_type, (long long)ldb, b_stride, *(const float *)beta, c, c_type, (long long)ldc, c_stride,
       (long long)batch, compute, algorithm);
  return (cublasStatus_t)failure;
}
