package smalti.bench.workload;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.util.Random;

/// A picture without a photo: a graded sky, hills, some hundred discs of all sizes, and noise like that of a camera.
final class Scene {
    private static final int DISCS = 300;
    private static final int NOISE = 6;

    private Scene() {}

    static BufferedImage draw(int width, int height) {
        Random random = new Random(7);
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setRenderingHint(
                RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setPaint(
                new GradientPaint(0, 0, new Color(0x3060A0), 0, height, new Color(0xE0D8C0)));
        graphics.fillRect(0, 0, width, height);
        for (int disc = 0; disc < DISCS; disc++) {
            double size = height * (0.02 + 0.25 * Math.pow(random.nextDouble(), 3));
            double y = height * (0.3 + 0.7 * random.nextDouble());
            graphics.setColor(
                    Color.getHSBColor(random.nextFloat(), 0.3f + 0.5f * random.nextFloat(), 0.8f));
            graphics.fill(
                    new Ellipse2D.Double(random.nextDouble() * width - size / 2, y, size, size));
        }
        graphics.dispose();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture.setRGB(x, y, noisy(picture.getRGB(x, y), random));
            }
        }
        return picture;
    }

    private static int noisy(int rgb, Random random) {
        int result = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int value = ((rgb >> shift) & 0xFF) + random.nextInt(-NOISE, NOISE + 1);
            result |= Math.clamp(value, 0, 255) << shift;
        }
        return result;
    }
}
