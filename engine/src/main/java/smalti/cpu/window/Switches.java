package smalti.cpu.window;

import java.util.Arrays;
import smalti.cpu.work.Portions;
import smalti.cpu.work.Workers;
import smalti.error.ParameterException;
import smalti.tensor.Tensor;

/// Moves values between maps and the places that switches name. Threads share out images and channels, so that places
/// which are named several times have one owner.
final class Switches {
    /// Channels of a part: those of a cache line.
    private static final int CHANNELS = 16;

    private final Workers workers;
    private final int[] switches;
    private final int from;
    private final int batch;
    private final int values;
    private final int pixels;
    private final int channels;

    /// @param switches `[B,H',W',C]`
    /// @param pixels of a map
    Switches(Workers workers, Tensor switches, int pixels) {
        this.workers = workers;
        this.switches = switches.ints();
        this.from = switches.offset();
        this.batch = switches.shape().size(0);
        this.values = switches.shape().size(1) * switches.shape().size(2);
        this.pixels = pixels;
        this.channels = switches.shape().size(3);
        Portions.share(workers, (int) switches.elements(), 1, this::check);
    }

    private void check(int first, int end) {
        int least = 0;
        int most = 0;
        for (int at = from + first; at < from + end; at++) {
            least = Math.min(least, switches[at]);
            most = Math.max(most, switches[at]);
        }
        if (least < 0 || most >= pixels) {
            for (int at = first; at < end; at++) {
                int pixel = switches[from + at];
                if (pixel < 0 || pixel >= pixels) {
                    throw new ParameterException(
                            "switch " + at, "from 0 to below " + pixels + " pixels", pixel);
                }
            }
        }
    }

    /// What is done with one value and its place in the map.
    private void share(Loop loop) {
        int blocks = Math.ceilDiv(channels, CHANNELS);
        Portions.share(
                workers,
                batch * blocks,
                Math.max(1, (long) values * Math.min(channels, CHANNELS)),
                (first, end) -> {
                    for (int part = first; part < end; part++) {
                        int image = part / blocks;
                        int channel = part % blocks * CHANNELS;
                        loop.take(image, channel, Math.min(channels, channel + CHANNELS));
                    }
                });
    }

    @FunctionalInterface
    private interface Loop {
        void take(int image, int firstChannel, int endChannel);
    }

    /// Puts values where their switches say.
    void put(Tensor table, Tensor map) {
        clear(map);
        share((image, first, end) -> {
            float[] of = table.floats();
            float[] into = map.floats();
            int origin = map.offset() + image * pixels * channels;
            for (int value = image * values; value < (image + 1) * values; value++) {
                for (int channel = first; channel < end; channel++) {
                    int at = value * channels + channel;
                    into[origin + switches[from + at] * channels + channel] =
                            of[table.offset() + at];
                }
            }
        });
    }

    /// Adds values where their switches say.
    void add(Tensor table, Tensor map) {
        clear(map);
        share((image, first, end) -> {
            float[] of = table.floats();
            float[] into = map.floats();
            int origin = map.offset() + image * pixels * channels;
            for (int value = image * values; value < (image + 1) * values; value++) {
                for (int channel = first; channel < end; channel++) {
                    int at = value * channels + channel;
                    into[origin + switches[from + at] * channels + channel] +=
                            of[table.offset() + at];
                }
            }
        });
    }

    /// Takes the values that the switches point at.
    void take(Tensor map, Tensor table) {
        Portions.share(
                workers,
                batch * values,
                Math.max(1, channels),
                (first, end) -> {
                    float[] of = map.floats();
                    float[] into = table.floats();
                    for (int value = first; value < end; value++) {
                        int origin = map.offset() + value / values * pixels * channels;
                        int at = value * channels;
                        for (int channel = 0; channel < channels; channel++, at++) {
                            into[table.offset() + at] =
                                    of[origin + switches[from + at] * channels + channel];
                        }
                    }
                });
    }

    private void clear(Tensor map) {
        Portions.share(
                workers,
                (int) map.elements(),
                1,
                (first, end) ->
                        Arrays.fill(map.floats(), map.offset() + first, map.offset() + end, 0));
    }
}
