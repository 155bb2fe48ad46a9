package smalti.claim;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Where a claim is tried once.
///
/// @param place the folder of this trial
/// @param shared a folder that all trials have in common
/// @param set the options that name the data set
/// @param parts the options that name its parts
/// @param more options for each training
record Attempt(
        Path place,
        Path shared,
        List<String> set,
        List<String> parts,
        String weights,
        List<String> more,
        long seed) {
    /// What stands for the folder that all trials have in common.
    static final String SHARED = "{shared}";

    /// What stands for the folder of a trial.
    static final String OWN = "{own}/";

    /// What stands for the folder of the encoders' weights.
    static final String WEIGHTS = "{weights}";

    String folder(String name) {
        return place.resolve(name).toString();
    }

    List<String> data() {
        List<String> all = new ArrayList<>(set);
        all.addAll(parts);
        return all;
    }

    List<String> resolved(List<String> options) {
        return options.stream().map(this::resolved).toList();
    }

    private String resolved(String option) {
        return switch (option) {
            case SHARED -> shared.toString();
            case WEIGHTS -> weights;
            case String own when own.startsWith(OWN) -> folder(own.substring(OWN.length()));
            default -> option;
        };
    }
}
