package dev.jacobi.llvm.buffer;

import dev.jacobi.ir.Var;
import java.util.HashMap;
import java.util.Map;

/**
 * Groups of arrays, such that arrays of different groups certainly never share memory: a coarse answer at once, so that the exact question need not be
 * asked for all pairs of the thousands of arrays that a gradient's loop keeps. Groups only ever grow together (union-find).
 */
final class Relatives {
    private final Map<Var, Var> parents = new HashMap<>();
    /** How many arrays a group has, by the one that stands for it. */
    private final Map<Var, Integer> sizes = new HashMap<>();

    /** The array that stands for the group of this one. */
    Var group(Var v) {
        Var p = parents.putIfAbsent(v, v);
        if (p == null) {
            sizes.put(v, 1);
            return v;
        }
        Var at = v;
        while (!p.equals(at)) {
            Var above = parents.get(p);
            parents.put(at, above);
            at = p;
            p = above;
        }
        return at;
    }

    void join(Var a, Var b) {
        Var x = group(a);
        Var y = group(b);
        if (x.equals(y)) {
            return;
        }
        boolean large = sizes.get(x) > sizes.get(y);
        Var from = large ? y : x;
        Var to = large ? x : y;
        parents.put(from, to);
        sizes.merge(to, sizes.remove(from), Integer::sum);
    }
}
