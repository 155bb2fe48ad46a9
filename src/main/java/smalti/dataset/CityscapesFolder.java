package smalti.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import smalti.error.FormatException;

/// Cityscapes, as its two archives unpack over each other: with its scripts' train ids where all pictures have them.
final class CityscapesFolder implements FolderLayout {
    private static final int VOID = 255;
    private static final String PICTURE = "_leftImg8bit.png";
    private static final String TRAIN_IDS = "_gtFine_labelTrainIds.png";
    private static final String IDS = "_gtFine_labelIds.png";

    @Override
    public String landmark() {
        return "leftImg8bit";
    }

    @Override
    public LabelledPictures read(Path folder, String part) throws IOException {
        Path root = PartFiles.part(folder.resolve(landmark()), part, "");
        Path fine = folder.resolve("gtFine");
        if (!Files.exists(fine)) {
            throw new FormatException(
                    fine.toString(), -1, "is missing; the labels are a download of their own");
        }
        List<Path> pictures = PartFiles.files(root, PICTURE);
        List<LabelledPicture> trainIds = labelled(root, pictures, fine, TRAIN_IDS);
        if (trainIds.stream().allMatch(each -> Files.exists(each.labels()))) {
            return new LabelledPictures(trainIds, ClassList.CITYSCAPES, VOID);
        }
        List<LabelledPicture> ids = labelled(root, pictures, fine, IDS);
        ids.forEach(each -> PartFiles.paired(each.id(), each.picture(), each.labels()));
        return new LabelledPictures(ids, ClassList.CITYSCAPES_IDS, VOID);
    }

    /// Pictures and, in the folder of the same city, what labels of one kind are called.
    private static List<LabelledPicture> labelled(
            Path root, List<Path> pictures, Path fine, String suffix) {
        Path labels = fine.resolve(root.getFileName());
        List<LabelledPicture> all = new ArrayList<>();
        for (Path picture : pictures) {
            String id = PartFiles.withoutSuffix(picture, PICTURE);
            Path beside = root.relativize(picture).resolveSibling(id + suffix);
            all.add(new LabelledPicture(id, picture, labels.resolve(beside)));
        }
        return all;
    }
}
