package smalti.bench.workload;

/// The data of a workload.
public sealed interface Input
        permits PoolingInput, PictureInput, ConvolutionInput, ProductInput, ModelInput {}
