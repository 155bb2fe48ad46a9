package smalti.cpu.kernel;

/// Where a kernel finds the values of segments: channel `c` of segment `k` is at `origin + k·rowStep + c`.
public record Table(float[] array, int origin, int rowStep) {}
