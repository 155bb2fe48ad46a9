package smalti.photo;

/// How a camera was held: what must be done to the stored picture to see it upright. The numbers are those of the EXIF
/// tag 0x0112.
enum Orientation {
    UPRIGHT(false, false, false),
    MIRRORED(false, true, false),
    UPSIDE_DOWN(false, true, true),
    FLIPPED(false, false, true),
    TRANSPOSED(true, false, false),
    TURNED_LEFT(true, true, false),
    TRANSVERSED(true, true, true),
    TURNED_RIGHT(true, false, true);

    private final boolean swapsAxes;
    private final boolean fromRight;
    private final boolean fromBottom;

    /// @param swapsAxes whether stored rows become columns
    /// @param fromRight whether the seen x axis runs against the stored axis that it shows
    /// @param fromBottom whether the seen y axis runs against the stored axis that it shows
    Orientation(boolean swapsAxes, boolean fromRight, boolean fromBottom) {
        this.swapsAxes = swapsAxes;
        this.fromRight = fromRight;
        this.fromBottom = fromBottom;
    }

    /// The orientation of an EXIF value; anything but 1 to 8 says nothing and is upright.
    static Orientation ofExif(int value) {
        return value >= 1 && value <= 8 ? values()[value - 1] : UPRIGHT;
    }

    boolean swapsAxes() {
        return swapsAxes;
    }

    /// Where stored pixels of a picture of `width x height` are seen: pixel `(x,y)` becomes number
    /// `first + x·acrossStep + y·downStep` of the upright picture.
    Placement placement(int width, int height) {
        int seenWidth = swapsAxes ? height : width;
        int seenHeight = swapsAxes ? width : height;
        int right = fromRight ? -1 : 1;
        int down = (fromBottom ? -1 : 1) * seenWidth;
        int first =
                (fromRight ? seenWidth - 1 : 0) + (fromBottom ? (seenHeight - 1) * seenWidth : 0);
        return new Placement(
                seenWidth, seenHeight, first, swapsAxes ? down : right, swapsAxes ? right : down);
    }

    /// @param width of the upright picture
    /// @param height of the upright picture
    record Placement(int width, int height, int first, int acrossStep, int downStep) {}
}
