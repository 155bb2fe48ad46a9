package smalti.matting;

import java.util.ArrayList;
import java.util.List;

/// Joins soft components until few are left: again and again the two that raise the scatter of features within components least.
///
/// Ward, "Hierarchical Grouping to Optimize an Objective Function", 1963. Aksoy et al. group by k-means instead, which for so few
/// components depends much on where it begins.
final class Merging {
    private Merging() {}

    private record Group(double area, double[] mean, List<Integer> members) {
        /// What joining two adds to the scatter.
        double cost(Group other) {
            double squares = 0;
            for (int i = 0; i < mean.length; i++) {
                squares += (mean[i] - other.mean[i]) * (mean[i] - other.mean[i]);
            }
            return area * other.area / (area + other.area) * squares;
        }

        Group with(Group other) {
            double[] joined = new double[mean.length];
            for (int i = 0; i < joined.length; i++) {
                joined[i] = (area * mean[i] + other.area * other.mean[i]) / (area + other.area);
            }
            List<Integer> all = new ArrayList<>(members);
            all.addAll(other.members);
            return new Group(area + other.area, joined, all);
        }
    }

    /// The members of each group.
    ///
    /// @param areas of the components, above 0
    /// @param features of the components
    /// @param count groups that are left, if there are as many components
    static List<List<Integer>> of(double[] areas, double[][] features, int count) {
        List<Group> groups = new ArrayList<>();
        for (int k = 0; k < areas.length; k++) {
            groups.add(new Group(areas[k], features[k], List.of(k)));
        }
        while (groups.size() > count) {
            int first = 0;
            int second = 1;
            for (int i = 0; i < groups.size(); i++) {
                for (int j = i + 1; j < groups.size(); j++) {
                    if (groups.get(i).cost(groups.get(j))
                            < groups.get(first).cost(groups.get(second))) {
                        first = i;
                        second = j;
                    }
                }
            }
            groups.set(first, groups.get(first).with(groups.get(second)));
            groups.remove(second);
        }
        return groups.stream().map(Group::members).toList();
    }
}
