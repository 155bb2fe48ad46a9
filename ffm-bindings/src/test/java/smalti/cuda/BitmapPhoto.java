package smalti.cuda;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import smalti.superpixel.Picture;

/// A photo in a BMP file of 24 bits a pixel, which needs no decoder.
record BitmapPhoto(ByteBuffer file) {
    private static final int PIXELS_AT = 10;
    private static final int WIDTH_AT = 18;
    private static final int HEIGHT_AT = 22;

    static BitmapPhoto read(Path path) throws IOException {
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(path));
        return new BitmapPhoto(file.order(ByteOrder.LITTLE_ENDIAN));
    }

    int width() {
        return file.getInt(WIDTH_AT);
    }

    int height() {
        return file.getInt(HEIGHT_AT);
    }

    Picture crop(int left, int top, int width, int height) {
        byte[] rgb = new byte[3 * width * height];
        // Rows take whole words of four bytes.
        int stride = (3 * width() + 3) / 4 * 4;
        for (int i = 0; i < rgb.length; i++) {
            int pixel = i / 3;
            // The last row comes first, and blue.
            int row = height() - 1 - top - pixel / width;
            int column = 3 * (left + pixel % width) + 2 - i % 3;
            rgb[i] = file.get(file.getInt(PIXELS_AT) + row * stride + column);
        }
        return Picture.ofBytes(rgb, height, width, 3);
    }
}
