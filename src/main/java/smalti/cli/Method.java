package smalti.cli;

import smalti.superpixel.Grid;
import smalti.superpixel.Slic;
import smalti.superpixel.Superpixels;

/// The ways to divide a photo, by the names that users give.
enum Method {
    SLIC,
    SLICO,
    GRID;

    /// @throws smalti.error.ParameterException if a parameter is out of its range
    Superpixels superpixels(int segments, double compactness, double sigma) {
        Slic slic = Slic.segments(segments).withCompactness(compactness);
        Slic smoothed = sigma < 0 ? slic : slic.withSigma(sigma);
        return switch (this) {
            case SLIC -> smoothed;
            case SLICO -> smoothed.withAdaptive(true);
            case GRID -> Grid.segments(segments);
        };
    }
}
