package smalti.bench.boofcv;

import boofcv.abst.segmentation.ImageSuperpixels;
import boofcv.concurrency.BoofConcurrency;
import boofcv.factory.segmentation.ConfigSlic;
import boofcv.factory.segmentation.FactoryImageSegmentation;
import boofcv.struct.image.GrayS32;
import boofcv.struct.image.GrayU8;
import boofcv.struct.image.ImageType;
import boofcv.struct.image.Planar;
import java.util.List;
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

/// SLIC of BoofCV with its default parameters, on planes of red, green and blue, which it is given ready.
public final class BoofcvContestant implements Contestant {
    @Override
    public String name() {
        return "boofcv";
    }

    @Override
    public List<Trial> prepare(Workload workload, Supplies supplies, Setting setting) {
        return switch (workload) {
            case SuperpixelWorkload superpixels -> {
                BoofConcurrency.USE_CONCURRENT = setting.threads() > 1;
                BoofConcurrency.setMaxThreads(setting.threads());
                yield List.of(slic(superpixels));
            }
            case PoolingWorkload _, SegmentMapWorkload _, NetworkWorkload _ -> List.of();
        };
    }

    private static Trial slic(SuperpixelWorkload workload) {
        PictureInput input = workload.input();
        Planar<GrayU8> picture = new Planar<>(GrayU8.class, input.width(), input.height(), 3);
        byte[] bytes = input.bytes();
        for (int band = 0; band < 3; band++) {
            byte[] plane = picture.getBand(band).data;
            for (int pixel = 0; pixel < plane.length; pixel++) {
                plane[pixel] = bytes[3 * pixel + band];
            }
        }
        ImageSuperpixels<Planar<GrayU8>> slic =
                FactoryImageSegmentation.slic(
                        new ConfigSlic(workload.segments()), ImageType.pl(3, GrayU8.class));
        GrayS32 labels = new GrayS32(input.width(), input.height());
        return Trial.onHeap(
                "boofcv-slic",
                "SLIC",
                () -> {
                    slic.segment(picture, labels);
                    return labels;
                },
                _ -> new Outcome.Labels(labels.data.clone()));
    }
}
