package smalti.bench.session;

/// The means over all photos for one number of superpixels asked.
public record QualityRow(
        String contestant,
        int asked,
        double produced,
        double parts,
        double achievableAccuracy,
        double undersegmentationError,
        double explainedVariation,
        double boundaryRecall,
        double compactness) {}
