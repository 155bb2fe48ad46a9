package smalti.cpu.slic;

/// Where runs of a row touch runs of the row above, from left to right: either those with equal labels or those with
/// different ones. Both are found by bits, 64 pixels at a time: which comes next cannot be foretold, so walking the runs
/// of both rows would be a chain of mispredicted branches.
///
/// ```java
/// for (var contacts = Contacts.ofEqual(above, below, y); contacts.next(); ) {
///     … contacts.upper, contacts.lower, contacts.length …
/// }
/// ```
///
/// A contact that goes beyond a word of 64 pixels is met once a word.
final class Contacts {
    /// The run above, in the band of the row above.
    int upper;

    /// The run below.
    int lower;

    /// The pixels over which the runs touch.
    int length;

    private final RowRuns above;
    private final RowRuns below;
    private final int y;

    /// Turns the marks of different labels into those that are looked for.
    private final long flip;

    private int word = -1;

    /// The contacts of this word that are left.
    private long left;

    /// Where runs begin in this word, and the last ones that began before.
    private long upperBegins;

    private long lowerBegins;
    private int lastUpper;
    private int lastLower;

    private Contacts(RowRuns above, RowRuns below, int y, long flip) {
        this.above = above;
        this.below = below;
        this.y = y;
        this.flip = flip;
        this.lastUpper = above.first(y - 1) - 1;
        this.lastLower = below.first(y) - 1;
    }

    /// @param above the band of row `y - 1`
    /// @param below the band of row `y`
    static Contacts ofEqual(RowRuns above, RowRuns below, int y) {
        return new Contacts(above, below, y, -1);
    }

    /// @param above the band of row `y - 1`
    /// @param below the band of row `y`
    static Contacts ofDifferent(RowRuns above, RowRuns below, int y) {
        return new Contacts(above, below, y, 0);
    }

    /// Goes to the next contact; false if there is none.
    boolean next() {
        while (left == 0) {
            if (word == below.words() - 1) {
                return false;
            }
            nextWord();
        }
        // All bits up to the lowest that is left.
        long sofar = left ^ left - 1;
        left &= ~sofar;
        upper = lastUpper + Long.bitCount(upperBegins & sofar);
        lower = lastLower + Long.bitCount(lowerBegins & sofar);
        length = stop(sofar) - Long.bitCount(sofar) + 1;
        return true;
    }

    private int stop(long sofar) {
        int next = Long.numberOfTrailingZeros((upperBegins | lowerBegins) & ~sofar);
        return Math.min(next, below.width() - word * Long.SIZE);
    }

    private void nextWord() {
        lastUpper += Long.bitCount(upperBegins);
        lastLower += Long.bitCount(lowerBegins);
        word++;
        upperBegins = above.begins(y - 1, word);
        lowerBegins = below.begins(y, word);
        // Both rows go on in the first pixel of a word, but a contact is met there too.
        left = (upperBegins | lowerBegins | 1) & (below.changes(y, word) ^ flip);
    }
}
