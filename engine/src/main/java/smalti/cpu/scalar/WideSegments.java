package smalti.cpu.scalar;

import smalti.segment.SegmentMap;

/// Segments of maps of doubles or integers, gathered one by one.
public final class WideSegments {
    /// Reads an element of a map as a double.
    public interface Source {
        double at(int index);
    }

    private final SegmentMap map;
    private final Source source;
    private final int pixelStep;
    private final int channelStep;
    private final int imageStep;

    /// @param pixelStep from a pixel to the next
    /// @param channelStep from a channel to the next
    /// @param imageStep from an image to the next
    public WideSegments(
            SegmentMap map, Source source, int pixelStep, int channelStep, int imageStep) {
        this.map = map;
        this.source = source;
        this.pixelStep = pixelStep;
        this.channelStep = channelStep;
        this.imageStep = imageStep;
    }

    /// The value of a pixel of the image that segment `b·K + k` lies in.
    public double value(int segment, int channel, int pixel) {
        int image = segment / map.segments();
        return source.at(image * imageStep + channel * channelStep + pixel * pixelStep);
    }

    public double sum(int segment, int channel) {
        int firstPixel = segment / map.segments() * map.height() * map.width();
        double sum = 0;
        for (int at = map.segmentStarts()[segment]; at < map.segmentStarts()[segment + 1]; at++) {
            int run = map.segmentRuns()[at];
            for (int pixel = map.runStarts()[run]; pixel < map.runStarts()[run + 1]; pixel++) {
                sum += value(segment, channel, pixel - firstPixel);
            }
        }
        return sum;
    }

    /// The pixel of the largest or smallest value, the first of equals; NaN before all. The segment is not empty.
    public int select(int segment, int channel, boolean largest) {
        int firstPixel = segment / map.segments() * map.height() * map.width();
        int where = map.firstPixel(segment);
        double most = value(segment, channel, where);
        for (int at = map.segmentStarts()[segment]; at < map.segmentStarts()[segment + 1]; at++) {
            int run = map.segmentRuns()[at];
            for (int pixel = map.runStarts()[run]; pixel < map.runStarts()[run + 1]; pixel++) {
                double value = value(segment, channel, pixel - firstPixel);
                boolean more = largest ? value > most : value < most;
                if (!Double.isNaN(most) && (more || Double.isNaN(value))) {
                    most = value;
                    where = pixel - firstPixel;
                }
            }
        }
        return where;
    }
}
