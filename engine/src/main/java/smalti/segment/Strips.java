package smalti.segment;

import java.util.Arrays;

/// The labelled pixels of a map in the order of kernels whose vectors lie along the rows. An image is cut into *strips*
/// of a few rows; the pixels that a segment has in a strip are a *patch*; a patch is a list of *pieces* of rows, each no
/// longer than a vector. So a kernel has a segment in registers for a whole patch, while the values of a strip of some
/// planes fit the second cache.
///
/// Strips are in raster order, the patches of a strip in the order of their first pixels, the pieces of a patch in raster
/// order. Ignored pixels are left out.
public final class Strips {
    /// The most pixels that a piece can have: one a bit of its mask.
    static final int MOST_PIXELS = Byte.SIZE;

    /// Pixels of a strip, at least a row: 32 kB of a plane of floats.
    private static final int PIXELS = 1 << 13;

    private final int longest;
    private final int rows;
    private final int[] stripPatches;
    private final int[] patchLabels;
    private final int[] patchPieces;
    private final int[] starts;
    private final byte[] masks;

    Strips(SegmentMap map, int longest) {
        this.longest = longest;
        this.rows = rowsOf(map.width());
        int strips = Math.ceilDiv(map.height(), rows);
        this.stripPatches = new int[map.batch() * strips + 1];
        int[] patchOf = new int[map.segments()];
        int pieces = 0;
        int patches = 0;
        Arrays.fill(patchOf, -1);
        for (int strip = 0; strip + 1 < stripPatches.length; strip++) {
            stripPatches[strip] = patches;
            int end = endRun(map, strip, strips);
            for (int run = firstRun(map, strip, strips); run < end; run++) {
                int label = map.runLabels()[run];
                if (label >= 0) {
                    pieces += pieces(map, run);
                    if (patchOf[label] < stripPatches[strip]) {
                        patchOf[label] = patches++;
                    }
                }
            }
        }
        stripPatches[stripPatches.length - 1] = patches;
        this.patchLabels = new int[patches];
        this.patchPieces = new int[patches + 1];
        this.starts = new int[pieces];
        this.masks = new byte[pieces];
        Arrays.fill(patchOf, -1);
        for (int strip = 0; strip + 1 < stripPatches.length; strip++) {
            int from = firstRun(map, strip, strips);
            sort(map, strip, from, endRun(map, strip, strips), patchOf);
        }
    }

    static int rowsOf(int width) {
        return Math.max(1, PIXELS / Math.max(1, width));
    }

    private int firstRun(SegmentMap map, int strip, int strips) {
        return map.rowRuns()[strip / strips * map.height() + strip % strips * rows];
    }

    private int endRun(SegmentMap map, int strip, int strips) {
        int behind = Math.min(map.height(), (strip % strips + 1) * rows);
        return map.rowRuns()[strip / strips * map.height() + behind];
    }

    private int pieces(SegmentMap map, int run) {
        return Math.ceilDiv(map.runStarts()[run + 1] - map.runStarts()[run], longest);
    }

    /// A counting sort of the pieces of one strip by patch.
    private void sort(SegmentMap map, int strip, int fromRun, int toRun, int[] patchOf) {
        int first = stripPatches[strip];
        int patches = first;
        for (int run = fromRun; run < toRun; run++) {
            int label = map.runLabels()[run];
            if (label >= 0) {
                if (patchOf[label] < first) {
                    patchOf[label] = patches;
                    patchLabels[patches++] = label;
                }
                patchPieces[patchOf[label] + 1] += pieces(map, run);
            }
        }
        for (int patch = first; patch < patches; patch++) {
            patchPieces[patch + 1] += patchPieces[patch];
        }
        int[] next = Arrays.copyOfRange(patchPieces, first, patches);
        for (int run = fromRun; run < toRun; run++) {
            int label = map.runLabels()[run];
            if (label >= 0) {
                int end = map.runStarts()[run + 1];
                for (int at = map.runStarts()[run]; at < end; at += longest) {
                    int piece = next[patchOf[label] - first]++;
                    starts[piece] = at;
                    masks[piece] = (byte) ((1 << Math.min(longest, end - at)) - 1);
                }
            }
        }
    }

    /// The most pixels that a piece has.
    public int longest() {
        return longest;
    }

    /// The rows of a strip; the last of an image may have fewer.
    public int rows() {
        return rows;
    }

    /// The first patch of each strip, `ceil(H/rows)` strips an image, and the number of patches as last entry.
    public int[] stripPatches() {
        return stripPatches;
    }

    /// The segment of each patch.
    public int[] patchLabels() {
        return patchLabels;
    }

    /// The first piece of each patch, and the number of pieces as last entry.
    public int[] patchPieces() {
        return patchPieces;
    }

    /// The first pixel of each piece, `(b·H + y)·W + x`.
    public int[] starts() {
        return starts;
    }

    /// The pixels of each piece, a bit each, the first the lowest: what kernels would else compute from the length again
    /// and again, once a piece for every few planes.
    public byte[] masks() {
        return masks;
    }
}
