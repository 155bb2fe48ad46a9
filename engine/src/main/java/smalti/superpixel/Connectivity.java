package smalti.superpixel;

import java.util.Arrays;
import java.util.OptionalInt;
import smalti.error.ParameterException;
import smalti.segment.Components;
import smalti.segment.Labelling;
import smalti.segment.RowContacts;
import smalti.segment.SegmentMap;
import smalti.tensor.Tensor;

/// Makes labels from anywhere into segments: each 4-connected, labels contiguous from 0 in raster order, small pieces
/// joined to the neighbour that they share the longest border with. Ignored pixels stay ignored. Applied again it
/// changes nothing, unless a number of segments is asked for.
///
/// @param smallest the least number of pixels of a segment that has a neighbour, at least 1
/// @param target the number of segments an image, if it matters: the most alike in size join, or the largest are
///     divided. It is exceeded only if more pieces have no neighbour, and missed only by images with fewer pixels
public record Connectivity(int smallest, OptionalInt target) {
    public Connectivity {
        if (smallest < 1) {
            throw new ParameterException("the smallest segment", "at least 1 pixel", smallest);
        }
        if (target.isPresent() && target.getAsInt() < 1) {
            throw new ParameterException("the number of segments", "at least 1", target.getAsInt());
        }
    }

    /// Every connected piece is a segment.
    public static Connectivity ofAllPieces() {
        return new Connectivity(1, OptionalInt.empty());
    }

    /// The same with a least size in pixels.
    public Connectivity withSmallest(int pixels) {
        return new Connectivity(pixels, target);
    }

    /// The same with a number of segments to be met.
    public Connectivity withTarget(int segments) {
        return new Connectivity(smallest, OptionalInt.of(segments));
    }

    /// Relabels the images of a batch.
    public SegmentMap apply(SegmentMap map) {
        Components parts = Components.of(map);
        int[] sizes = new int[parts.count()];
        int[] starts = map.runStarts();
        int[] ofRuns = parts.ofRuns();
        for (int run = 0; run < ofRuns.length; run++) {
            if (ofRuns[run] >= 0) {
                sizes[ofRuns[run]] += starts[run + 1] - starts[run];
            }
        }
        int[] labels = new int[map.pixels()];
        for (int image = 0, first = 0; image < map.batch(); image++) {
            int last = first + parts.count(image);
            relabel(map, image, ofRuns, first, Arrays.copyOfRange(sizes, first, last), labels);
            first = last;
        }
        return SegmentMap.of(
                Tensor.of(labels, map.batch(), map.height(), map.width()), Labelling.DENSE);
    }

    private void relabel(
            SegmentMap map, int image, int[] ofRuns, int first, int[] sizes, int[] labels) {
        int pixels = Arrays.stream(sizes).sum();
        var graph =
                new PartGraph(
                        sizes, new long[0], 0, borders(map, image, ofRuns, first, sizes.length));
        graph.joinSmall(smallest);
        int wanted = Math.min(target.orElse(graph.count()), pixels);
        graph.joinAlike(wanted, 1);
        int[] numbers = graph.numbers();
        int size = map.height() * map.width();
        int[] own = new int[size];
        for (int run = map.rowRuns()[image * map.height()];
                run < map.rowRuns()[(image + 1) * map.height()];
                run++) {
            int label = ofRuns[run] < 0 ? -1 : numbers[ofRuns[run] - first];
            Arrays.fill(
                    own,
                    map.runStarts()[run] - image * size,
                    map.runStarts()[run + 1] - image * size,
                    label);
        }
        if (graph.count() < wanted) {
            Divider.divide(own, map.width(), graph.count(), wanted);
        }
        System.arraycopy(own, 0, labels, image * size, size);
    }

    private static Borders borders(SegmentMap map, int image, int[] ofRuns, int first, int parts) {
        var borders = new Borders(parts);
        int[] rows = map.rowRuns();
        for (int row = image * map.height(); row < (image + 1) * map.height(); row++) {
            for (int run = rows[row] + 1; run < rows[row + 1]; run++) {
                if (ofRuns[run - 1] >= 0 && ofRuns[run] >= 0) {
                    borders.add(ofRuns[run - 1] - first, ofRuns[run] - first, 1);
                }
            }
        }
        new RowContacts(map)
                .forEach((of, upper, lower, length) -> {
                    if (of == image && ofRuns[upper] >= 0 && ofRuns[lower] >= 0) {
                        borders.add(ofRuns[upper] - first, ofRuns[lower] - first, length);
                    }
                });
        return borders;
    }
}
