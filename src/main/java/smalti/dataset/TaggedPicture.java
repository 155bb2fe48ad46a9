package smalti.dataset;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/// A picture and the classes of what it shows, wherever that may be.
///
/// @param id its name within the set
/// @param classes labels, in their order
public record TaggedPicture(String id, Path picture, Set<Integer> classes) {
    public TaggedPicture {
        classes = java.util.Collections.unmodifiableSet(new TreeSet<>(classes));
    }
}
