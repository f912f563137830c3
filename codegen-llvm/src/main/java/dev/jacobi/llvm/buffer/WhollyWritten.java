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
 * loop runs over the array's own extents, one loop per axis, each trip writes its element or its part in any case, and the array is used for nothing else before. What a trip has written of
 * its own part it may read and write again, in further loops: {@code r[i][j] = exp(x[i][j])} for each j, then {@code r[i][j] /= sum}. A loop may write fewer elements, as the last one of several blocks does, where
 * nothing but loops of as many trips reads the array, each trip its own element. An input that a function so writes need not be copied for it to
 * work on a copy.
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

    /** The inputs that are written so, whatever is in them. */
    public static Set<Var> inputs(Func f, Function<Var, Eqn> definitions) {
        var w = new WhollyWritten(f, definitions);
        f.in().stream().filter(v -> v.isArray() && w.written(v, new Whole(v, List.of()), List.of(), f.body()) != null).forEach(w.found::add);
        return w.found;
    }

    /** An array, and the extents that it is made with; none for an input. */
    private record Whole(Var array, List<Atom> extents) {
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
            if (e.prim() == Prim.FULL && e.result().isArray() && written(e.result(), new Whole(e.result(), e.in().subList(1, e.in().size())), List.of(), body) != null) {
                found.add(e.result());
            }
            Regions.of(e).forEach(r -> body(r.body()));
        }
    }

    /**
     * What the array is called where equations have written all of the part at these indices and nothing has been done with others; null when that is not certain. Where there are no indices, the whole
     * is written, and anything may be done with it then.
     */
    private Set<Var> written(Var array, Whole whole, List<Atom> at, List<Eqn> body) {
        if (uses.getOrDefault(array, 0) != 1) {
            return null;
        }
        for (int k = 0; k < body.size(); k++) {
            Eqn e = body.get(k);
            Var written = null;
            if (e.prim() == Prim.UPDATE && e.in().get(0).equals(array)) {
                written = !at.isEmpty() && ((Params.Access) e.params()).mode() != Params.Mode.CLAMP && e.indices().equals(at) ? e.result() : null;
            } else if (LaneRows.isLoop(e) && e.in().indexOf(array) > 0) {
                written = loop(e, array, whole, at, body.subList(k + 1, body.size()));
            } else if (e.prim() == Prim.DIM || !uses(e, array)) {
                continue;
            }
            return written == null ? null : at.isEmpty() ? Set.of(written) : new OwnPart(at, written).names(body.subList(k + 1, body.size()));
        }
        return null;
    }

    private static boolean uses(Eqn e, Var array) {
        var found = new boolean[1];
        Regions.uses(e, id -> found[0] |= id == array.id());
        return found[0];
    }

    private Var loop(Eqn e, Var array, Whole whole, List<Atom> at, List<Eqn> behind) {
        if (at.size() == whole.array().type().rank()) {
            return null;
        }
        RegionView.Slot slot = RegionView.of(e).carried().stream().filter(s -> s.init().equals(array)).findFirst().orElse(null);
        if (slot == null || !isExtent(e.in().get(0), whole, at.size()) && !(at.isEmpty() && !whole.extents().isEmpty() && isReadBySuch(slot.result(), e.in().get(0), behind))) {
            return null;
        }
        Region r = Regions.of(e).get(0);
        var deeper = new ArrayList<>(at);
        deeper.add(r.params().get(0));
        Set<Var> names = written(slot.param(), whole, deeper, r.body());
        return names != null && names.contains(slot.yield()) && r.out().stream().filter(names::contains).count() == 1 ? slot.result() : null;
    }

    /** Whether an array is used for nothing but to read, in loops of so many trips, the elements or parts of these trips. */
    private boolean isReadBySuch(Var array, Atom trips, List<Eqn> body) {
        var reads = new int[1];
        for (Eqn e : body) {
            if (LaneRows.isLoop(e) && e.in().get(0).equals(trips)) {
                Var trip = Regions.trip(e);
                Regions.each(Regions.of(e).get(0).body(), x -> reads[0] += x.prim() == Prim.INDEX && x.in().get(0).equals(array) && x.indices().get(0).equals(trip) ? 1 : 0);
            }
        }
        return uses.getOrDefault(array, 0) == reads[0];
    }

    private boolean isExtent(Atom n, Whole whole, int axis) {
        Eqn a = dim(n);
        if (a != null && a.in().get(0).equals(whole.array()) && ((Params.Axis) a.params()).axis() == axis) {
            return true;
        }
        Atom extent = whole.extents().isEmpty() ? null : whole.extents().get(axis);
        Eqn b = dim(extent);
        return n.equals(extent) || a != null && b != null && a.in().equals(b.in()) && a.params().equals(b.params());
    }

    /** The equation that a number is an array's extent by, or null. */
    private Eqn dim(Atom n) {
        Eqn e = n instanceof Var v ? definitions.apply(v) : null;
        return e != null && e.prim() == Prim.DIM ? e : null;
    }
}
