package smalti.nn;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import smalti.error.FormatException;
import smalti.file.SafetensorsReader;
import smalti.file.SafetensorsWriter;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// Reads and writes a network's parameters as safetensors files, one tensor a parameter under its name.
public final class WeightFile {
    private static final String ORDER = "smalti.order";
    private static final String OURS = "channels last";
    private static final String BATCHES = ".num_batches_tracked";
    private static final int LISTED = 8;

    private WeightFile() {}

    /// Overwrites all parameters by what a file holds. Files that say nothing of the order of dimensions are PyTorch's,
    /// whose filters are turned, and whose counts of batches are passed over.
    ///
    /// @throws FormatException if tensors are missing, are no parameter's, or have another shape: they are listed, and no
    ///     parameter is changed
    public static void read(Path file, Parameters parameters) throws IOException {
        read(file, parameters.all(), true);
    }

    /// The same from the file of a larger network, of which this is a part: tensors of other parts are passed over.
    public static void readPart(Path file, Parameters parameters) throws IOException {
        read(file, parameters.all(), false);
    }

    /// The same into a part of the parameters, such as those of an encoder on which something new stands.
    public static void readPart(Path file, Parameters parameters, Predicate<Parameter> part)
            throws IOException {
        read(file, parameters.all().stream().filter(part).toList(), false);
    }

    private static void read(Path file, Collection<Parameter> parameters, boolean whole)
            throws IOException {
        try (var reader = SafetensorsReader.open(file)) {
            boolean ours = OURS.equals(reader.metadata().get(ORDER));
            check(file, reader, parameters, ours, whole);
            for (Parameter parameter : parameters) {
                Tensor stored = reader.read(parameter.name(), DType.F32);
                boolean turned = !ours && parameter.order() == WeightOrder.FILTER;
                (turned ? FilterOrder.fromOthers(stored) : stored).copyInto(parameter.tensor());
            }
        }
    }

    private static void check(
            Path file,
            SafetensorsReader reader,
            Collection<Parameter> parameters,
            boolean ours,
            boolean whole) {
        List<String> troubles = new ArrayList<>();
        var unknown = new TreeSet<>(reader.names());
        for (Parameter parameter : parameters) {
            if (!unknown.remove(parameter.name())) {
                troubles.add(parameter.name() + " is missing");
                continue;
            }
            Shape expected = parameter.tensor().shape();
            if (!ours && parameter.order() == WeightOrder.FILTER) {
                expected = FilterOrder.others(expected);
            }
            Shape actual = reader.shape(parameter.name());
            if (!actual.equals(expected)) {
                troubles.add("%s is %s, not %s".formatted(parameter.name(), actual, expected));
            }
        }
        if (whole) {
            unknown.removeIf(name -> name.endsWith(BATCHES));
            unknown.forEach(name -> troubles.add(name + " is unknown to this network"));
        }
        if (!troubles.isEmpty()) {
            String listed =
                    String.join("; ", troubles.subList(0, Math.min(LISTED, troubles.size())));
            String more =
                    troubles.size() > LISTED
                            ? "; and %d more".formatted(troubles.size() - LISTED)
                            : "";
            throw new FormatException(
                    file.toString(), -1, "these are not the network's weights: " + listed + more);
        }
    }

    /// Writes all parameters as they lie in memory. The file appears, or replaces an older one, when it is whole.
    public static void write(Path file, Parameters parameters) throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        parameters.all().forEach(each -> tensors.put(each.name(), each.tensor()));
        SafetensorsWriter.write(file, tensors, Map.of(ORDER, OURS));
    }

    /// Writes all parameters in PyTorch's order.
    public static void writeForOthers(Path file, Parameters parameters) throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Parameter each : parameters.all()) {
            tensors.put(
                    each.name(),
                    each.order() == WeightOrder.FILTER
                            ? FilterOrder.toOthers(each.tensor())
                            : each.tensor());
        }
        SafetensorsWriter.write(file, tensors, Map.of("format", "pt"));
    }
}
