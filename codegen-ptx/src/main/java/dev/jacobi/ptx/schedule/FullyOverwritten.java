package dev.jacobi.ptx.schedule;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Arrays of which no element is read before a parallel loop has written all of them: new ones need not be filled, and inputs need not be copied to
 * the device.
 */
final class FullyOverwritten {
    private final Map<Var, Eqn> definitions = new HashMap<>();
    private final Set<Var> found = new HashSet<>();

    private FullyOverwritten(Func f) {
        Regions.each(f.body(), e -> e.out().forEach(v -> definitions.put(v, e)));
    }

    /** New arrays and inputs of a bufferised function whose first contents nobody sees. */
    static Set<Var> of(Func f) {
        var o = new FullyOverwritten(f);
        f.in().stream().filter(Atom::isArray).forEach(v -> o.look(v, f.body(), 0));
        f.out().forEach(o.found::remove);
        o.body(f.body());
        return o.found;
    }

    private void body(List<Eqn> body) {
        for (int k = 0; k < body.size(); k++) {
            Eqn e = body.get(k);
            if ((e.prim() == Prim.FULL || e.prim() == Prim.ACC_NEW) && e.result().isArray()) {
                look(e.result(), body, k + 1);
            } else if (e.prim() == Prim.FOR || e.prim() == Prim.WHILE || e.prim() == Prim.COND) {
                Regions.of(e).forEach(r -> body(r.body()));
            }
        }
    }

    /** Finds the first equation that sees more than the extents of the array. */
    private void look(Var v, List<Eqn> body, int from) {
        for (Eqn e : body.subList(from, body.size())) {
            int[] uses = {0};
            Regions.uses(e, id -> uses[0] += id == v.id() ? 1 : 0);
            if (uses[0] == 0 || e.prim() == Prim.DIM) {
                continue;
            }
            int k = e.in().indexOf(v);
            if (e.prim() == Prim.MAP && uses[0] == 1 && k > 0) {
                var extents = new ArrayList<Atom>();
                if (writesAll(e, k, new ArrayList<>(), extents) && isExtentOf(extents, v)) {
                    found.add(v);
                }
            }
            return;
        }
    }

    /** True when the k-th operand of a map is written at all of its indices, without conditions, and not read; the trip counts are added. */
    private boolean writesAll(Eqn map, int k, List<Var> indices, List<Atom> extents) {
        Region r = ((Params.Loop) map.params()).body();
        Var d = r.params().get(k);
        indices.add(r.params().get(0));
        extents.add(map.in().get(0));
        int[] uses = {0};
        Regions.uses(r, id -> uses[0] += id == d.id() ? 1 : 0);
        if (uses[0] != 1) {
            return false;
        }
        for (Eqn e : r.body()) {
            int at = e.in().indexOf(d);
            if (at == 0 && e.prim() == Prim.UPDATE) {
                return e.in().size() == 2 + indices.size() && d.type().rank() == indices.size() && same(e.in().subList(1, 1 + indices.size()), indices)
                    && ((Params.Access) e.params()).op() == null && r.out().get(k - 1).equals(e.result());
            } else if (at > 0 && e.prim() == Prim.MAP) {
                return r.out().get(k - 1).equals(e.out().get(at - 1)) && writesAll(e, at, indices, extents);
            }
        }
        return false;
    }

    private boolean same(List<Atom> at, List<Var> indices) {
        for (int k = 0; k < at.size(); k++) {
            if (!plain(at.get(k)).equals(indices.get(k))) {
                return false;
            }
        }
        return true;
    }

    /** What an index or extent is before it was made wider. */
    private Atom plain(Atom a) {
        Eqn e = a instanceof Var v ? definitions.get(v) : null;
        boolean wider = e != null && e.prim() == Prim.CONVERT && e.in().get(0).dtype().isInt() && e.in().get(0).dtype().bits() <= e.result().dtype().bits();
        return wider && e.result().dtype().isInt() ? plain(e.in().get(0)) : a;
    }

    private boolean isExtentOf(List<Atom> extents, Var array) {
        Eqn made = definitions.get(array);
        for (int k = 0; k < array.type().rank(); k++) {
            if (k >= extents.size()) {
                return false;
            }
            Atom n = plain(extents.get(k));
            Eqn by = n instanceof Var v ? definitions.get(v) : null;
            boolean itself = by != null && by.prim() == Prim.DIM && by.in().get(0).equals(array) && ((Params.Axis) by.params()).axis() == k;
            boolean given = made != null && plain(made.in().get(made.prim() == Prim.FULL ? 1 + k : k)).equals(n);
            if (!itself && !given) {
                return false;
            }
        }
        return true;
    }
}
