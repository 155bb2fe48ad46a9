package smalti.decoupled;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import smalti.augment.Example;
import smalti.error.SmaltiException;
import smalti.loading.Examples;
import smalti.tensor.Tensor;

/// Masks of pictures, and which of them the decoder learns from.
///
/// @param pictures the numbers of those that can be read, with their masks
/// @param samples classes on pictures
record MaskSamples(List<Integer> pictures, List<MaskSample> samples) {
    /// A class of fewer pixels is taken for a slip of what made the mask.
    private static final int LEAST_PIXELS = 100;

    MaskSamples {
        pictures = List.copyOf(pictures);
        samples = List.copyOf(samples);
    }

    /// Looks through masks.
    ///
    /// @param masks in the background, as 0, and classes of objects
    /// @param classes how many classes of objects there are
    static MaskSamples of(Examples masks, int classes) {
        List<Integer> pictures = new ArrayList<>();
        List<MaskSample> samples = new ArrayList<>();
        for (int i = 0; i < masks.size(); i++) {
            Optional<Example> found = masks.at(i);
            if (found.isEmpty()) {
                continue;
            }
            pictures.add(i);
            Tensor labels = found.get().labels();
            long[] pixels = pixels(labels, classes);
            for (int each = 0; each < classes; each++) {
                if (pixels[each] >= LEAST_PIXELS) {
                    samples.add(new MaskSample(i, each, Scatter.of(labels, each + 1)));
                }
            }
        }
        if (samples.isEmpty()) {
            throw new SmaltiException(
                    "no mask shows a class of the data set with %d pixels or more"
                            .formatted(LEAST_PIXELS));
        }
        return new MaskSamples(pictures, samples);
    }

    private static long[] pixels(Tensor labels, int classes) {
        long[] pixels = new long[classes];
        for (int i = 0; i < labels.elements(); i++) {
            int label = labels.ints()[labels.offset() + i];
            if (label > 0) {
                pixels[label - 1]++;
            }
        }
        return pixels;
    }

    /// Of each class the share of masks that are scattered least, at least one.
    MaskSamples leastScattered(double share) {
        List<MaskSample> chosen = new ArrayList<>();
        samples.stream()
                .map(MaskSample::chosen)
                .distinct()
                .sorted()
                .forEach(each -> {
                    List<MaskSample> own =
                            samples.stream()
                                    .filter(sample -> sample.chosen() == each)
                                    .sorted(
                                            Comparator.comparingDouble(
                                                    sample -> sample.scatter().value()))
                                    .toList();
                    chosen.addAll(own.subList(0, Math.max(1, (int) Math.ceil(share * own.size()))));
                });
        return new MaskSamples(pictures, chosen);
    }
}
