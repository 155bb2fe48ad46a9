package smalti.cuda.ffm;

/// What came of the search for cuBLAS.
sealed interface CublasFinding {
    record Found(CublasLibrary library) implements CublasFinding {}

    /// @param reason why there is none, with every library that was tried
    record Missing(String reason) implements CublasFinding {}
}
