package smalti.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import smalti.bench.session.CaseResult;
import smalti.bench.session.Figure;
import smalti.bench.session.MemoryRow;
import smalti.bench.session.QualityRow;
import smalti.bench.session.SessionResult;
import smalti.file.Draft;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// All figures of sessions, for programs. Times are seconds, memory is bytes.
public final class Json {
    private Json() {}

    /// Writes beside the file and moves it there when it is whole.
    public static void write(List<SessionResult> sessions, Path file) throws IOException {
        try (Draft draft = Draft.of(file)) {
            try (var writer = Files.newBufferedWriter(draft.path());
                    JsonGenerator json =
                            new JsonFactory().createGenerator(ObjectWriteContext.empty(), writer)) {
                write(json, sessions);
            }
            draft.commit();
        }
    }

    private static void write(JsonGenerator json, List<SessionResult> sessions) {
        json.writeStartObject();
        Machine machine = Machine.current();
        json.writeName("machine");
        json.writeStartObject();
        json.writeStringProperty("java", machine.java());
        json.writeNumberProperty("processors", machine.processors());
        json.writeNumberProperty("vectorBits", machine.vectorBits());
        json.writeEndObject();
        json.writeName("sessions");
        json.writeStartArray();
        sessions.forEach(session -> write(json, session));
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, SessionResult session) {
        json.writeStartObject();
        json.writeStringProperty("group", session.group().word());
        json.writeStringProperty("time", session.time().toString());
        json.writeStringProperty("tempo", session.tempo().name().toLowerCase(Locale.ROOT));
        json.writeStringProperty("pictures", session.pictures());
        json.writeName("peakFlops");
        json.writeStartObject();
        session.peakFlops()
                .forEach((threads, flops) -> json.writeNumberProperty(threads.toString(), flops));
        json.writeEndObject();
        json.writeName("versions");
        json.writeStartObject();
        session.versions().forEach(json::writeStringProperty);
        json.writeEndObject();
        strings(json, "missing", session.missing());
        json.writeName("cases");
        json.writeStartArray();
        session.cases().forEach(result -> write(json, result));
        json.writeEndArray();
        json.writeName("quality");
        json.writeStartArray();
        session.quality().forEach(row -> write(json, row));
        json.writeEndArray();
        json.writeName("memory");
        json.writeStartArray();
        session.memory().forEach(row -> write(json, row));
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, MemoryRow row) {
        json.writeStartObject();
        json.writeStringProperty("case", row.name());
        json.writeStringProperty("contestant", row.contestant());
        json.writeStringProperty("form", row.form());
        json.writeNumberProperty("bytes", row.bytes());
        json.writeStringProperty("measured", row.measured());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, CaseResult result) {
        json.writeStartObject();
        json.writeStringProperty("case", result.name());
        json.writeNumberProperty("threads", result.threads());
        json.writeStringProperty("unit", result.workload().unit().symbol());
        json.writeNumberProperty("bytes", result.workload().bytes());
        result.ours().ifPresent(figure -> write(json, "ours", figure, result));
        result.ceiling().ifPresent(figure -> write(json, "ceiling", figure, result));
        result.share().ifPresent(share -> json.writeNumberProperty("shareOfCeiling", share));
        json.writeName("peers");
        json.writeStartArray();
        result.peers().forEach(figure -> write(json, figure, result));
        json.writeEndArray();
        strings(json, "complaints", result.complaints());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, Figure figure, CaseResult result) {
        json.writeName(name);
        write(json, figure, result);
    }

    private static void write(JsonGenerator json, Figure figure, CaseResult result) {
        json.writeStartObject();
        json.writeStringProperty("peer", figure.peer());
        json.writeStringProperty("form", figure.form());
        json.writeNumberProperty(
                "figure", result.workload().unit().figure(figure.seconds(), result.workload()));
        json.writeNumberProperty("seconds", figure.seconds());
        json.writeNumberProperty("low", figure.low());
        json.writeNumberProperty("high", figure.high());
        json.writeNumberProperty("calls", figure.calls());
        json.writeNumberProperty("coldSeconds", figure.coldSeconds());
        json.writeNumberProperty("coldBytes", figure.coldBytes());
        json.writeNumberProperty("steadyBytes", figure.steadyBytes());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, QualityRow row) {
        json.writeStartObject();
        json.writeStringProperty("contestant", row.contestant());
        json.writeNumberProperty("asked", row.asked());
        json.writeNumberProperty("produced", row.produced());
        json.writeNumberProperty("parts", row.parts());
        json.writeNumberProperty("asa", row.achievableAccuracy());
        json.writeNumberProperty("ue", row.undersegmentationError());
        json.writeNumberProperty("ev", row.explainedVariation());
        json.writeNumberProperty("rec2", row.boundaryRecall());
        json.writeNumberProperty("co", row.compactness());
        json.writeEndObject();
    }

    private static void strings(JsonGenerator json, String name, List<String> values) {
        json.writeName(name);
        json.writeStartArray();
        values.forEach(json::writeString);
        json.writeEndArray();
    }
}
