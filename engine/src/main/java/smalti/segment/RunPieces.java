package smalti.segment;

/// The runs of a map cut into pieces of bounded length, ignored runs left out, in raster order. Kernels whose vectors lie
/// along the rows take one piece a step, without a branch that depends on the run.
public final class RunPieces {
    private final int longest;
    private final int[] starts;
    private final int[] labels;
    private final byte[] lengths;
    private final int[] rowPieces;

    RunPieces(SegmentMap map, int longest) {
        this.longest = longest;
        int[] runStarts = map.runStarts();
        int[] runLabels = map.runLabels();
        int[] rowRuns = map.rowRuns();
        int pieces = 0;
        for (int run = 0; run < runLabels.length; run++) {
            if (runLabels[run] >= 0) {
                pieces += (runStarts[run + 1] - runStarts[run] + longest - 1) / longest;
            }
        }
        starts = new int[pieces];
        labels = new int[pieces];
        lengths = new byte[pieces];
        rowPieces = new int[rowRuns.length];
        int piece = 0;
        for (int row = 0; row + 1 < rowRuns.length; row++) {
            rowPieces[row] = piece;
            for (int run = rowRuns[row]; run < rowRuns[row + 1]; run++) {
                if (runLabels[run] < 0) {
                    continue;
                }
                int end = runStarts[run + 1];
                for (int at = runStarts[run]; at < end; at += longest) {
                    starts[piece] = at;
                    labels[piece] = runLabels[run];
                    lengths[piece++] = (byte) Math.min(longest, end - at);
                }
            }
        }
        rowPieces[rowRuns.length - 1] = piece;
    }

    /// The most pixels that a piece has.
    public int longest() {
        return longest;
    }

    /// The first pixel of each piece, `(b·H + y)·W + x`.
    public int[] starts() {
        return starts;
    }

    /// The segment of each piece, never an ignored one.
    public int[] labels() {
        return labels;
    }

    /// The pixels of each piece.
    public byte[] lengths() {
        return lengths;
    }

    /// The first piece of each row `b·H + y`, and the number of pieces as last entry.
    public int[] rowPieces() {
        return rowPieces;
    }
}
