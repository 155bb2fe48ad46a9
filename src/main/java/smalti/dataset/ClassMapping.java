package smalti.dataset;

import java.util.List;
import java.util.Map;
import smalti.tensor.Tensor;

/// The classes of a data set in those of a network, matched by name. A class that the network does not know is its
/// background if it has one, else ignored.
public final class ClassMapping {
    private static final String BACKGROUND = "background";
    private static final int IGNORED = -1;

    /// What is called otherwise elsewhere.
    private static final Map<String, String> OTHER_NAMES =
            Map.of(
                    "face", "person",
                    "body", "person",
                    "motorcycle", "motorbike",
                    "diningtable", "dining table",
                    "pottedplant", "potted plant",
                    "tvmonitor", "television");

    private final int[] known;

    private ClassMapping(int[] known) {
        this.known = known;
    }

    /// The classes of a data set for a network.
    public static ClassMapping of(LabelledPictures set, List<String> network) {
        int[] known = new int[set.classes().size()];
        int other = network.indexOf(BACKGROUND);
        for (int label = 0; label < known.length; label++) {
            String name = set.classes().get(label);
            int same = network.indexOf(name);
            int renamed = network.indexOf(OTHER_NAMES.getOrDefault(name, name));
            known[label] =
                    label == set.ignored() || name.isEmpty()
                            ? IGNORED
                            : same >= 0 ? same : renamed >= 0 ? renamed : other;
        }
        return new ClassMapping(known);
    }

    /// Labels in the network's classes, -1 where they are ignored: what the set ignores, and labels without a name.
    ///
    /// @param labels `I32 [H,W]`
    public Tensor apply(Tensor labels) {
        int[] mapped = new int[(int) labels.elements()];
        for (int i = 0; i < mapped.length; i++) {
            int label = labels.ints()[labels.offset() + i];
            mapped[i] = label >= 0 && label < known.length ? known[label] : IGNORED;
        }
        return Tensor.of(mapped, labels.shape().sizes());
    }
}
