package smalti.cuda;

import java.util.Random;
import smalti.superpixel.Picture;
import smalti.superpixel.Samples;

/// Small pictures to divide: every sample follows from the arguments.
public final class DrawnPictures {
    private static final float[] ODD = {
        Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0, 1
    };

    private DrawnPictures() {}

    /// Blobs of colour with a gradient and noise.
    public static byte[] blobs(long seed, int height, int width, int channels) {
        var random = new Random(seed);
        int blobs = 3 + random.nextInt(8);
        int[] rows = random.ints(blobs, 0, height).toArray();
        int[] columns = random.ints(blobs, 0, width).toArray();
        byte[] colours = new byte[blobs * channels];
        random.nextBytes(colours);
        int noise = 1 + random.nextInt(40);
        byte[] samples = new byte[height * width * channels];
        for (int i = 0; i < samples.length; i++) {
            int pixel = i / channels;
            int nearest = nearest(rows, columns, pixel / width, pixel % width);
            int colour = colours[nearest * channels + i % channels] & 0xFF;
            samples[i] =
                    (byte) Math.clamp(colour + pixel % width % 64 + random.nextInt(noise), 0, 255);
        }
        return samples;
    }

    private static int nearest(int[] rows, int[] columns, int y, int x) {
        int nearest = 0;
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < rows.length; i++) {
            int dy = rows[i] - y;
            int dx = columns[i] - x;
            if (dy * dy + dx * dx < least) {
                least = dy * dy + dx * dx;
                nearest = i;
            }
        }
        return nearest;
    }

    /// Random bytes.
    static byte[] noise(long seed, int samples) {
        byte[] noise = new byte[samples];
        new Random(seed).nextBytes(noise);
        return noise;
    }

    /// The bytes as 16-bit samples, a little beside.
    static Samples shorts(long seed, byte[] bytes) {
        var random = new Random(seed);
        short[] shorts = new short[bytes.length];
        for (int i = 0; i < shorts.length; i++) {
            shorts[i] = (short) ((bytes[i] & 0xFF) * 257 + random.nextInt(3) - 1);
        }
        return new Samples.Shorts(shorts);
    }

    /// The bytes as real samples, some of which are odd.
    ///
    /// @param full what 1 stands for
    static Samples floats(long seed, byte[] bytes, float full) {
        var random = new Random(seed);
        float[] floats = new float[bytes.length];
        for (int i = 0; i < floats.length; i++) {
            boolean odd = random.nextInt(300) == 0;
            floats[i] = odd ? ODD[random.nextInt(ODD.length)] : (bytes[i] & 0xFF) / full;
        }
        return new Samples.Floats(floats);
    }

    /// A region of interest: a few rectangles in every picture and a sprinkle of single pixels.
    static boolean[] region(long seed, Picture picture) {
        var random = new Random(seed);
        int height = picture.height();
        int width = picture.width();
        boolean[] inside = new boolean[picture.batch() * height * width];
        for (int i = 0; i < 3 * picture.batch(); i++) {
            int top = random.nextInt(height);
            int left = random.nextInt(width);
            int bottom = top + random.nextInt(height - top);
            int right = left + random.nextInt(width - left);
            for (int y = top; y <= bottom; y++) {
                for (int x = left; x <= right; x++) {
                    inside[(i / 3 * height + y) * width + x] = true;
                }
            }
        }
        for (int i = 0; i < 5; i++) {
            inside[random.nextInt(inside.length)] ^= true;
        }
        return inside;
    }
}
