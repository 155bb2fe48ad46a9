package smalti.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import smalti.dataset.ClassMapping;
import smalti.dataset.LabelledPicture;
import smalti.dataset.LabelledPictures;
import smalti.device.Device;
import smalti.error.FormatException;
import smalti.error.SmaltiException;
import smalti.evaluation.ConfusionMatrix;
import smalti.evaluation.Tally;
import smalti.json.Json;
import smalti.photo.LabelReader;
import smalti.photo.Photo;
import smalti.photo.PhotoReader;
import smalti.picture.ConfusionPicture;
import smalti.picture.Drawing;
import smalti.picture.PngFile;
import smalti.tensor.Tensor;
import smalti.zoo.Segmenter;

@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = "smalti evaluate MODEL --data DIR --weights FILE [OPTIONS]",
        description = {
            "Measures how well a trained network segments a data set.",
            "",
            "Prints for each class the intersection of predicted and true pixels over their union (IoU), their mean over"
                    + " the classes that occur, and the same of pixels within 3 of an outline; writes"
                    + " MODEL.confusion.png, what was taken for what. Classes of set and network are matched by"
                    + " name; those that the network does not know are its background.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  smalti evaluate enet_camvid --data camvid --weights enet_camvid.safetensors",
            "  smalti evaluate deeplabv3_mnv2_voc --data VOC2012 --format voc --split val --weights weights/",
        })
final class EvaluateCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Mixin private ModelOptions modelOptions = new ModelOptions();

    @Mixin private DataSetOptions dataOptions = new DataSetOptions();

    @Option(
            names = "--split",
            paramLabel = "NAME",
            description = "The part of the set (${DEFAULT-VALUE}).")
    private String split = "val";

    @Mixin private OutputFolder output = new OutputFolder();

    @Mixin private DeviceOptions deviceOptions = new DeviceOptions();

    @Option(names = "--json", description = "Print results as one line of JSON.")
    private boolean json;

    EvaluateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        LabelledPictures set = dataOptions.format().read(dataOptions.folder(), split);
        if (!(modelOptions.model() instanceof Segmenter network)) {
            throw wrong(modelOptions.name() + " does not segment; its answers cannot be compared");
        }
        Device device = deviceOptions.device();
        output.prepare();
        var mapping = ClassMapping.of(set, network.classes());
        var tally = new Tally(network.classes().size());
        PhotoReader reader = PhotoReader.usual();
        LabelReader labels = new LabelReader(reader);
        List<LabelledPicture> pictures = set.pictures();
        long start = System.nanoTime();
        try (Progress progress = new Progress(terminal, pictures.size())) {
            for (int i = 0; i < pictures.size(); i++) {
                progress.at(i, pictures.get(i).id());
                Photo photo = reader.read(pictures.get(i).picture());
                Tensor truth = labels.read(pictures.get(i).labels());
                expectSize(photo, truth, pictures.get(i).labels());
                tally.add(network.classMap(device, photo.pixels()), mapping.apply(truth));
            }
        }
        if (tally.everywhere().present().isEmpty()) {
            throw new SmaltiException(
                    "%s: no pixel of the part %s has a class that %s knows; labels of test parts are often withheld"
                            .formatted(dataOptions.folder(), split, modelOptions.name()));
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        Path file = output.file(modelOptions.name() + ".confusion.png");
        PngFile.write(file, picture(network.classes(), tally.everywhere()));
        print(network.classes(), tally, pictures.size(), seconds, file);
        return Program.DONE;
    }

    private static void expectSize(Photo photo, Tensor labels, Path file) {
        if (labels.shape().size(0) != photo.height() || labels.shape().size(1) != photo.width()) {
            throw new FormatException(
                    file.toString(),
                    -1,
                    "labels of %d x %d for a picture of %d x %d"
                            .formatted(
                                    labels.shape().size(1),
                                    labels.shape().size(0),
                                    photo.width(),
                                    photo.height()));
        }
    }

    private CommandLine.ParameterException wrong(String what) {
        return new CommandLine.ParameterException(command.commandLine(), what);
    }

    private static Drawing picture(List<String> names, ConfusionMatrix confusion) {
        List<Integer> present = confusion.present();
        double[][] shares = new double[present.size()][present.size()];
        for (int row = 0; row < shares.length; row++) {
            for (int column = 0; column < shares.length; column++) {
                shares[row][column] =
                        (double) confusion.count(present.get(row), present.get(column))
                                / confusion.truths(present.get(row));
            }
        }
        return ConfusionPicture.draw(present.stream().map(names::get).toList(), shares);
    }

    private void print(List<String> names, Tally tally, int pictures, double seconds, Path file) {
        ConfusionMatrix confusion = tally.everywhere();
        List<Integer> present = confusion.present();
        double nearOutlines = tally.nearOutlines().meanIntersectionOverUnion();
        if (json) {
            Map<String, Object> classes = new LinkedHashMap<>();
            present.forEach(each ->
                    classes.put(
                            names.get(each), confusion.intersectionOverUnion(each).orElseThrow()));
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("model", modelOptions.name());
            line.put("pictures", pictures);
            line.put("meanIoU", confusion.meanIntersectionOverUnion());
            line.put("pixelAccuracy", confusion.pixelAccuracy());
            line.put("meanIoUNearOutlines", nearOutlines);
            line.put("classes", classes);
            line.put("seconds", seconds);
            line.put("confusion", file.toString());
            terminal.out().println(Json.line(line));
            return;
        }
        Table table = new Table().row("class", "IoU", "pixels");
        for (int each : present) {
            table.row(
                    names.get(each),
                    percent(confusion.intersectionOverUnion(each).orElseThrow()),
                    Long.toString(confusion.truths(each)));
        }
        table.row("mean of " + present.size(), percent(confusion.meanIntersectionOverUnion()));
        table.row("pixels right", percent(confusion.pixelAccuracy()));
        table.row("mean near outlines", percent(nearOutlines));
        table.print(terminal.out());
        terminal.out()
                .println(
                        "%d pictures in %.1f s; what was taken for what: %s"
                                .formatted(pictures, seconds, file));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f", 100 * share);
    }
}
