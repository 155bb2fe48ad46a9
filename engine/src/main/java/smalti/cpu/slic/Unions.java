package smalti.cpu.slic;

import java.util.Arrays;

/// Sets of things that are numbered from 0; a set's root is its first thing.
final class Unions {
    private final int[] parents;
    private int sets;

    /// Every thing by itself.
    Unions(int things) {
        parents = new int[things];
        Arrays.setAll(parents, thing -> thing);
        sets = things;
    }

    void unite(int one, int other) {
        int a = root(one);
        int b = root(other);
        if (a != b) {
            parents[Math.max(a, b)] = Math.min(a, b);
            sets--;
        }
    }

    int root(int thing) {
        int at = thing;
        while (parents[at] != at) {
            // Halving the path keeps it short without a second walk.
            parents[at] = parents[parents[at]];
            at = parents[at];
        }
        return at;
    }

    /// How many sets there are.
    int sets() {
        return sets;
    }

    /// The number of each thing's set, in the order of the roots. The numbers take the place of what was known: nothing
    /// else can be asked afterwards.
    int[] intoNumbers() {
        int next = 0;
        for (int thing = 0; thing < parents.length; thing++) {
            // Parents come before their children, so they have their numbers.
            int parent = parents[thing];
            parents[thing] = parent == thing ? next++ : parents[parent];
        }
        return parents;
    }
}
