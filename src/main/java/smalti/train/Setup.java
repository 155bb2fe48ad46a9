package smalti.train;

import java.nio.file.Path;
import smalti.device.Device;

/// All that a run is prepared from.
///
/// @param scratch a folder for what can be made again, which a run that goes on finds as it was
/// @param listener is told of long preparations
public record Setup(
        Settings settings, TrainingData data, Device device, Path scratch, Listener listener) {
    /// Is told how far a preparation has come.
    @FunctionalInterface
    public interface Listener {
        void at(String what, int done, int all);
    }
}
