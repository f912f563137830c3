package dev.jacobi.llvm.emit;

import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Groups of arrays, such that arrays of different groups certainly never share memory: a coarse answer at once, so that the exact question need not be
 * asked for all pairs of the thousands of arrays that a gradient's loop keeps. Groups only ever grow together (union-find).
 */
final class Relatives {
    private final Map<Var, Var> parents = new HashMap<>();
    private final Map<Var, List<Var>> members = new HashMap<>();

    /** The array that stands for the group of this one. */
    Var group(Var v) {
        Var p = parents.putIfAbsent(v, v);
        if (p == null) {
            members.put(v, new ArrayList<>(List.of(v)));
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

    /** All arrays of a group, this one included. */
    Collection<Var> of(Var v) {
        return members.get(group(v));
    }

    void join(Var a, Var b) {
        Var x = group(a);
        Var y = group(b);
        if (x.equals(y)) {
            return;
        }
        boolean large = members.get(x).size() > members.get(y).size();
        Var from = large ? y : x;
        Var to = large ? x : y;
        parents.put(from, to);
        members.get(to).addAll(members.remove(from));
    }
}
