package smalti.pspnet;

import java.util.List;
import smalti.error.ParameterException;

/// The grids of a [PyramidPooling].
///
/// @param bins the bins along a side of each grid; none for no pyramid
/// @param normalizedFrom the bins from which on the branch of a grid is normalised by batches. A single bin gives one value a
///     picture, and what comes back through the normalisation of few values drives an encoder to where it learns nothing; from
///     2 on such a branch has a bias instead
public record Pyramid(List<Integer> bins, int normalizedFrom) {
    public Pyramid {
        bins = List.copyOf(bins);
        if (bins.stream().anyMatch(each -> each < 1)) {
            throw new ParameterException("the bins of a pyramid", "each at least 1", bins);
        }
    }

    /// The paper's, whose branches are all normalised.
    public static Pyramid of(Integer... bins) {
        return new Pyramid(List.of(bins), 1);
    }

    /// No pyramid.
    public static Pyramid none() {
        return of();
    }

    /// Whether the branch of a grid is normalised.
    boolean isNormalized(int bin) {
        return bin >= normalizedFrom;
    }
}
