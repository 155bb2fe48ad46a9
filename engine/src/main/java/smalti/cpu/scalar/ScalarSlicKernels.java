package smalti.cpu.scalar;

import smalti.cpu.kernel.ClusterWindow;
import smalti.cpu.kernel.SlicFrame;
import smalti.cpu.kernel.SlicKernels;
import smalti.slic.LabScale;

/// The superpixel kernels in plain loops: the reference, and the quicker ones for a small picture in a young JVM.
public final class ScalarSlicKernels implements SlicKernels {
    @Override
    public void lab(
            byte[] rgb, int from, int pixels, short[] planes, int at, int plane, float[] light) {
        float[] linear = LabScale.linear8();
        for (int i = 0, source = from; i < pixels; i++, source += 3) {
            lab(
                    linear[rgb[source] & 0xFF],
                    linear[rgb[source + 1] & 0xFF],
                    linear[rgb[source + 2] & 0xFF],
                    planes,
                    at + i,
                    plane);
        }
    }

    /// One pixel of linear light.
    public static void lab(float r, float g, float b, short[] planes, int at, int plane) {
        float x = root(LabScale.XR * r + LabScale.XG * g + LabScale.XB * b);
        float y = root(LabScale.YR * r + LabScale.YG * g + LabScale.YB * b);
        float z = root(LabScale.ZR * r + LabScale.ZG * g + LabScale.ZB * b);
        planes[at] = (short) (int) (y * LabScale.L_SCALE + LabScale.L_SHIFT);
        planes[at + plane] = (short) (int) ((x - y) * LabScale.A_SCALE + LabScale.CHROMA_SHIFT);
        planes[at + 2 * plane] = (short) (int) ((y - z) * LabScale.B_SCALE + LabScale.CHROMA_SHIFT);
    }

    private static float root(float t) {
        if (t <= LabScale.KNEE) {
            return t * LabScale.SLOPE + LabScale.INTERCEPT;
        }
        int bits = Float.floatToRawIntBits(t);
        int third = (bits >> 2) + (bits >> 4);
        third += third >> 4;
        third += third >> 8;
        float y = Float.intBitsToFloat(third + LabScale.CUBE_ROOT_SEED);
        float cube = y * y * y;
        return y * (cube + (t + t)) / (cube + cube + t);
    }

    @Override
    public void smooth(
            short[] rows,
            int above,
            int here,
            int below,
            int side,
            int width,
            short[] scratch,
            short[] out,
            int at) {
        int centre = 16 - 2 * side;
        for (int x = 0; x < width; x++) {
            scratch[x + 1] =
                    (short)
                            ((side * (rows[above + x] + rows[below + x])
                                            + centre * rows[here + x]
                                            + 8)
                                    >> 4);
        }
        scratch[0] = scratch[1];
        scratch[width + 1] = scratch[width];
        for (int x = 0; x < width; x++) {
            out[at + x] =
                    (short)
                            ((side * (scratch[x] + scratch[x + 2]) + centre * scratch[x + 1] + 8)
                                    >> 4);
        }
    }

    @Override
    public void prefix(short[] values, int at, short[] sums, int to, int width) {
        for (int block = 0; block < width; block += Long.SIZE) {
            int sum = 0;
            for (int x = block, end = Math.min(width, block + Long.SIZE); x < end; x++) {
                sum += values[at + x];
                sums[to + x] = (short) sum;
            }
        }
    }

    @Override
    public void assign(
            SlicFrame frame,
            short[] planes,
            short[] colours,
            ClusterWindow window,
            short[] best,
            short[] labels) {
        if (frame.channels() == 3) {
            assign3(frame, planes, colours, window, best, labels);
            return;
        }
        short[] spatial = window.spatial;
        for (int row = 0; row < window.rows; row++) {
            int rowTerm = spatial[window.rowTerm + row * window.rowTermStep];
            int at = window.at + row * window.step;
            for (int x = 0; x < window.width; x++) {
                int distance =
                        rowTerm
                                + spatial[window.columnTerm + x]
                                + colour(frame, planes, at + x, colours, window);
                if (distance < best[at + x]) {
                    best[at + x] = (short) distance;
                    labels[at + x] = window.code;
                }
            }
        }
    }

    private static void assign3(
            SlicFrame frame,
            short[] planes,
            short[] colours,
            ClusterWindow window,
            short[] best,
            short[] labels) {
        short[] spatial = window.spatial;
        int plane = frame.plane();
        int width = window.width;
        int columnTerm = window.columnTerm;
        int first = colours[window.colour];
        int second = colours[window.colour + 1];
        int third = colours[window.colour + 2];
        for (int row = 0; row < window.rows; row++) {
            int rowTerm = spatial[window.rowTerm + row * window.rowTermStep];
            int at = window.at + row * window.step;
            for (int x = 0; x < width; x++) {
                int distance =
                        rowTerm
                                + spatial[columnTerm + x]
                                + Math.abs(planes[at + x] - first)
                                + Math.abs(planes[at + x + plane] - second)
                                + Math.abs(planes[at + x + 2 * plane] - third);
                if (distance < best[at + x]) {
                    best[at + x] = (short) distance;
                    labels[at + x] = window.code;
                }
            }
        }
    }

    private static int colour(
            SlicFrame frame, short[] planes, int at, short[] colours, ClusterWindow window) {
        int distance = 0;
        for (int channel = 0, i = at; channel < frame.channels(); channel++, i += frame.plane()) {
            distance += Math.abs(planes[i] - colours[window.colour + channel]);
        }
        return distance;
    }

    @Override
    public void refine(
            SlicFrame frame,
            short[] planes,
            short[] colours,
            ClusterWindow window,
            int neighbour,
            short[] previous,
            short[] best,
            short[] labels) {
        short[] spatial = window.spatial;
        int stride = frame.stride();
        short code = window.code;
        for (int row = 0; row < window.rows; row++) {
            int rowTerm = spatial[window.rowTerm + row * window.rowTermStep];
            int at = window.at + row * window.step;
            int left = 0;
            int here = inColumn(previous, at - 1, stride, code);
            int right = inColumn(previous, at, stride, code);
            for (int x = 0; x < window.width; x++) {
                left = here;
                here = right;
                right = inColumn(previous, at + x + 1, stride, code);
                int same = left + here + right;
                if (same > 0) {
                    int distance =
                            rowTerm
                                    + spatial[window.columnTerm + x]
                                    + (9 - same) * neighbour
                                    + colour(frame, planes, at + x, colours, window);
                    if (distance < best[at + x]) {
                        best[at + x] = (short) distance;
                        labels[at + x] = code;
                    }
                }
            }
        }
    }

    /// How many of a pixel and the ones above and below it have the label.
    private static int inColumn(short[] labels, int at, int stride, short code) {
        return (labels[at - stride] == code ? 1 : 0)
                + (labels[at] == code ? 1 : 0)
                + (labels[at + stride] == code ? 1 : 0);
    }

    @Override
    public void differences(short[] labels, int at, int other, int width, long[] words, int to) {
        for (int block = 0, word = to; block < width; block += Long.SIZE, word++) {
            long bits = 0;
            for (int x = block, end = Math.min(width, block + Long.SIZE); x < end; x++) {
                if (labels[at + x] != labels[other + x]) {
                    bits |= 1L << x;
                }
            }
            words[word] = bits;
        }
    }
}
