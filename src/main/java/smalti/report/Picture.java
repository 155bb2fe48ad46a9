package smalti.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import smalti.picture.Drawing;
import smalti.picture.PngFile;

/// Pictures within a page.
final class Picture {
    private Picture() {}

    /// A photo, as JPEG.
    static String photo(Drawing drawing) throws IOException {
        var image =
                new BufferedImage(drawing.width(), drawing.height(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < drawing.height(); y++) {
            for (int x = 0; x < drawing.width(); x++) {
                image.setRGB(x, y, drawing.at(x, y));
            }
        }
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "jpg", bytes);
        return data("image/jpeg", bytes.toByteArray());
    }

    /// Even fields of colour, as PNG.
    static String fields(Drawing drawing) throws IOException {
        return data("image/png", PngFile.bytes(drawing));
    }

    private static String data(String type, byte[] bytes) {
        return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(bytes);
    }
}
