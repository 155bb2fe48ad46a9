package smalti.superpixel;

import java.util.Arrays;

/// How long the common borders of pairs of parts are, in the order in which the pairs were first met. That order does
/// not change when a picture's bands are gone through one by one and their borders added up in the order of the bands.
public final class Borders {
    private static final int FEWEST = 16;
    private static final long FACTOR = 0x9E3779B97F4A7C15L;

    /// The part with the lower number in the upper half.
    private long[] pairs;

    private int[] lengths;

    /// An open hash table of places in `pairs`, counted from 1; at least half of it is empty. It has no slots at all as
    /// long as nobody looked for a pair.
    private int[] slots;

    private int shift;
    private int count;

    /// No borders yet.
    ///
    /// @param parts how many parts there are about; more make it grow
    public Borders(int parts) {
        // Few parts have more than six neighbours on the average, and each border has two sides.
        int room = Integer.highestOneBit(Math.max(FEWEST, 3 * parts));
        pairs = new long[room];
        lengths = new int[room];
        makeSlots(2 * room);
    }

    private Borders(long[] pairs, int[] lengths, int count) {
        this.pairs = pairs;
        this.lengths = lengths;
        this.count = count;
        this.slots = new int[0];
    }

    /// Borders that are known, each once.
    ///
    /// @param pairs the part with the lower number in the upper half, in the order in which the pairs were first met; taken
    ///     over
    /// @param lengths of as many; taken over
    /// @param count how many of them there are
    public static Borders of(long[] pairs, int[] lengths, int count) {
        return new Borders(pairs, lengths, count);
    }

    private void makeSlots(int size) {
        slots = new int[size];
        shift = Long.SIZE - Integer.numberOfTrailingZeros(size);
    }

    /// Adds to the length of the border between two parts; nothing if they are one.
    public void add(int one, int other, int length) {
        if (one != other) {
            add((long) Math.min(one, other) << Integer.SIZE | Math.max(one, other), length);
        }
    }

    /// Adds borders that were met later.
    public void addAll(Borders later) {
        for (int border = 0; border < later.count; border++) {
            add(later.pairs[border], later.lengths[border]);
        }
    }

    private void add(long pair, int length) {
        if (slots.length == 0) {
            makeSlots(2 * Math.max(FEWEST, Integer.highestOneBit(2 * pairs.length)));
            fillSlots();
        }
        int slot = (int) (pair * FACTOR >>> shift);
        int border = slots[slot] - 1;
        while (border >= 0 && pairs[border] != pair) {
            slot = slot + 1 & slots.length - 1;
            border = slots[slot] - 1;
        }
        if (border >= 0) {
            lengths[border] += length;
            return;
        }
        if (count == pairs.length) {
            grow();
            add(pair, length);
            return;
        }
        pairs[count] = pair;
        lengths[count] = length;
        slots[slot] = ++count;
    }

    private void grow() {
        int room = Math.max(FEWEST, 2 * count);
        pairs = Arrays.copyOf(pairs, room);
        lengths = Arrays.copyOf(lengths, room);
        makeSlots(2 * slots.length);
        fillSlots();
    }

    private void fillSlots() {
        for (int border = 0; border < count; border++) {
            int slot = (int) (pairs[border] * FACTOR >>> shift);
            while (slots[slot] != 0) {
                slot = slot + 1 & slots.length - 1;
            }
            slots[slot] = border + 1;
        }
    }

    /// How many pairs of parts have a common border.
    int count() {
        return count;
    }

    /// The part of a border that has the lower number.
    int low(int border) {
        return (int) (pairs[border] >>> Integer.SIZE);
    }

    /// The part of a border that has the higher number.
    int high(int border) {
        return (int) pairs[border];
    }

    int length(int border) {
        return lengths[border];
    }
}
