package smalti.bench.worker;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import smalti.bench.contest.Contestant;
import smalti.bench.contest.Outcome;
import smalti.bench.contest.Setting;
import smalti.bench.contest.Trial;
import smalti.bench.workload.Photo;
import smalti.bench.workload.PictureInput;
import smalti.bench.workload.SuperpixelWorkload;
import smalti.bench.workload.Supplies;
import smalti.segment.SegmentMap;
import smalti.superpixel.Agreement;
import smalti.superpixel.SuperpixelMetrics;

/// Scores a contestant's superpixels on the photos that humans segmented.
final class Quality {
    private final Contestant contestant;
    private final Setting setting;

    Quality(Contestant contestant, int threads) {
        this.contestant = contestant;
        this.setting = new Setting(threads, Setting.Breadth.LIKELY_FORMS);
    }

    /// The means over all photos: superpixels produced, 4-connected parts, achievable accuracy, undersegmentation error,
    /// explained variation, boundary recall, compactness.
    ///
    /// @throws IllegalStateException if there are no photos, or the contestant makes no superpixels
    double[] score(int asked) {
        Path folder = Photo.data().resolve("bsds");
        double[] sums = new double[7];
        List<String> photos = photos(folder);
        for (String photo : photos) {
            double[] scores = score(folder, photo, asked);
            for (int i = 0; i < sums.length; i++) {
                sums[i] += scores[i] / photos.size();
            }
        }
        return sums;
    }

    private static List<String> photos(Path folder) {
        try {
            return Files.readAllLines(folder.resolve("ids.txt")).stream()
                    .map(String::strip)
                    .filter(id -> !id.isEmpty())
                    .toList();
        } catch (IOException absent) {
            throw new IllegalStateException("there are no photos with human segmentations", absent);
        }
    }

    private double[] score(Path folder, String photo, int asked) {
        String file = "bsds/images/" + photo + ".jpg";
        BufferedImage picture = read(Photo.data().resolve(file));
        PictureInput input = new PictureInput(file, picture.getWidth(), picture.getHeight());
        SegmentMap labels = SegmentMap.of(labels(input, asked), input.height(), input.width());
        SuperpixelMetrics metrics = SuperpixelMetrics.of(labels);
        Agreement agreement = Agreement.mean(metrics.against(truths(folder.resolve("gt"), photo)));
        return new double[] {
            metrics.labels(),
            metrics.components(),
            agreement.achievableAccuracy(),
            agreement.undersegmentationError(),
            metrics.explainedVariation(input.tensor()),
            agreement.boundaryRecall(),
            metrics.compactness()
        };
    }

    private int[] labels(PictureInput input, int asked) {
        List<Trial> trials =
                contestant.prepare(new SuperpixelWorkload(input, asked), new Supplies(), setting);
        if (trials.isEmpty()) {
            throw new IllegalStateException(contestant.name() + " makes no superpixels");
        }
        Trial trial = trials.getFirst();
        Outcome outcome = trial.outcome().apply(trial.call().get());
        trial.close().run();
        if (outcome instanceof Outcome.Labels(int[] labels)) {
            return labels;
        }
        throw new IllegalStateException(
                contestant.name() + " handed in something else than labels");
    }

    /// What each human drew.
    private static List<SegmentMap> truths(Path folder, String photo) {
        List<SegmentMap> truths = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> drawn =
                    files.filter(file -> file.getFileName().toString().startsWith(photo + "_"))
                            .sorted()
                            .toList();
            for (Path file : drawn) {
                Raster raster = read(file).getRaster();
                int[] labels =
                        raster.getSamples(
                                0, 0, raster.getWidth(), raster.getHeight(), 0, (int[]) null);
                truths.add(SegmentMap.of(labels, raster.getHeight(), raster.getWidth()));
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot list " + folder, unreadable);
        }
        return truths;
    }

    private static BufferedImage read(Path file) {
        try {
            return ImageIO.read(file.toFile());
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + file, unreadable);
        }
    }
}
