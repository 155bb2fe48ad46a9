package smalti.decoupled;

import java.util.Locale;

/// How the scores of places become those of a picture.
public enum ScorePooling {
    /// The largest, as in the paper: the score of a class goes back to the one place that it came from.
    MAX,
    /// The mean: the score of a class goes back to all places alike.
    MEAN;

    /// The name that it is asked for by.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
