package smalti.bench.opencv;

import java.nio.IntBuffer;
import java.util.List;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.global.opencv_ximgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_ximgproc.SuperpixelSLIC;
import smalti.bench.contest.Contestant;
import smalti.bench.contest.Outcome;
import smalti.bench.contest.Setting;
import smalti.bench.contest.Trial;
import smalti.bench.workload.NetworkWorkload;
import smalti.bench.workload.PictureInput;
import smalti.bench.workload.PoolingWorkload;
import smalti.bench.workload.SegmentMapWorkload;
import smalti.bench.workload.SuperpixelWorkload;
import smalti.bench.workload.Supplies;
import smalti.bench.workload.Workload;

/// SLIC of OpenCV's module ximgproc with its default parameters: CIELAB, ten iterations, connectivity enforced. It takes
/// the size of superpixels, here that of as many squares as are asked for.
public final class OpencvContestant implements Contestant {
    private static final float RULER = 10;
    private static final int ITERATIONS = 10;

    /// In percent of the mean size.
    private static final int SMALLEST = 25;

    @Override
    public String name() {
        return "opencv";
    }

    @Override
    public List<Trial> prepare(Workload workload, Supplies supplies, Setting setting) {
        return switch (workload) {
            case SuperpixelWorkload superpixels -> {
                opencv_core.setNumThreads(setting.threads());
                yield List.of(slic(superpixels));
            }
            case PoolingWorkload _, SegmentMapWorkload _, NetworkWorkload _ -> List.of();
        };
    }

    private static Trial slic(SuperpixelWorkload workload) {
        PictureInput input = workload.input();
        Mat picture = new Mat(input.height(), input.width(), opencv_core.CV_8UC3);
        picture.data().put(input.bytes());
        int size =
                Math.max(
                        1,
                        (int)
                                Math.round(
                                        Math.sqrt(
                                                (double) input.width()
                                                        * input.height()
                                                        / workload.segments())));
        Mat lab = new Mat();
        Mat labels = new Mat();
        return new Trial(
                "opencv-slic",
                "SLIC",
                () -> {
                    opencv_imgproc.cvtColor(picture, lab, opencv_imgproc.COLOR_RGB2Lab);
                    try (SuperpixelSLIC slic =
                            opencv_ximgproc.createSuperpixelSLIC(
                                    lab, opencv_ximgproc.SLIC, size, RULER)) {
                        slic.iterate(ITERATIONS);
                        slic.enforceLabelConnectivity(SMALLEST);
                        slic.getLabels(labels);
                    }
                    return labels;
                },
                _ -> {
                    IntBuffer buffer = labels.createBuffer();
                    int[] values = new int[input.width() * input.height()];
                    buffer.get(values);
                    return new Outcome.Labels(values);
                },
                () -> {
                    picture.close();
                    lab.close();
                    labels.close();
                });
    }
}
