package smalti.spn;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import smalti.device.Device;
import smalti.nn.WeightFile;
import smalti.photo.Photo;
import smalti.tensor.Tensor;
import smalti.train.MaskMaker;
import smalti.train.Settings;

/// Makes masks of pictures by a [SpnNetwork] that was trained.
final class SpnMasks implements MaskMaker {
    private final Encoding encoding;
    private final Localization localization;
    private final Branch branch;
    private final List<Integer> sides;
    private final double share;

    private SpnMasks(
            Encoding encoding,
            Localization localization,
            Branch branch,
            List<Integer> sides,
            double share) {
        this.encoding = encoding;
        this.localization = localization;
        this.branch = branch;
        this.sides = sides;
        this.share = share;
    }

    /// Reads a network.
    ///
    /// @param settings that it was trained with
    /// @param classes the number of classes of objects
    /// @param weights that its training left
    static SpnMasks open(Settings settings, int classes, Path weights, Device device)
            throws IOException {
        SpnTraining.Built built = SpnTraining.built(settings, classes);
        WeightFile.read(weights, built.parameters());
        var superpixels = new Superpixelled(SpnTraining.slic(settings), device);
        return new SpnMasks(
                built.encoding(device),
                new Localization(built.network(), built.parameters(), superpixels, device),
                SpnTraining.branch(settings),
                settings.integers("sides", SpnTraining.LEAST_SIDE),
                settings.number("share", 0, 1));
    }

    @Override
    public Tensor mask(Photo photo, Set<Integer> shown) {
        return localization
                .maps(branch, photo, side -> encoding.encode(photo, side), sides)
                .mask(shown, share);
    }

    @Override
    public void close() {
        encoding.close();
    }
}
