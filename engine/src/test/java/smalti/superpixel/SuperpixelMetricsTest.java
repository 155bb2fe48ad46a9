package smalti.superpixel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import smalti.error.ParameterException;
import smalti.error.ShapeException;
import smalti.segment.Labelling;
import smalti.segment.SegmentMap;
import smalti.tensor.Tensor;
import smalti.testkit.RealData;

/// Every figure of the two tables comes from outside: `shared/tools/spx_eval.py` (NumPy, SciPy) scored the same label
/// maps. Columns: labels, components, boundary recall, fine recall, precision, undersegmentation error, its leak form
/// `1 - ASA`, ASA, explained variation, compactness, contour density, ASA of the best annotator.
class SuperpixelMetricsTest {
    private static final double EXACT = 1e-6;

    @Tag("data")
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            textBlock =
                    """
                    2018 grid-7 3174 3174 0.979589400 0.818458781 0.081210238 0.064016425 0.032085284 0.967914716 0.889500464 0.785088394 0.483844017 0.979002727
                    2018 grid-16 651 651 0.582791104 0.407510319 0.097909857 0.133867009 0.067398527 0.932601473 0.835369532 0.782229950 0.233806776 0.949138930
                    2018 grid-31 176 176 0.352805596 0.249974375 0.113222697 0.220852197 0.111447465 0.888552535 0.789313346 0.776897679 0.120789373 0.905797242
                    2018 ragged-12 1103 3915 0.975870806 0.870729494 0.077731765 0.111339952 0.055969845 0.944030155 0.849305346 0.135285013 0.505592580 0.958957520
                    2018 ragged-20 413 1675 0.782598147 0.618356405 0.095137378 0.166733376 0.083974845 0.916025155 0.816482804 0.121343972 0.322731070 0.931179202
                    2018 human-0 103 106 0.890863363 0.798152613 0.397304945 0.100569297 0.050284648 0.949715352 0.799431498 0.209377981 0.068555255 0.983231974
                    2018 human-1 14 15 0.458667926 0.404345772 0.953643685 0.130944748 0.065472374 0.934527626 0.734171531 0.258907957 0.032402640 0.934527626
                    100099 grid-7 3174 3174 0.977587354 0.807750120 0.053894136 0.046428456 0.023220057 0.976779943 0.950749821 0.785088394 0.483844017 0.982241048
                    100099 grid-16 651 651 0.601752333 0.437144455 0.067603829 0.098786925 0.049489317 0.950510683 0.879388432 0.782229950 0.233806776 0.960738596
                    100099 grid-31 176 176 0.344292349 0.234705451 0.074947140 0.159973057 0.080759840 0.919240160 0.802694414 0.776897679 0.120789373 0.932636447
                    100099 ragged-12 1097 4004 0.983221318 0.863048418 0.052971445 0.086854360 0.043543759 0.956456241 0.899414856 0.127846305 0.495340056 0.964637535
                    100099 ragged-20 411 1394 0.809626448 0.649468548 0.067178256 0.112447458 0.056460774 0.943539226 0.858558059 0.130891950 0.319350263 0.955317647
                    100099 human-0 7 8 0.738153005 0.626386469 0.734621241 0.195973472 0.097986736 0.902013264 0.749708215 0.214878572 0.025673409 0.979779924
                    100099 human-1 8 9 0.792129162 0.674318870 0.680537495 0.253340328 0.126670164 0.873329836 0.719264085 0.153840706 0.029475198 0.873329836
                    104055 grid-7 3174 3174 0.975029589 0.795452442 0.062265322 0.053229362 0.026695639 0.973304361 0.916423983 0.785088394 0.483844017 0.975071405
                    104055 grid-16 651 651 0.662353623 0.479222611 0.086076363 0.087423872 0.043897600 0.956102400 0.841359343 0.782229950 0.233806776 0.961638849
                    104055 grid-31 176 176 0.361174884 0.240232511 0.090882064 0.152980443 0.078098587 0.921901413 0.711564970 0.776897679 0.120789373 0.929074294
                    104055 ragged-12 1103 3915 0.976301906 0.880031320 0.059997429 0.087104358 0.043717333 0.956282667 0.859372312 0.135285013 0.505592580 0.960006736
                    104055 ragged-20 413 1675 0.774359994 0.618749861 0.073220177 0.144978552 0.073105096 0.926894904 0.784304876 0.121343972 0.322731070 0.937746517
                    104055 human-0 19 27 0.849173892 0.759858344 0.818310874 0.127381299 0.064143367 0.935856633 0.530156253 0.224286841 0.030848246 0.981910739
                    104055 human-1 18 21 0.703968087 0.619147596 0.720765262 0.190199545 0.103723421 0.896276579 0.460144817 0.268401651 0.029578824 0.896276579
                    """)
    void photosScoreAsTheOutsideProgramScoresThem(
            String photo,
            String map,
            int labels,
            int components,
            double recall,
            double fineRecall,
            double precision,
            double leakage,
            double leak,
            double accuracy,
            double variation,
            double compactness,
            double density,
            double bestAccuracy)
            throws IOException {
        List<SegmentMap> humans = humans(photo);
        SegmentMap first = humans.getFirst();
        int size = Integer.parseInt(map.substring(map.indexOf('-') + 1));
        var metrics =
                SuperpixelMetrics.of(
                        switch (map.substring(0, map.indexOf('-'))) {
                            case "grid" -> LabelMaps.grid(first.height(), first.width(), size);
                            case "ragged" -> LabelMaps.ragged(first.height(), first.width(), size);
                            default -> humans.get(size);
                        });
        List<SegmentMap> truths =
                switch (map) {
                    case "human-0" -> humans.subList(1, humans.size());
                    case "human-1" -> humans.subList(0, 1);
                    default -> humans;
                };
        assertThat(metrics.labels()).isEqualTo(labels);
        assertThat(metrics.components()).isEqualTo(components);
        assertThat(metrics.compactness()).isCloseTo(compactness, within(EXACT));
        assertThat(metrics.contourDensity()).isCloseTo(density, within(EXACT));
        assertThat(metrics.explainedVariation(photo(photo))).isCloseTo(variation, within(EXACT));
        List<Agreement> each = metrics.against(truths);
        assertAgreement(Agreement.mean(each), recall, fineRecall, precision, leakage, accuracy);
        assertThat(1 - Agreement.mean(each).achievableAccuracy()).isCloseTo(leak, within(EXACT));
        assertThat(each.stream().mapToDouble(Agreement::achievableAccuracy).max())
                .hasValueCloseTo(bestAccuracy, within(EXACT));
    }

    private static List<SegmentMap> humans(String photo) throws IOException {
        List<Path> files;
        try (var listing = Files.list(RealData.at("bsds/gt"))) {
            files =
                    listing.filter(file ->
                                    file.getFileName().toString().matches(photo + "_\\d+\\.png"))
                            .sorted()
                            .toList();
        }
        List<SegmentMap> humans = new ArrayList<>();
        for (Path file : files) {
            BufferedImage image = ImageIO.read(file.toFile());
            int[] labels =
                    image.getRaster()
                            .getSamples(0, 0, image.getWidth(), image.getHeight(), 0, (int[]) null);
            humans.add(SegmentMap.of(labels, image.getHeight(), image.getWidth()));
        }
        return humans;
    }

    private static Tensor photo(String name) throws IOException {
        BufferedImage image = ImageIO.read(RealData.at("bsds/images/" + name + ".jpg").toFile());
        int[] samples =
                image.getRaster()
                        .getPixels(0, 0, image.getWidth(), image.getHeight(), (int[]) null);
        return Tensor.of(samples, image.getHeight(), image.getWidth(), 3);
    }

    /// Large enough for a fine recall of radius 3.
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            textBlock =
                    """
                    ragged-40 450 1945 0.430599478 0.517564966 0.105938367 0.421422857 0.218384286 0.781615714 0.278739077 0.124194092 0.170661429 0.781615714
                    grid-90 96 96 0.115885868 0.161614496 0.388108713 0.998962857 0.805944286 0.194055714 0.082822480 0.779217571 0.041560000 0.247437143
                    """)
    void aLargeDrawnPictureScoresAsTheOutsideProgramScoresIt(
            String map,
            int labels,
            int components,
            double recall,
            double fineRecall,
            double precision,
            double leakage,
            double leak,
            double accuracy,
            double variation,
            double compactness,
            double density,
            double bestAccuracy) {
        SegmentMap ragged = LabelMaps.ragged(700, 1000, 40);
        SegmentMap grid = LabelMaps.grid(700, 1000, 90);
        int[] picture = new int[700 * 1000 * 3];
        for (int y = 0, at = 0; y < 700; y++) {
            for (int x = 0; x < 1000; x++) {
                picture[at++] = x * y % 251;
                picture[at++] = (3 * x + y) % 256;
                picture[at++] = (x ^ y) % 256;
            }
        }
        boolean jagged = map.equals("ragged-40");
        var metrics = SuperpixelMetrics.of(jagged ? ragged : grid);
        List<Agreement> each =
                metrics.against(
                        jagged ? List.of(grid) : List.of(ragged, LabelMaps.grid(700, 1000, 33)));
        assertThat(metrics.labels()).isEqualTo(labels);
        assertThat(metrics.components()).isEqualTo(components);
        assertThat(metrics.compactness()).isCloseTo(compactness, within(EXACT));
        assertThat(metrics.contourDensity()).isCloseTo(density, within(EXACT));
        assertThat(metrics.explainedVariation(Tensor.of(picture, 700, 1000, 3)))
                .isCloseTo(variation, within(EXACT));
        assertAgreement(Agreement.mean(each), recall, fineRecall, precision, leakage, accuracy);
        assertThat(1 - Agreement.mean(each).achievableAccuracy()).isCloseTo(leak, within(EXACT));
        assertThat(each.stream().mapToDouble(Agreement::achievableAccuracy).max())
                .hasValueCloseTo(bestAccuracy, within(EXACT));
    }

    private static void assertAgreement(
            Agreement actual,
            double recall,
            double fineRecall,
            double precision,
            double leakage,
            double accuracy) {
        assertThat(actual.boundaryRecall()).isCloseTo(recall, within(EXACT));
        assertThat(actual.fineBoundaryRecall()).isCloseTo(fineRecall, within(EXACT));
        assertThat(actual.boundaryPrecision()).isCloseTo(precision, within(EXACT));
        assertThat(actual.undersegmentationError()).isCloseTo(leakage, within(EXACT));
        assertThat(actual.achievableAccuracy()).isCloseTo(accuracy, within(EXACT));
    }

    @Test
    void aPixelAloneIsPerfect() {
        SegmentMap pixel = SegmentMap.of(new int[] {7}, 1, 1);
        var metrics = SuperpixelMetrics.of(pixel);
        assertThat(metrics.labels()).isOne();
        assertThat(metrics.components()).isOne();
        assertThat(metrics.compactness()).isCloseTo(Math.PI / 4, within(1e-15));
        assertThat(metrics.contourDensity()).isZero();
        assertThat(metrics.explainedVariation(Tensor.of(new float[] {3}, 1, 1, 1))).isOne();
        assertThat(metrics.against(pixel)).isEqualTo(new Agreement(1, 1, 1, 0, 1));
    }

    @Test
    void ignoredPixelsCountAsOneMoreLabel() {
        int[] marked = {0, 0, 255, 255, 1, 1, 255, -3};
        SegmentMap masked = SegmentMap.of(Tensor.of(marked, 2, 4), Labelling.DENSE.ignoring(255));
        SegmentMap plain = SegmentMap.of(new int[] {0, 0, 2, 2, 1, 1, 2, 2}, 2, 4);
        var metrics = SuperpixelMetrics.of(masked);
        assertThat(metrics.labels()).isEqualTo(3);
        assertThat(metrics.components()).isEqualTo(3);
        assertThat(metrics.contourDensity())
                .isEqualTo(SuperpixelMetrics.of(plain).contourDensity());
        assertThat(metrics.against(masked)).isEqualTo(new Agreement(1, 1, 1, 0, 1));
        assertThat(metrics.against(plain)).isEqualTo(metrics.against(masked));
    }

    @Test
    void gapsInTheLabelsDoNotCount() {
        var metrics = SuperpixelMetrics.of(SegmentMap.of(new int[] {9, 9, 3, 3}, 2, 2));
        assertThat(metrics.labels()).isEqualTo(2);
        assertThat(metrics.compactness()).isCloseTo(2 * 4 * Math.PI / 36, within(1e-15));
        assertThat(metrics.explainedVariation(Tensor.of(new int[] {1, 1, 5, 5}, 2, 2, 1))).isOne();
    }

    @Test
    void picturesThatDoNotFitAreRefused() {
        var metrics = SuperpixelMetrics.of(LabelMaps.grid(4, 5, 2));
        assertThatThrownBy(() -> SuperpixelMetrics.of(SegmentMap.of(new int[0], 0, 5)))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("at least one pixel")
                .hasMessageContaining("[1,0,5]");
        assertThatThrownBy(() ->
                        SuperpixelMetrics.of(
                                SegmentMap.of(Tensor.of(new int[2], 2, 1, 1), Labelling.DENSE)))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("one picture");
        assertThatThrownBy(() -> metrics.against(LabelMaps.grid(5, 4, 2)))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("[1,4,5]")
                .hasMessageContaining("[1,5,4]");
        assertThatThrownBy(() -> metrics.explainedVariation(Tensor.of(new float[60], 5, 4, 3)))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("[4,5,C]");
        assertThatThrownBy(() -> Agreement.mean(List.of())).isInstanceOf(ParameterException.class);
    }
}
