package dev.jacobi.llvm.emit;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The calling convention of module functions: which input's memory an array output comes back in. An output that is, on every path,
 * an updated version of one input is overwritten in place; every other array output is a new array. Recursive functions start from
 * the most hopeful assumption.
 */
final class CallShapes {
    private CallShapes() {
    }

    /** For each function: per output the input it overwrites, or -1. */
    static Map<String, List<Integer>> of(Map<String, Func> funcs) {
        var shapes = new HashMap<String, List<Integer>>();
        boolean changed = true;
        while (changed) {
            changed = false;
            for (var f : funcs.entrySet()) {
                List<Integer> old = shapes.get(f.getKey());
                List<Integer> now = shape(f.getValue(), shapes, old);
                if (now != null && !now.equals(old)) {
                    shapes.put(f.getKey(), now);
                    changed = true;
                }
            }
            if (!changed) {
                for (var f : funcs.entrySet()) {
                    if (!shapes.containsKey(f.getKey())) {
                        shapes.put(f.getKey(), f.getValue().out().stream().map(o -> -1).toList());
                        changed = true;
                    }
                }
            }
        }
        return shapes;
    }

    /** Null when nothing is known yet because everything comes out of calls that are not known either. */
    private static List<Integer> shape(Func f, Map<String, List<Integer>> shapes, List<Integer> old) {
        var aliases = new Aliases(f, shapes);
        var out = new ArrayList<Integer>();
        for (int k = 0; k < f.out().size(); k++) {
            Atom a = f.out().get(k);
            int j = -1;
            if (Walk.isArray(a)) {
                Set<Var> roots = aliases.roots(a);
                if (roots.isEmpty()) {
                    return null;
                }
                j = roots.size() == 1 ? f.in().indexOf(roots.iterator().next()) : -1;
            }
            boolean taken = j >= 0 && out.contains(j);
            out.add(taken || old != null && old.get(k) != j ? -1 : j);
        }
        return out;
    }
}
