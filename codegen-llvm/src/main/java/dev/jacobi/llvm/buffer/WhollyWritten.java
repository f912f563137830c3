package dev.jacobi.llvm.buffer;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * New arrays that a loop over all of their elements writes before anything reads them need not be filled: {@code new float[n]} and {@code r[i] = ...} for each {@code i < n}. The
 * loop runs over the array's own extents, one loop per axis, each trip writes its element or its part in any case, and the array is used for nothing else before it ends.
 */
public final class WhollyWritten {
    private final Function<Var, Eqn> definitions;
    /** How often a variable is used for anything but its extents. */
    private final Map<Var, Integer> uses = new HashMap<>();
    private final Set<Var> found = new HashSet<>();

    private WhollyWritten(Func f, Function<Var, Eqn> definitions) {
        this.definitions = definitions;
        Regions.each(f.body(), e -> {
            if (e.prim() != Prim.DIM) {
                count(e.in());
            }
            Regions.of(e).forEach(r -> count(r.out()));
        });
        count(f.out());
    }

    /** The variables of such arrays, at any depth of loops; {@code definitions}: the equation that defines a variable, null for parameters. */
    public static Set<Var> of(Func f, Function<Var, Eqn> definitions) {
        var w = new WhollyWritten(f, definitions);
        w.body(f.body());
        return w.found;
    }

    private void count(List<? extends Atom> atoms) {
        for (Atom a : atoms) {
            if (a instanceof Var v && v.isArray()) {
                uses.merge(v, 1, Integer::sum);
            }
        }
    }

    private void body(List<Eqn> body) {
        for (Eqn e : body) {
            if (e.prim() == Prim.FULL && e.result().isArray() && isWritten(e, body)) {
                found.add(e.result());
            }
            Regions.of(e).forEach(r -> body(r.body()));
        }
    }

    private boolean isWritten(Eqn full, List<Eqn> body) {
        return uses.getOrDefault(full.result(), 0) == 1 && isWritten(full.result(), null, full, List.of(), body);
    }

    /** Whether equations write all of an array, of which they have the part at these indices to write, and make {@code end} of it, unless that is null. */
    private boolean isWritten(Var array, Var end, Eqn full, List<Atom> at, List<Eqn> body) {
        for (Eqn e : body) {
            if (e.prim() == Prim.UPDATE && e.in().get(0).equals(array)) {
                return !at.isEmpty() && e.result().equals(end) && ((Params.Access) e.params()).mode() != Params.Mode.CLAMP && e.in().subList(1, e.in().size() - 1).equals(at);
            } else if ((e.prim() == Prim.MAP || e.prim() == Prim.FOR) && e.in().indexOf(array) > 0) {
                return loop(e, array, end, full, at);
            }
        }
        return false;
    }

    private boolean loop(Eqn e, Var array, Var end, Eqn full, List<Atom> at) {
        if (at.size() == full.result().type().rank() || !isExtent(e.in().get(0), full, at.size())) {
            return false;
        }
        RegionView.Slot slot = RegionView.of(e).carried().stream().filter(s -> s.init().equals(array)).findFirst().orElseThrow();
        Region r = Regions.of(e).get(0);
        if (uses.getOrDefault(slot.param(), 0) != 1 || !(slot.yield() instanceof Var y) || uses.getOrDefault(y, 0) != 1
            || end != null && !slot.result().equals(end)) {
            return false;
        }
        var deeper = new ArrayList<>(at);
        deeper.add(r.params().get(0));
        return isWritten(slot.param(), y, full, deeper, r.body());
    }

    private boolean isExtent(Atom n, Eqn full, int axis) {
        Atom extent = full.in().get(1 + axis);
        if (n.equals(extent)) {
            return true;
        }
        Eqn a = dim(n);
        Eqn b = dim(extent);
        return a != null && (a.in().get(0).equals(full.result()) && ((Params.Axis) a.params()).axis() == axis || b != null && a.in().equals(b.in()) && a.params().equals(b.params()));
    }

    /** The equation that a number is an array's extent by, or null. */
    private Eqn dim(Atom n) {
        Eqn e = n instanceof Var v ? definitions.apply(v) : null;
        return e != null && e.prim() == Prim.DIM ? e : null;
    }
}
