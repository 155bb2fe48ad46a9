package smalti.spn;

/// What of the network learns and answers.
public enum Branch {
    /// Both branches learn; superpixels answer.
    SUPERPIXELS,
    /// The branch without superpixels alone, as what the paper compares itself with: class activation maps.
    ///
    /// Zhou et al., "Learning Deep Features for Discriminative Localization", 2016.
    PLAIN;

    /// The name that it is asked for by.
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
