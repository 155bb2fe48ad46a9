package smalti.cli;

import java.util.OptionalDouble;
import smalti.superpixel.Grid;
import smalti.superpixel.Slic;
import smalti.superpixel.Superpixels;

/// The ways to divide a photo, by the names that users give.
enum Method {
    SLIC,
    SLICO,
    GRID;

    /// @param sigma the smoothing, or empty for what suits the method
    /// @throws smalti.error.ParameterException if a parameter is out of its range
    Superpixels superpixels(int segments, double compactness, OptionalDouble sigma) {
        Slic slic = Slic.segments(segments).withCompactness(compactness);
        Slic smoothed = sigma.isPresent() ? slic.withSigma(sigma.getAsDouble()) : slic;
        return switch (this) {
            case SLIC -> smoothed;
            case SLICO -> smoothed.withAdaptive(true);
            case GRID -> Grid.segments(segments);
        };
    }
}
