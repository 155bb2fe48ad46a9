package smalti.cpu.kernel;

/// The kernels that convolutions have beside those of matrix products.
public record ConvolutionKernels(
        WinogradKernels winograd, DepthwiseKernels depthwise, FinishKernels finish) {}
