package smalti.bench.workload;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/// Photos of the data beside a checkout, scaled and cropped to a size. Without the data the scene takes their place.
public final class Photo {
    /// The system property that tells where the data lies.
    public static final String PROPERTY = "smalti.data";

    private Photo() {}

    /// Where the data is looked for.
    public static Path data() {
        return Path.of(System.getProperty(PROPERTY, "../shared/data"));
    }

    /// What pictures are made of here, for reports.
    public static String source() {
        return Files.isDirectory(data().resolve("photos"))
                ? "photos, scaled and cropped"
                : "a scene drawn by the program";
    }

    /// The pixels `0xRRGGBB` of a picture of that size.
    static int[] rgb(String photo, int width, int height) {
        Path file = data().resolve(photo);
        BufferedImage picture =
                Files.exists(file) ? fitted(read(file), width, height) : Scene.draw(width, height);
        int[] pixels = picture.getRGB(0, 0, width, height, null, 0, width);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] &= 0xFFFFFF;
        }
        return pixels;
    }

    private static BufferedImage read(Path file) {
        try {
            return ImageIO.read(file.toFile());
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read the photo " + file, unreadable);
        }
    }

    /// The middle of the photo, scaled so that it just covers the size.
    private static BufferedImage fitted(BufferedImage photo, int width, int height) {
        double scale =
                Math.max((double) width / photo.getWidth(), (double) height / photo.getHeight());
        int scaledWidth = (int) Math.ceil(photo.getWidth() * scale);
        int scaledHeight = (int) Math.ceil(photo.getHeight() * scale);
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.drawImage(
                photo,
                (width - scaledWidth) / 2,
                (height - scaledHeight) / 2,
                scaledWidth,
                scaledHeight,
                null);
        graphics.dispose();
        return picture;
    }
}
