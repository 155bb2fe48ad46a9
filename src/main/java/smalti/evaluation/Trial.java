package smalti.evaluation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import smalti.picture.ClassOverlay;
import smalti.picture.Drawing;
import smalti.tensor.Tensor;

/// Trying a network on labelled pictures, one after the other: counts what was taken for what, and keeps some to look at.
public final class Trial {
    private static final int SHOWN = 12;

    private final List<String> classes;
    private final int every;
    private final Tally tally;
    private final ClassOverlay overlay;
    private final List<Exhibit> exhibits = new ArrayList<>();
    private int seen;

    /// @param classes names
    /// @param pictures how many there will be
    public Trial(List<String> classes, int pictures) {
        this.classes = List.copyOf(classes);
        this.every = Math.max(1, pictures / SHOWN);
        this.tally = new Tally(classes.size());
        this.overlay = new ClassOverlay(classes, -1);
    }

    /// Adds a picture.
    ///
    /// @param truth `I32 [H,W]`, -1 where nobody knows
    /// @param answer `I32 [H,W]`
    public void add(String name, Drawing photo, Tensor truth, Tensor answer) {
        tally.add(answer, truth);
        if (seen++ % every == 0 && exhibits.size() < SHOWN) {
            exhibits.add(new Exhibit(name, photo, overlay.mask(truth), overlay.mask(answer)));
        }
    }

    /// What came out.
    ///
    /// @param score what the mean intersection over union is called
    public Examination examination(String score) {
        ConfusionMatrix confusion = tally.everywhere();
        var scores = new LinkedHashMap<String, Double>();
        scores.put(score, confusion.meanIntersectionOverUnion());
        scores.put("pixel accuracy", confusion.pixelAccuracy());
        scores.put(score + " near outlines", tally.nearOutlines().meanIntersectionOverUnion());
        return new Examination(scores, classes, Optional.of(confusion), exhibits);
    }
}
