package smalti.segment;

import java.util.Arrays;
import java.util.OptionalInt;
import smalti.error.ShapeException;
import smalti.tensor.DType;
import smalti.tensor.Tensor;

/// Labels renumbered from 0 without gaps, each image by itself, smaller labels before larger ones. The way to pool over
/// labels that are names rather than numbers, such as `1_000_117`.
///
/// @param map the renumbered map: no segment of an image is empty, but those that only pad it to the batch's K
/// @param originals the label that each segment had, `[B,K]` flat, -1 where there is no segment
public record Relabelling(SegmentMap map, int[] originals) {
    /// Renumbers labels `[B,H,W]` or `[H,W]` of type [DType#I32]. Negative labels are ignored.
    ///
    /// @param ignore a label that is ignored besides all negative ones, or empty for none
    /// @throws ShapeException if the tensor has another rank or type
    public static Relabelling of(Tensor labels, OptionalInt ignore) {
        int rank = labels.shape().rank();
        if (labels.dtype() != DType.I32 || (rank != 2 && rank != 3)) {
            throw new ShapeException("relabelling", "labels I32 [B,H,W] or [H,W]", labels);
        }
        int batch = rank == 3 ? labels.shape().size(0) : 1;
        int pixels = batch == 0 ? 0 : labels.shape().arrayLength("relabelling") / batch;
        int from = labels.offset();
        int[] renumbered = Arrays.copyOfRange(labels.ints(), from, from + batch * pixels);
        if (ignore.isPresent()) {
            int ignored = ignore.getAsInt();
            for (int i = 0; i < renumbered.length; i++) {
                renumbered[i] = renumbered[i] == ignored ? -1 : renumbered[i];
            }
        }
        int[][] names = new int[batch][];
        for (int image = 0; image < batch; image++) {
            names[image] = distinct(renumbered, image * pixels, (image + 1) * pixels);
            renumber(renumbered, image * pixels, (image + 1) * pixels, names[image]);
        }
        SegmentMap map =
                SegmentMap.of(Tensor.of(renumbered, labels.shape().sizes()), Labelling.DENSE);
        int[] originals = new int[map.counts().length];
        Arrays.fill(originals, -1);
        for (int image = 0; image < batch; image++) {
            System.arraycopy(
                    names[image], 0, originals, image * map.segments(), names[image].length);
        }
        return new Relabelling(map, originals);
    }

    /// Renumbers the segments of a map that have pixels.
    public static Relabelling of(SegmentMap map) {
        return of(map.labels(), OptionalInt.empty());
    }

    /// The labels of at least 0 in part of an array, ascending, each once.
    private static int[] distinct(int[] labels, int from, int to) {
        int[] found = new int[16];
        int number = 0;
        for (int at = from; at < to; at++) {
            // Only where a run starts; sorting those alone is what makes this cheap.
            if (labels[at] >= 0 && (at == from || labels[at] != labels[at - 1])) {
                if (number == found.length) {
                    found = Arrays.copyOf(found, 2 * number);
                }
                found[number++] = labels[at];
            }
        }
        return Arrays.stream(found, 0, number).sorted().distinct().toArray();
    }

    private static void renumber(int[] labels, int from, int to, int[] names) {
        int last = -1;
        int number = -1;
        for (int at = from; at < to; at++) {
            if (labels[at] >= 0) {
                if (labels[at] != last) {
                    last = labels[at];
                    number = Arrays.binarySearch(names, last);
                }
                labels[at] = number;
            }
        }
    }
}
