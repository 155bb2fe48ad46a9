package smalti.demo;

import smalti.photo.Photo;

/// The scene: an afternoon at a lake. Always the same, to the pixel.
public final class Scene {
    /// Its width in pixels.
    public static final int WIDTH = 960;

    /// Its height in pixels.
    public static final int HEIGHT = 600;

    private static final int SHORE = 352;
    private static final double SUN_X = 676;
    private static final double SUN_Y = 214;

    private Scene() {}

    /// Draws it.
    public static Photo draw() {
        Canvas canvas = new Canvas(WIDTH, HEIGHT);
        Sky sky = new Sky(SHORE, SUN_X, SUN_Y);
        for (int y = 0; y < SHORE; y++) {
            for (int x = 0; x < WIDTH; x++) {
                canvas.blend(x, y, sky.at(x, y), 1);
            }
        }
        Things things = new Things(canvas);
        Trees trees = new Trees(canvas);
        things.balloon(398, 92, 34);
        things.balloon(520, 168, 13);
        new Hills(canvas, SHORE).paint();
        for (int i = 0; i < 9; i++) {
            trees.fir(858 + 13 * i - (i % 3) * 6, SHORE + 2 + i % 2, 44 + 9 * (i * 7 % 5));
        }
        things.house(770, SHORE - 1, 62);
        trees.broad(748, SHORE + 1, 46);
        new Lake(canvas, SHORE, SUN_X).paint();
        things.boat(548, 408, 46);
        things.boat(330, 374, 18);
        Meadow meadow = new Meadow(canvas);
        meadow.paint();
        trees.fir(906, meadow.edge(906) + 26, 205);
        trees.fir(868, meadow.edge(868) + 16, 128);
        trees.broad(142, meadow.edge(142) + 34, 330);
        things.bird(600, 96, 24);
        things.bird(640, 112, 18);
        things.bird(572, 120, 15);
        return canvas.photo();
    }
}
