package smalti.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import smalti.nn.Parameters;
import smalti.nn.Scope;
import smalti.nn.WeightFile;
import smalti.zoo.Backbone;

/// The weights of an encoder that was never trained.
public final class TinyEncoder {
    private TinyEncoder() {}

    /// Writes those of SqueezeNet's features.
    ///
    /// @return the file
    public static Path write(Path folder) throws IOException {
        Path weights = folder.resolve("squeezenet1_1.safetensors");
        var parameters = new Parameters();
        Backbone.SQUEEZENET1_1.build(Scope.of(parameters, new SplittableRandom(2)), 16);
        WeightFile.write(weights, parameters);
        return weights;
    }
}
