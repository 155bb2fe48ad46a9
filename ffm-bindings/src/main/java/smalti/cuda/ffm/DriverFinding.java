package smalti.cuda.ffm;

/// What came of the search for the driver.
sealed interface DriverFinding {
    record Found(DriverLibrary library) implements DriverFinding {}

    record Missing(Problem problem) implements DriverFinding {}
}
