package dev.jacobi.transform;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/** Arrays that stand in several places of a call's leaves, as a whole or as a row. */
final class SharedArrays {
    /** Two leaves, which may be one that holds a row twice. */
    record Two(int changed, int other) {
    }

    private SharedArrays() {
    }

    /** A changed leaf and another of those that {@code among} accepts, or itself, in which the same array stands; null when there is none. */
    static Two find(List<Integer> changed, Object[] leaves, IntPredicate among) {
        for (int w : changed) {
            if (w >= leaves.length) {
                continue; // an array of a static field, which no leaf is
            }
            if (!(leaves[w] instanceof Object[])) {
                for (int k = 0; k < leaves.length; k++) {
                    if (k != w && among.test(k) && holds(leaves[k], leaves[w])) {
                        return new Two(w, k);
                    }
                }
                continue;
            }
            Map<Object, Boolean> mine = new IdentityHashMap<>();
            if (!add(leaves[w], mine)) {
                return new Two(w, w);
            }
            for (int k = 0; k < leaves.length; k++) {
                if (k != w && among.test(k) && any(leaves[k], mine)) {
                    return new Two(w, k);
                }
            }
        }
        return null;
    }

    private static boolean holds(Object array, Object x) {
        if (array == x) {
            return true;
        }
        if (array instanceof Object[] rows) {
            for (Object row : rows) {
                if (holds(row, x)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** False when an array in it stands there twice. */
    private static boolean add(Object array, Map<Object, Boolean> to) {
        if (array == null) {
            return true;
        }
        boolean once = to.put(array, true) == null;
        if (array instanceof Object[] rows) {
            for (Object row : rows) {
                once &= add(row, to);
            }
        }
        return once;
    }

    private static boolean any(Object array, Map<Object, Boolean> in) {
        if (array == null || !array.getClass().isArray()) {
            return false;
        }
        if (in.containsKey(array)) {
            return true;
        }
        if (array instanceof Object[] rows) {
            for (Object row : rows) {
                if (any(row, in)) {
                    return true;
                }
            }
        }
        return false;
    }
}
