package smalti.demo;

/// Smooth random values in the plane, the same wherever and whenever they are asked for.
final class Noise {
    private final int seed;

    Noise(int seed) {
        this.seed = seed;
    }

    /// A value from 0 to 1 for a cell of the lattice.
    double cell(int x, int y) {
        int hash = seed * 0x9E3779B9 + x * 0x85EBCA6B + y * 0xC2B2AE35;
        hash = (hash ^ hash >>> 15) * 0x2C1B3C6D;
        hash = (hash ^ hash >>> 12) * 0x297A2D39;
        return ((hash ^ hash >>> 15) >>> 8) * 0x1p-24;
    }

    /// A value from 0 to 1, smooth between lattice points.
    double at(double x, double y) {
        double floorX = Math.floor(x);
        double floorY = Math.floor(y);
        int cellX = (int) floorX;
        int cellY = (int) floorY;
        double right = eased(x - floorX);
        double down = eased(y - floorY);
        double above = mix(cell(cellX, cellY), cell(cellX + 1, cellY), right);
        double below = mix(cell(cellX, cellY + 1), cell(cellX + 1, cellY + 1), right);
        return mix(above, below, down);
    }

    /// A sum of finer and finer noise, each half as strong as the one before; from 0 to 1.
    double fractal(double x, double y, int octaves) {
        double sum = 0;
        double weight = 0.5;
        double scale = 1;
        double total = 0;
        for (int octave = 0; octave < octaves; octave++) {
            sum += weight * at(x * scale + octave * 17.3, y * scale - octave * 9.1);
            total += weight;
            weight /= 2;
            scale *= 2.03;
        }
        return sum / total;
    }

    private static double eased(double t) {
        return t * t * t * (t * (6 * t - 15) + 10);
    }

    private static double mix(double from, double to, double share) {
        return from + (to - from) * share;
    }
}
