package smalti.picture;

/// How pixels that belong to no segment look in every picture: darkened, with diagonal stripes.
final class Hatching {
    private static final int PERIOD = 8;
    private static final int STRIPE = 3;
    private static final int DARK = 0x101014;
    private static final int LIGHT = 0x5A5A66;

    private Hatching() {}

    /// The colour of an ignored pixel over what lies beneath it.
    static int over(int colour, int x, int y) {
        boolean stripe = (x + y) % PERIOD < STRIPE;
        return Drawing.blend(colour, stripe ? LIGHT : DARK, stripe ? 0.6 : 0.72);
    }

    /// The colour of an ignored pixel where nothing lies beneath it.
    static int plain(int x, int y) {
        return (x + y) % PERIOD < STRIPE ? LIGHT : DARK;
    }
}
