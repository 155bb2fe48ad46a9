package smalti.cpu.kernel;

/// Where a kernel finds the panels of a block of the right matrix: packed, or in place where the matrix is stored by rows
/// and the block has whole panels only. Row `k` of panel `p` begins at `origin + p·panelStep + k·rowStep`.
public record Panels(float[] array, int origin, int panelStep, int rowStep) {}
