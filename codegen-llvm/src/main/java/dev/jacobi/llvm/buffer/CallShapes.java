package dev.jacobi.llvm.buffer;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Var;
import dev.jacobi.llvm.library.LibraryRoutine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The calling convention of module functions: which input's memory an array output comes back in. An output that is, on every path,
 * an updated version of one input is overwritten in place; one that is on some paths such a version and on others a new array (an array that grows)
 * comes back as whichever it is; every other array output is a new array. Recursive functions start from the most hopeful assumption.
 */
public final class CallShapes {
    private CallShapes() {
    }

    /** The shape of an output that is input {@code j}'s memory or a new array. */
    private static int maybe(int j) {
        return -2 - j;
    }

    public static boolean isMaybe(int shape) {
        return shape <= -2;
    }

    /** The input whose memory the output may come back in, -1 when there is none. */
    public static int input(int shape) {
        return isMaybe(shape) ? -2 - shape : shape;
    }

    /** For each function, and for routines of native libraries: per output the input it overwrites, -1 for a new array, or less when it may be either. */
    public static Map<String, List<Integer>> of(Map<String, Func> funcs) {
        var shapes = new HashMap<>(LibraryRoutine.shapes());
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

    private static int input(Func f, Set<Var> roots) {
        List<Var> inputs = f.in().stream().filter(roots::contains).toList();
        return inputs.size() != 1 ? -1 : roots.size() == 1 ? f.in().indexOf(inputs.get(0)) : maybe(f.in().indexOf(inputs.get(0)));
    }

    /** Null when nothing is known yet because everything comes out of calls that are not known either. */
    private static List<Integer> shape(Func f, Map<String, List<Integer>> shapes, List<Integer> old) {
        var aliases = new Aliases(f, shapes);
        var out = new ArrayList<Integer>();
        for (int k = 0; k < f.out().size(); k++) {
            Atom a = f.out().get(k);
            int j = -1;
            if (a.isArray()) {
                Set<Var> roots = aliases.roots(a);
                if (roots.isEmpty()) {
                    return null;
                }
                j = input(f, roots);
            }
            if (old != null && j != old.get(k)) {
                // from hope to certainty: the input, the input or new, new
                j = input(j) == input(old.get(k)) && j != -1 ? maybe(input(j)) : -1;
            }
            boolean taken = j != -1 && (out.contains(input(j)) || out.contains(maybe(input(j))));
            out.add(taken ? -1 : j);
        }
        return out;
    }
}
