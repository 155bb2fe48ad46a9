package smalti.bench.gpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.json.JsonFactory;

/// All figures of one run, as JSON.
///
/// @param device what was measured, with its driver
/// @param firstResult seconds of a process that pools once
record Report(String device, double copyBytes, double firstResult, List<Figures> figures) {
    void write(Path file) throws IOException {
        try (var out = Files.newBufferedWriter(file);
                JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.writeStartObject();
            json.writeStringProperty("device", device);
            json.writeNumberProperty("copyBytesPerSecond", copyBytes);
            json.writeNumberProperty("firstResultSeconds", firstResult);
            json.writeArrayPropertyStart("trials");
            for (Figures each : figures) {
                write(each, json);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static void write(Figures figures, JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("trial", figures.trial().name());
        json.writeNumberProperty("seconds", figures.seconds());
        if (figures.trial().bytes() > 0) {
            json.writeNumberProperty("copyShare", figures.copyShare());
        }
        json.writeStringProperty("goal", figures.trial().goal().toString());
        json.writeObjectPropertyStart("peerSeconds");
        for (Map.Entry<String, Double> peer : figures.peers().entrySet()) {
            json.writeNumberProperty(peer.getKey(), peer.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }
}
