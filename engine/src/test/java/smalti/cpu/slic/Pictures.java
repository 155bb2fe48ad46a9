package smalti.cpu.slic;

import java.util.Random;
import smalti.superpixel.Picture;

/// Small pictures to divide: every byte follows from the arguments.
final class Pictures {
    private Pictures() {}

    /// Four rectangles of black, white, red and green with a little noise, 20 wide and 21 high.
    static byte[] quadrants(long seed) {
        var random = new Random(seed);
        byte[] rgb = new byte[21 * 20 * 3];
        for (int y = 0; y < 21; y++) {
            for (int x = 0; x < 20; x++) {
                int quadrant = y / 10 < 1 ? x / 10 : 2 + x / 10;
                for (int channel = 0; channel < 3; channel++) {
                    double value =
                            switch (quadrant) {
                                case 0 -> 0;
                                case 1 -> channel == 0 ? 1 : 0;
                                case 2 -> channel == 1 ? 1 : 0;
                                default -> 1;
                            };
                    double noisy = Math.clamp(value + 0.01 * random.nextGaussian(), 0, 1);
                    rgb[(y * 20 + x) * 3 + channel] = (byte) Math.round(255 * noisy);
                }
            }
        }
        return rgb;
    }

    /// Blobs of colour with a gradient and noise: something of everything.
    static byte[] blobs(long seed, int height, int width, int channels) {
        var random = new Random(seed);
        int blobs = 3 + random.nextInt(8);
        int[][] centres = new int[blobs][];
        byte[][] colours = new byte[blobs][channels];
        for (int i = 0; i < blobs; i++) {
            centres[i] = new int[] {random.nextInt(height), random.nextInt(width)};
            random.nextBytes(colours[i]);
        }
        int noise = random.nextInt(40);
        byte[] samples = new byte[height * width * channels];
        for (int y = 0, at = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int nearest = 0;
                for (int i = 1; i < blobs; i++) {
                    nearest =
                            distance(centres[i], y, x) < distance(centres[nearest], y, x)
                                    ? i
                                    : nearest;
                }
                for (int channel = 0; channel < channels; channel++) {
                    int value =
                            (colours[nearest][channel] & 0xFF) + x % 64 + random.nextInt(noise + 1);
                    samples[at++] = (byte) Math.clamp(value, 0, 255);
                }
            }
        }
        return samples;
    }

    private static int distance(int[] centre, int y, int x) {
        return (centre[0] - y) * (centre[0] - y) + (centre[1] - x) * (centre[1] - x);
    }

    /// Random bytes.
    static byte[] noise(long seed, int height, int width, int channels) {
        byte[] samples = new byte[height * width * channels];
        new Random(seed).nextBytes(samples);
        return samples;
    }

    /// A region of interest: a few rectangles and a sprinkle of single pixels.
    static boolean[] region(long seed, int height, int width) {
        var random = new Random(seed);
        boolean[] inside = new boolean[height * width];
        for (int i = 0; i < 3; i++) {
            int top = random.nextInt(height);
            int left = random.nextInt(width);
            int bottom = top + random.nextInt(height - top);
            int right = left + random.nextInt(width - left);
            for (int y = top; y <= bottom; y++) {
                for (int x = left; x <= right; x++) {
                    inside[y * width + x] = true;
                }
            }
        }
        for (int i = 0; i < 5; i++) {
            inside[random.nextInt(inside.length)] ^= true;
        }
        return inside;
    }

    static Picture rgb(byte[] samples, int height, int width) {
        return Picture.ofBytes(samples, height, width, 3);
    }
}
