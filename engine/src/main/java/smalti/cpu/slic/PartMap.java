package smalti.cpu.slic;

import java.util.Arrays;
import smalti.cpu.kernel.SlicFrame;
import smalti.cpu.kernel.SlicKernels;
import smalti.superpixel.Borders;
import smalti.superpixel.PartGraph;

/// The 4-connected parts that the labels of a picture form, put together from those of its bands. Parts are numbered in
/// raster order and borders listed in it, however many bands there are.
final class PartMap {
    /// The number of parts that are left out.
    private static final int LEFT_OUT = -1;

    private final SlicFrame frame;
    private final Bands bands;
    private final BandParts[] parts;

    /// The number of each part of each band.
    private final int[][] numbers;

    private int count;

    PartMap(SlicFrame frame, Bands bands, SlicKernels kernels, short[] labels) {
        this.frame = frame;
        this.bands = bands;
        this.parts = new BandParts[bands.count()];
        this.numbers = new int[bands.count()][];
        bands.each(band -> {
            int firstRow = bands.row(band);
            int endRow = bands.row(band + 1);
            parts[band] = new BandParts(new RowRuns(frame, kernels, labels, firstRow, endRow));
        });
        number();
    }

    private void number() {
        int[] bases = new int[parts.length + 1];
        for (int band = 0; band < parts.length; band++) {
            bases[band + 1] = bases[band] + parts[band].count();
        }
        var unions = new Unions(bases[parts.length]);
        for (int band = 1; band < parts.length; band++) {
            uniteWithBandAbove(band, bases, unions);
        }
        int[] all = new int[bases[parts.length]];
        for (int band = 0; band < parts.length; band++) {
            for (int part = 0, at = bases[band]; part < parts[band].count(); part++, at++) {
                if (parts[band].label(part) == SlicKernels.LEFT_OUT) {
                    all[at] = LEFT_OUT;
                } else {
                    int root = unions.root(at);
                    all[at] = root == at ? count++ : all[root];
                }
            }
            numbers[band] = Arrays.copyOfRange(all, bases[band], bases[band + 1]);
        }
    }

    private void uniteWithBandAbove(int band, int[] bases, Unions unions) {
        RowRuns above = parts[band - 1].runs();
        RowRuns below = parts[band].runs();
        for (var contacts = Contacts.ofEqual(above, below, below.firstRow); contacts.next(); ) {
            unions.unite(
                    bases[band - 1] + parts[band - 1].part(contacts.upper),
                    bases[band] + parts[band].part(contacts.lower));
        }
    }

    /// The parts with their sizes, colours and borders. A part's colour is its cluster's, or that of its pixels where no
    /// cluster reaches.
    PartGraph graph(short[] planes, Clusters clusters) {
        int[] sizes = new int[count];
        long[] sums = new long[count * frame.channels()];
        measure(clusters, sizes, sums);
        addUnclaimed(planes, sums);
        return new PartGraph(sizes, sums, frame.channels(), borders());
    }

    private void measure(Clusters clusters, int[] sizes, long[] sums) {
        int channels = frame.channels();
        for (int band = 0; band < parts.length; band++) {
            for (int part = 0; part < parts[band].count(); part++) {
                int number = numbers[band][part];
                if (number != LEFT_OUT) {
                    if (sizes[number] == 0) {
                        takeColour(parts[band], part, clusters, sums, number * channels);
                    }
                    sizes[number] += parts[band].size(part);
                }
            }
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] *= sizes[i / channels];
        }
    }

    private static void takeColour(
            BandParts parts, int part, Clusters clusters, long[] colours, int at) {
        short label = parts.label(part);
        if (Clusters.isCluster(label)) {
            int cluster = clusters.cluster(label, parts.row(part));
            for (int channel = 0; channel < clusters.channels; channel++) {
                colours[at + channel] = clusters.colours[cluster * clusters.channels + channel];
            }
        }
    }

    private void addUnclaimed(short[] planes, long[] sums) {
        for (int band = 0; band < parts.length; band++) {
            if (parts[band].hasUnclaimed()) {
                for (int y = bands.row(band); y < bands.row(band + 1); y++) {
                    addUnclaimed(band, y, planes, sums);
                }
            }
        }
    }

    private void addUnclaimed(int band, int y, short[] planes, long[] sums) {
        RowRuns runs = parts[band].runs();
        for (int run = runs.first(y); run < runs.end(y); run++) {
            if (runs.label(run) == SlicKernels.NOBODY) {
                int number = numbers[band][parts[band].part(run)];
                addPixels(planes, y, runs.start(run), runs.stop(run), sums, number);
            }
        }
    }

    private void addPixels(short[] planes, int y, int from, int to, long[] sums, int number) {
        for (int channel = 0; channel < frame.channels(); channel++) {
            int row = frame.at(0, y) + channel * frame.plane();
            for (int x = from; x < to; x++) {
                sums[number * frame.channels() + channel] += planes[row + x];
            }
        }
    }

    private Borders borders() {
        Borders[] borders = new Borders[parts.length];
        bands.each(band -> borders[band] = borders(band));
        for (int band = 1; band < borders.length; band++) {
            borders[0].addAll(borders[band]);
        }
        return borders[0];
    }

    private Borders borders(int band) {
        var borders = new Borders(parts[band].count());
        for (int y = bands.row(band); y < bands.row(band + 1); y++) {
            addSides(band, y, borders);
            if (y > 0) {
                addTops(y == bands.row(band) ? band - 1 : band, band, y, borders);
            }
        }
        return borders;
    }

    private void addSides(int band, int y, Borders borders) {
        BandParts own = parts[band];
        int left = LEFT_OUT;
        for (int run = own.runs().first(y); run < own.runs().end(y); run++) {
            int right = numbers[band][own.part(run)];
            add(left, right, 1, borders);
            left = right;
        }
    }

    private void addTops(int bandAbove, int band, int y, Borders borders) {
        BandParts above = parts[bandAbove];
        BandParts below = parts[band];
        for (var contacts = Contacts.ofDifferent(above.runs(), below.runs(), y);
                contacts.next(); ) {
            int upper = numbers[bandAbove][above.part(contacts.upper)];
            int lower = numbers[band][below.part(contacts.lower)];
            add(upper, lower, contacts.length, borders);
        }
    }

    private static void add(int one, int other, int length, Borders borders) {
        if (one != LEFT_OUT && other != LEFT_OUT) {
            borders.add(one, other, length);
        }
    }

    /// Writes the labels of the whole picture.
    ///
    /// @param joined what the parts' numbers have become
    /// @param start added to them; pixels that are left out get one less
    /// @param offset where the picture begins in `labels`
    void paint(int[] joined, int start, int[] labels, int offset) {
        bands.each(band -> {
            int[] names = new int[numbers[band].length];
            Arrays.setAll(
                    names,
                    part -> {
                        int number = numbers[band][part];
                        return start + (number == LEFT_OUT ? LEFT_OUT : joined[number]);
                    });
            parts[band].paint(names, labels, offset, frame.width());
        });
    }
}
