package smalti.train;

import java.io.IOException;
import java.nio.file.Path;
import smalti.dataset.ObjectClasses;
import smalti.device.Device;

/// A system whose networks make masks of pictures of which nothing is known but the classes that they show: what other
/// networks learn from instead of labels that somebody drew.
public interface MaskingSystem extends TrainableSystem {
    /// What a run has come to.
    ///
    /// @param settings that it was trained with
    /// @param weights that it left
    MaskMaker masks(Settings settings, ObjectClasses classes, Path weights, Device device)
            throws IOException;
}
