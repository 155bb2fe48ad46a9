package smalti.testkit.reference;

import java.util.Arrays;
import smalti.op.Layout;
import smalti.segment.SegmentMap;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// Where values stand: which pixels belong to a segment, and which element of a map or a table holds what. Read from the
/// labels alone, not from the map's indices.
public final class Geometry {
    private final SegmentMap map;
    private final Layout layout;
    private final int channels;
    private final int pixels;
    private final int[][] members;

    public Geometry(SegmentMap map, Layout layout, int channels) {
        this.map = map;
        this.layout = layout;
        this.channels = channels;
        this.pixels = map.height() * map.width();
        this.members = new int[map.batch() * map.segments()][];
        findMembers();
    }

    private void findMembers() {
        int[] labels = map.labels().ints();
        int[] sizes = new int[members.length];
        for (int at = 0; at < labels.length; at++) {
            if (labels[at] >= 0) {
                sizes[row(at / pixels, labels[at])]++;
            }
        }
        Arrays.setAll(members, row -> new int[sizes[row]]);
        Arrays.fill(sizes, 0);
        for (int at = 0; at < labels.length; at++) {
            if (labels[at] >= 0) {
                int row = row(at / pixels, labels[at]);
                members[row][sizes[row]++] = at % pixels;
            }
        }
    }

    public int batch() {
        return map.batch();
    }

    public int segments() {
        return map.segments();
    }

    public int channels() {
        return channels;
    }

    /// Pixels an image.
    public int pixels() {
        return pixels;
    }

    /// The pixels of a segment in raster order, numbered within their image.
    public int[] members(int image, int segment) {
        return members[row(image, segment)];
    }

    public int row(int image, int segment) {
        return image * map.segments() + segment;
    }

    /// The element of a table `[B,K,C]`.
    public int inTable(int image, int segment, int channel) {
        return row(image, segment) * channels + channel;
    }

    /// The element of a feature map.
    public int inMap(int image, int pixel, int channel) {
        return layout == Layout.NHWC
                ? (image * pixels + pixel) * channels + channel
                : (image * channels + channel) * pixels + pixel;
    }

    /// The element of what has one value a pixel.
    public int inPixels(int image, int pixel) {
        return image * pixels + pixel;
    }

    Shape mapShape() {
        return layout.shape(map.batch(), map.height(), map.width(), channels);
    }

    Shape tableShape() {
        return Shape.of(map.batch(), map.segments(), channels);
    }

    Shape pixelShape() {
        return Shape.of(map.batch(), map.height(), map.width());
    }

    public static Geometry ofMap(SegmentMap map, Layout layout, Tensor features) {
        return new Geometry(map, layout, layout.channels(features.shape()));
    }

    public static Geometry ofTable(SegmentMap map, Layout layout, Tensor table) {
        return new Geometry(map, layout, table.shape().size(2));
    }

    /// What is done for every column of a segment, empty ones included.
    @FunctionalInterface
    public interface Visitor {
        void visit(int image, int segment, int channel, int[] members);
    }

    public void eachColumn(Visitor visitor) {
        for (int image = 0; image < map.batch(); image++) {
            for (int segment = 0; segment < map.segments(); segment++) {
                for (int channel = 0; channel < channels; channel++) {
                    visitor.visit(image, segment, channel, members(image, segment));
                }
            }
        }
    }
}
