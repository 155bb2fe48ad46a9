package smalti.bench.workload;

import smalti.Segmenting;
import smalti.superpixel.Picture;
import smalti.superpixel.Slic;
import smalti.tensor.Tensor;

/// A photo brought to a size by scaling and cropping, or, where there is no photo, a scene of the program's own.
///
/// @param photo the file's path below the data's folder
public record PictureInput(String photo, int width, int height) implements Input {
    /// A photo of 481x321 for small pictures, so that nothing is scaled there, and a large one for all others.
    public static PictureInput of(int width, int height) {
        return new PictureInput(
                width <= 481 ? "bsds/images/100099.jpg" : "photos/Landscape_1.jpg", width, height);
    }

    public int pixels() {
        return width * height;
    }

    /// The pixels' red, green and blue, `[H,W,3]`.
    public byte[] bytes() {
        int[] rgb = Photo.rgb(photo, width, height);
        byte[] bytes = new byte[3 * rgb.length];
        for (int i = 0; i < rgb.length; i++) {
            bytes[3 * i] = (byte) (rgb[i] >> 16);
            bytes[3 * i + 1] = (byte) (rgb[i] >> 8);
            bytes[3 * i + 2] = (byte) rgb[i];
        }
        return bytes;
    }

    /// The same as `F32 [H,W,3]`, 0 to 255.
    public Tensor tensor() {
        byte[] bytes = bytes();
        float[] values = new float[bytes.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = bytes[i] & 0xFF;
        }
        return Tensor.of(values, height, width, 3);
    }

    /// Labels of as many superpixels.
    public int[] superpixels(int count) {
        Picture picture = Picture.ofBytes(bytes(), height, width, 3);
        return Segmenting.by(Slic.segments(count)).labels(picture).ints();
    }

    /// Labels of about `count` squares.
    public int[] squares(int count) {
        double side = Math.sqrt((double) width * height / count);
        int columns = Math.max(1, (int) Math.round(width / side));
        int rows = Math.max(1, (int) Math.round(height / side));
        int[] labels = new int[width * height];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i / width * rows / height * columns + i % width * columns / width;
        }
        return labels;
    }
}
