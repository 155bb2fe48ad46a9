package smalti.evaluation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// What came out when a network was tried on pictures that it had not learnt from.
///
/// @param scores by name, the one that counts first; larger is better
/// @param classes names of the classes of the confusion
/// @param confusion what was taken for what, if there are classes
/// @param exhibits some of the pictures
public record Examination(
        SequencedMap<String, Double> scores,
        List<String> classes,
        Optional<ConfusionMatrix> confusion,
        List<Exhibit> exhibits) {
    public Examination {
        scores = java.util.Collections.unmodifiableSequencedMap(new LinkedHashMap<>(scores));
        classes = List.copyOf(classes);
        exhibits = List.copyOf(exhibits);
    }

    /// The score that counts.
    public Map.Entry<String, Double> score() {
        return scores.firstEntry();
    }
}
