package smalti.dataset;

import java.util.ArrayList;
import java.util.List;

/// The classes of objects in a data set: all that have a name, but for the background.
///
/// @param names in their order
public record ObjectClasses(List<String> names) {
    /// What is there where no object is.
    public static final String BACKGROUND = "background";

    public ObjectClasses {
        names = List.copyOf(names);
    }

    /// Those among the classes of a set.
    public static ObjectClasses among(List<String> classes) {
        return new ObjectClasses(
                classes.stream()
                        .filter(each -> !each.isEmpty() && !each.equals(BACKGROUND))
                        .toList());
    }

    /// How many there are.
    public int count() {
        return names.size();
    }

    /// Their names behind that of the background, as masks number them.
    public List<String> onBackground() {
        List<String> all = new ArrayList<>(List.of(BACKGROUND));
        all.addAll(names);
        return all;
    }
}
