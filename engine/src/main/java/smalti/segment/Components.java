package smalti.segment;

/// The 4-connected parts of the segments: pixels of one segment that can be reached from each other by steps along rows
/// and columns within it. Found by union of row runs, O(runs).
public final class Components {
    private final int[] ofRuns;
    private final int[] starts;

    private Components(int[] ofRuns, int[] starts) {
        this.ofRuns = ofRuns;
        this.starts = starts;
    }

    /// Finds the parts of every segment of a batch. Ignored pixels belong to none.
    public static Components of(SegmentMap map) {
        int[] parents = new int[map.runs()];
        for (int run = 0; run < parents.length; run++) {
            parents[run] = run;
        }
        int[] labels = map.runLabels();
        new RowContacts(map)
                .forEach((_, upper, lower, _) -> {
                    if (labels[upper] == labels[lower]) {
                        unite(parents, upper, lower);
                    }
                });
        int[] ofRuns = new int[map.runs()];
        int[] starts = new int[map.batch() + 1];
        int found = 0;
        int run = 0;
        for (int image = 0; image < map.batch(); image++) {
            for (int end = map.rowRuns()[(image + 1) * map.height()]; run < end; run++) {
                // A root is the first run of its part, so it has its number before the others ask
                // for it.
                int root = root(parents, run);
                if (labels[run] < 0) {
                    ofRuns[run] = -1;
                } else {
                    ofRuns[run] = root == run ? found++ : ofRuns[root];
                }
            }
            starts[image + 1] = found;
        }
        return new Components(ofRuns, starts);
    }

    private static void unite(int[] parents, int one, int other) {
        int a = root(parents, one);
        int b = root(parents, other);
        if (a < b) {
            parents[b] = a;
        } else {
            parents[a] = b;
        }
    }

    private static int root(int[] parents, int run) {
        int at = run;
        while (parents[at] != at) {
            // Halving the path keeps it short without a second walk.
            parents[at] = parents[parents[at]];
            at = parents[at];
        }
        return at;
    }

    /// The number of parts of the whole batch.
    public int count() {
        return starts[starts.length - 1];
    }

    /// The number of parts of one image.
    public int count(int image) {
        return starts[image + 1] - starts[image];
    }

    /// The part that each run belongs to, numbered through the batch in raster order of their first pixels; -1 for
    /// ignored runs. The table itself: not to be written to.
    public int[] ofRuns() {
        return ofRuns;
    }
}
