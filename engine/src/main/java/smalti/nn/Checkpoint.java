package smalti.nn;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import smalti.error.FormatException;
import smalti.file.SafetensorsReader;
import smalti.file.SafetensorsWriter;
import smalti.tensor.DType;
import smalti.tensor.Tensor;

/// A training run between two steps, kept in a safetensors file: the parameters, what the optimiser remembers, the number
/// of steps and the seed. What is drawn at random depends on seed and step alone, so nothing more is needed to go on to
/// the same bits.
///
/// The file appears, or replaces an older one, when it is whole: a run that is killed at any moment finds the last one.
///
/// @param steps how many have been taken
/// @param seed of the run
public record Checkpoint(long steps, long seed) {
    private static final String KIND = "smalti.checkpoint";
    private static final String VERSION = "1";
    private static final String STEPS = "smalti.steps";
    private static final String SEED = "smalti.seed";
    private static final String MODEL = "model/";
    private static final String OPTIMIZER = "optimizer/";

    /// Keeps a run.
    public static void write(Path file, Parameters parameters, Optimizer optimizer, long seed)
            throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        parameters.all().forEach(each -> tensors.put(MODEL + each.name(), each.tensor()));
        optimizer.memories().forEach((name, tensor) -> tensors.put(OPTIMIZER + name, tensor));
        SafetensorsWriter.write(
                file,
                tensors,
                Map.of(
                        KIND, VERSION,
                        STEPS, Long.toString(optimizer.steps()),
                        SEED, Long.toString(seed)));
    }

    /// Goes back to where a run was kept: overwrites parameters and the optimiser's memory.
    ///
    /// @throws FormatException if the file is no checkpoint of this network; nothing is changed then
    public static Checkpoint read(Path file, Parameters parameters, Optimizer optimizer)
            throws IOException {
        try (var reader = SafetensorsReader.open(file)) {
            if (!VERSION.equals(reader.metadata().get(KIND))) {
                throw new FormatException(
                        file.toString(), -1, "is not a checkpoint of a training run");
            }
            long steps = number(file, reader, STEPS);
            long seed = number(file, reader, SEED);
            if (steps < 0) {
                throw new FormatException(
                        file.toString(), -1, STEPS + " is to be at least 0, not " + steps);
            }
            Map<Parameter, Tensor> stored = new LinkedHashMap<>();
            for (Parameter parameter : parameters.all()) {
                stored.put(
                        parameter,
                        read(file, reader, MODEL + parameter.name(), parameter)
                                .orElseThrow(() -> missing(file, parameter)));
            }
            Map<String, Tensor> memories = new HashMap<>();
            for (Parameter parameter : parameters.all()) {
                for (String memory : optimizer.memoriesOf(parameter)) {
                    read(file, reader, OPTIMIZER + memory, parameter)
                            .ifPresent(tensor -> memories.put(memory, tensor));
                }
            }
            stored.forEach((parameter, tensor) -> tensor.copyInto(parameter.tensor()));
            optimizer.restore(steps, memories);
            return new Checkpoint(steps, seed);
        }
    }

    private static FormatException missing(Path file, Parameter parameter) {
        return new FormatException(
                file.toString(),
                -1,
                "the checkpoint is of another network: " + parameter.name() + " is missing");
    }

    private static Optional<Tensor> read(
            Path file, SafetensorsReader reader, String name, Parameter parameter)
            throws IOException {
        if (!reader.names().contains(name)) {
            return Optional.empty();
        }
        if (!reader.shape(name).equals(parameter.tensor().shape())) {
            throw new FormatException(
                    file.toString(),
                    -1,
                    "the checkpoint is of another network: %s is %s, not %s"
                            .formatted(name, reader.shape(name), parameter.tensor().shape()));
        }
        return Optional.of(reader.read(name, DType.F32));
    }

    private static long number(Path file, SafetensorsReader reader, String key) {
        String text = reader.metadata().getOrDefault(key, "");
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException notANumber) {
            throw new FormatException(
                    file.toString(), -1, key + " is to be a number, not '" + text + "'");
        }
    }
}
