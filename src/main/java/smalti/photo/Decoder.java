package smalti.photo;

import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.awt.AlphaComposite;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import smalti.error.FormatException;

/// Decodes the first picture of a file through ImageIO, in bounded time and after a look at the size it claims. Whatever
/// a decoder throws at broken bytes becomes one [FormatException].
final class Decoder {
    private static final String GIF_METADATA = "javax_imageio_gif_image_1.0";

    private final String file;
    private final byte[] bytes;
    private final FileKind kind;
    private final long maxPixels;

    Decoder(String file, byte[] bytes, FileKind kind, long maxPixels) {
        this.file = file;
        this.bytes = bytes;
        this.kind = kind;
        this.maxPixels = maxPixels;
    }

    BufferedImage decode(Duration patience) {
        ImageReader reader = reader();
        FutureTask<BufferedImage> task = new FutureTask<>(() -> read(reader));
        Thread.ofPlatform().daemon().name("smalti-decoder").start(task);
        try {
            return task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException tooSlow) {
            reader.abort();
            task.cancel(true);
            throw broken("decoding took longer than " + patience.toSeconds() + " s", tooSlow);
        } catch (InterruptedException askedToStop) {
            reader.abort();
            Thread.currentThread().interrupt();
            throw broken("decoding was interrupted", askedToStop);
        } catch (ExecutionException failed) {
            throw translated(failed.getCause() == null ? failed : failed.getCause());
        }
    }

    private ImageReader reader() {
        // The cache would put temporary files on disk; the bytes are in memory already.
        ImageIO.setUseCache(false);
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(kind.reader());
        if (!readers.hasNext()) {
            throw broken("this Java cannot read " + kind, null);
        }
        return readers.next();
    }

    private BufferedImage read(ImageReader reader) throws IOException {
        try (ImageInputStream stream = new ByteArrayImageInputStream(bytes)) {
            // Metadata is left alone: it is where zip bombs hide. Of a GIF it tells where the frame
            // lies.
            reader.setInput(stream, true, kind != FileKind.GIF);
            reader.addIIOReadWarningListener((_, warning) -> refuseTruncated(warning));
            checkSize(reader.getWidth(0), reader.getHeight(0));
            BufferedImage picture = reader.read(0);
            return kind == FileKind.GIF ? onScreen(picture, reader) : picture;
        } finally {
            reader.dispose();
        }
    }

    private void refuseTruncated(String warning) {
        if (warning.startsWith("Truncated File")) {
            throw broken("the file ends before its picture does", null);
        }
    }

    private void checkSize(int width, int height) {
        if (width < 1 || height < 1) {
            throw broken("a picture of %d x %d pixels is empty".formatted(width, height), null);
        }
        if ((long) width * height > maxPixels) {
            throw broken(
                    "%d x %d pixels are over the limit of %d".formatted(width, height, maxPixels),
                    null);
        }
    }

    /// The first frame of an animation in its place on the animation's screen, which may be larger.
    private BufferedImage onScreen(BufferedImage frame, ImageReader reader) throws IOException {
        int width = (bytes[6] & 0xFF) | (bytes[7] & 0xFF) << 8;
        int height = (bytes[8] & 0xFF) | (bytes[9] & 0xFF) << 8;
        if ((width == frame.getWidth() && height == frame.getHeight())
                || width == 0
                || height == 0) {
            return frame;
        }
        checkSize(width, height);
        Element place = imageDescriptor(reader.getImageMetadata(0));
        if (place == null) {
            return frame;
        }
        BufferedImage screen = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = screen.createGraphics();
        graphics.setComposite(AlphaComposite.Src);
        graphics.drawImage(
                frame,
                Integer.parseInt(place.getAttribute("imageLeftPosition")),
                Integer.parseInt(place.getAttribute("imageTopPosition")),
                null);
        graphics.dispose();
        return screen;
    }

    private static @Nullable Element imageDescriptor(IIOMetadata metadata) {
        for (Node node = metadata.getAsTree(GIF_METADATA).getFirstChild();
                node != null;
                node = node.getNextSibling()) {
            if (node instanceof Element element && node.getNodeName().equals("ImageDescriptor")) {
                return element;
            }
        }
        return null;
    }

    private RuntimeException translated(Throwable cause) {
        return switch (cause) {
            case FormatException known -> known;
            case OutOfMemoryError tooLarge -> throw tooLarge;
            case StackOverflowError _ -> broken("the " + name() + " is nested too deeply", cause);
            case Error error -> throw error;
            default -> broken("a damaged " + name() + " (" + reason(cause) + ")", cause);
        };
    }

    /// What the innermost decoder said, as one line without a full stop.
    private static String reason(Throwable cause) {
        Throwable innermost = cause;
        while (innermost.getCause() != null && innermost.getCause().getMessage() != null) {
            innermost = innermost.getCause();
        }
        String message = innermost.getMessage();
        String said =
                message == null || message.isBlank()
                        ? innermost.getClass().getSimpleName()
                        : message;
        return said.strip().lines().findFirst().orElse(said).replaceAll("[.!]+$", "");
    }

    private String name() {
        return kind == FileKind.WEBP ? "WebP" : kind.name().toUpperCase(Locale.ROOT);
    }

    private FormatException broken(String what, @Nullable Throwable cause) {
        return new FormatException(file, -1, what, cause);
    }
}
