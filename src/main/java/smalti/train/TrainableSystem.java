package smalti.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import smalti.zoo.PictureModel;

/// A published system that can be trained from a command line: what may be chosen, how it is taught, and what comes out.
public interface TrainableSystem {
    /// The name that it is asked for by.
    String name();

    /// What it learns, one line for people.
    String about();

    /// What may be chosen.
    List<Setting> settings();

    /// Choices that go together, by name.
    SequencedMap<String, Map<String, String>> presets();

    /// Prepares a run.
    ///
    /// @throws smalti.error.ParameterException if something cannot be chosen so
    /// @throws smalti.error.FormatException if a file of weights or of the data set is not as it should be
    Course course(Setup setup) throws IOException;

    /// What a run has come to.
    ///
    /// @param classes names that the run learnt
    /// @param weights that it left
    PictureModel model(Settings settings, List<String> classes, Path weights) throws IOException;
}
