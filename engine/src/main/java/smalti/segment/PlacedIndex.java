package smalti.segment;

import org.jspecify.annotations.Nullable;

/// The index of labels that lie on a device, made when first asked for.
final class PlacedIndex {
    private final PlacedLabels labels;
    private final int segments;
    private volatile @Nullable RunIndex index;

    PlacedIndex(PlacedLabels labels, int segments) {
        this.labels = labels;
        this.segments = segments;
    }

    PlacedLabels labels() {
        return labels;
    }

    RunIndex get() {
        RunIndex known = index;
        return known == null ? make() : known;
    }

    private synchronized RunIndex make() {
        RunIndex known = index;
        if (known == null) {
            LabelShape shape = labels.shape();
            var found =
                    new RowRuns(
                            labels.fetching().apply(labels.labels()), shape, labels.labelling());
            known = RunIndex.of(shape, segments, found.starts(), found.labels(), found.rowRuns());
            index = known;
        }
        return known;
    }
}
