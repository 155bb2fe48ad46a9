package smalti.cli;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Names for the results of photos: each photo's own name without its suffix, with it where two would be the same, and
/// with a number where even that is not enough.
final class OutputNames {
    private OutputNames() {}

    static List<String> of(List<Path> photos) {
        Map<String, Integer> counts = new HashMap<>();
        for (Path photo : photos) {
            counts.merge(withoutSuffix(photo), 1, Integer::sum);
        }
        Set<String> taken = new HashSet<>();
        return photos.stream()
                .map(photo -> {
                    String base = withoutSuffix(photo);
                    String wanted = counts.getOrDefault(base, 0) == 1 ? base : name(photo);
                    String free = wanted;
                    for (int number = 2; !taken.add(free); number++) {
                        free = wanted + "." + number;
                    }
                    return free;
                })
                .toList();
    }

    private static String name(Path photo) {
        Path name = photo.getFileName();
        return name == null ? "photo" : name.toString();
    }

    private static String withoutSuffix(Path photo) {
        String name = name(photo);
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
