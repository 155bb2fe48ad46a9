package smalti.metric;

import java.util.Arrays;
import java.util.SplittableRandom;
import smalti.tensor.Tensor;

/// Pixels that were drawn from a picture: 500 each, with repetitions, of three of its classes, or of as many as it has.
///
/// @param pixels their numbers
/// @param classes of each, -1 if the picture has none
record SampledPixels(int[] pixels, int[] classes) {
    private static final int CLASSES = 3;
    private static final int EACH = 500;

    /// @param labels `I32 [B,H,W]`, negative where a pixel does not count
    static SampledPixels of(Tensor labels, int image, long seed) {
        var random = new SplittableRandom(seed);
        int count = labels.shape().size(1) * labels.shape().size(2);
        int first = labels.offset() + image * count;
        int[] own = Arrays.copyOfRange(labels.ints(), first, first + count);
        int[] present = Arrays.stream(own).filter(each -> each >= 0).distinct().toArray();
        for (int i = 0; i < Math.min(CLASSES, present.length); i++) {
            int other = random.nextInt(i, present.length);
            int kept = present[i];
            present[i] = present[other];
            present[other] = kept;
        }
        int drawn = Math.min(CLASSES, present.length);
        int[] pixels = new int[Math.max(1, drawn * EACH)];
        int[] classes = new int[pixels.length];
        Arrays.fill(classes, -1);
        for (int i = 0; i < drawn; i++) {
            int wanted = present[i];
            int[] places =
                    java.util.stream.IntStream.range(0, count)
                            .filter(at -> own[at] == wanted)
                            .toArray();
            for (int j = 0; j < EACH; j++) {
                pixels[i * EACH + j] = places[random.nextInt(places.length)];
                classes[i * EACH + j] = wanted;
            }
        }
        return new SampledPixels(pixels, classes);
    }
}
