package smalti.cli;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import smalti.Pooling;
import smalti.device.Device;
import smalti.file.Draft;
import smalti.file.NpyWriter;
import smalti.op.Reduction;
import smalti.photo.Photo;
import smalti.picture.Drawing;
import smalti.picture.Mosaic;
import smalti.picture.Overlay;
import smalti.picture.PngFile;
import smalti.segment.RegionTable;
import smalti.segment.SegmentMap;
import smalti.tensor.Tensor;

/// The files that tell of one photo's superpixels: labels, overlay, mosaic and region table.
final class SuperpixelFiles {
    private final Path folder;
    private final String name;
    private final Photo photo;
    private final SegmentMap segments;
    private final int firstLabel;
    private final Tensor means;

    /// @param name what the files' names begin with
    /// @param firstLabel what is written for segment 0
    /// @param device where the means are computed
    SuperpixelFiles(
            Path folder,
            String name,
            Photo photo,
            SegmentMap segments,
            int firstLabel,
            Device device) {
        this.folder = folder;
        this.name = name;
        this.photo = photo;
        this.segments = segments;
        this.firstLabel = firstLabel;
        this.means =
                device.fetch(
                        Pooling.over(segments)
                                .on(device)
                                .reduce(photo.pixels(), Reduction.MEAN)
                                .values(Reduction.MEAN));
    }

    /// The segments' mean colours, `F32 [1,K,3]`.
    Tensor means() {
        return means;
    }

    /// Writes all files.
    ///
    /// @return that of the labels
    Path write() throws IOException {
        PngFile.write(
                folder.resolve(name + ".overlay.png"), Overlay.draw(Drawing.of(photo), segments));
        PngFile.write(folder.resolve(name + ".mosaic.png"), Mosaic.draw(segments, means));
        writeTable(folder.resolve(name + ".regions.csv"));
        return writeLabels();
    }

    private Path writeLabels() throws IOException {
        Tensor map = segments.labels();
        int[] labels = map.ints();
        for (int i = 0; i < labels.length; i++) {
            labels[i] += firstLabel;
        }
        Tensor shifted = Tensor.of(labels, photo.height(), photo.width());
        if (firstLabel + segments.segments() - 1 <= PngFile.GREATEST_LABEL) {
            Path file = folder.resolve(name + ".labels.png");
            PngFile.writeLabels16(file, shifted);
            return file;
        }
        Path file = folder.resolve(name + ".labels.npy");
        NpyWriter.write(file, shifted);
        return file;
    }

    private void writeTable(Path file) throws IOException {
        RegionTable table = RegionTable.of(segments);
        try (Draft draft = Draft.of(file)) {
            try (CsvWriter csv = CsvWriter.builder().build(Files.newBufferedWriter(draft.path()))) {
                csv.writeRecord(
                        "label",
                        "area",
                        "centroid_x",
                        "centroid_y",
                        "left",
                        "top",
                        "right",
                        "bottom",
                        "perimeter",
                        "mean_red",
                        "mean_green",
                        "mean_blue");
                for (int segment = 0; segment < segments.segments(); segment++) {
                    csv.writeRecord(
                            Integer.toString(segment + firstLabel),
                            Integer.toString(table.areas()[segment]),
                            decimal(table.centroidX()[segment]),
                            decimal(table.centroidY()[segment]),
                            Integer.toString(table.left()[segment]),
                            Integer.toString(table.top()[segment]),
                            Integer.toString(table.right()[segment]),
                            Integer.toString(table.bottom()[segment]),
                            Long.toString(table.perimeters()[segment]),
                            decimal(means.get(Photo.CHANNELS * segment)),
                            decimal(means.get(Photo.CHANNELS * segment + 1)),
                            decimal(means.get(Photo.CHANNELS * segment + 2)));
                }
            }
            draft.commit();
        }
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
