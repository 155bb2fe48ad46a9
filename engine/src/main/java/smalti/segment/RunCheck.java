package smalti.segment;

import smalti.error.LabelException;
import smalti.error.ParameterException;
import smalti.error.ShapeException;
import smalti.tensor.Shape;

/// Checks runs that somebody else made, and finds where each row's begin.
final class RunCheck {
    private final int height;
    private final int width;
    private final int[] imageSegments;
    private final int[] starts;
    private final int[] labels;

    RunCheck(int height, int width, int[] imageSegments, int[] starts, int[] labels) {
        this.height = height;
        this.width = width;
        this.imageSegments = imageSegments;
        this.starts = starts;
        this.labels = labels;
    }

    /// The first run of each row, and the number of runs as last entry.
    int[] rowRuns() {
        int pixels = Shape.of(imageSegments.length, height, width).arrayLength("a segment map");
        int rows = Shape.of(imageSegments.length, height).arrayLength("a segment map");
        if (starts.length != labels.length + 1L) {
            throw new ShapeException(
                    "a segment map of " + labels.length + " runs",
                    labels.length + 1L + " starts",
                    starts.length);
        }
        for (int image = 0; image < imageSegments.length; image++) {
            if (imageSegments[image] < 0) {
                throw new ParameterException(
                        "the number of segments of image " + image,
                        "at least 0",
                        imageSegments[image]);
            }
        }
        if (starts[labels.length] != pixels) {
            throw new ParameterException(
                    "the end of the last run", pixels + " pixels", starts[labels.length]);
        }
        if (pixels > 0 && labels.length < rows) {
            throw new ParameterException(
                    "the number of runs", "at least the " + rows + " rows", labels.length);
        }
        int[] rowRuns = new int[rows + 1];
        int run = 0;
        for (int row = 0; row < rows; row++) {
            rowRuns[row] = run;
            run = checkRow(row, run);
        }
        if (run < labels.length) {
            throw new ParameterException(
                    "the number of runs", run + " to fill the picture", labels.length);
        }
        rowRuns[rows] = run;
        return rowRuns;
    }

    /// Checks the runs of one row, and returns the first one behind it.
    private int checkRow(int row, int first) {
        int from = row * width;
        int end = from + width;
        int run = first;
        for (int at = from; at < end; run++) {
            if (run == labels.length || starts[run] != at) {
                throw new ParameterException(
                        "the start of run " + run,
                        "pixel " + at,
                        run == labels.length ? "missing" : starts[run]);
            }
            if (starts[run + 1] <= at || starts[run + 1] > end) {
                throw new ParameterException(
                        "the end of run " + run,
                        "from " + (at + 1) + " to " + end + " in its row",
                        starts[run + 1]);
            }
            checkLabel(row, run, run > first);
            at = starts[run + 1];
        }
        return run;
    }

    private void checkLabel(int row, int run, boolean follows) {
        int label = labels[run];
        int segments = imageSegments[row / height];
        if (label >= segments) {
            int[] position = {row / height, row % height, starts[run] - row * width};
            throw new LabelException(position, label, segments, "");
        }
        if (label < -1) {
            throw new ParameterException("the label of run " + run, "a segment or -1", label);
        }
        if (follows && label == labels[run - 1]) {
            throw new ParameterException(
                    "the label of run " + run, "unlike that of the run before it", label);
        }
    }
}
