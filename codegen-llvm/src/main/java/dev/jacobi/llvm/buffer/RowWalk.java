package dev.jacobi.llvm.buffer;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the equations of a map's trip anew, with an array of the trip as a row of what the map carries. It gives up where the array is used as a whole, or where an
 * earlier version of it is used behind a later one, as all rows would have to be copied then.
 */
final class RowWalk {
    private final Builder b;
    private final LaneRows.Row row;
    private final Region body;
    /** For each version of the array the array of all rows that has it. */
    private final Map<Integer, Var> whole = new HashMap<>();
    private Var current;
    private boolean fits = true;

    RowWalk(Builder b, LaneRows.Row row, Region body) {
        this.b = b;
        this.row = row;
        this.body = body;
    }

    /** The trip; null where it cannot be written so. */
    Region region() {
        List<Eqn> now = body(body.body());
        if (!fits || current == null || current.id() != row.copy().result().id()) {
            return null;
        }
        Map<Integer, Var> end = Map.of(row.copy().result().id(), whole.get(row.copy().result().id()));
        return new Region(body.params(), now.stream().map(e -> Rewrite.substitute(e, end)).toList(), Rewrite.substitute(body.out(), end));
    }

    private List<Eqn> body(List<Eqn> eqns) {
        var now = new ArrayList<Eqn>();
        for (Eqn e : eqns) {
            if (e == row.made()) {
                become(e.result(), row.target());
            } else if (e == row.copy()) {
                fits &= current != null && current.id() == row.last().id();
                become(e.result(), whole.get(row.last().id()));
            } else if (fits) {
                now.add(uses(e) ? eqn(e) : e);
            }
        }
        return now;
    }

    /** Whether an equation or one in its regions names a version of the array. */
    private boolean uses(Eqn e) {
        boolean[] found = {false};
        Regions.uses(e, id -> found[0] |= whole.containsKey(id) && id != row.copy().result().id());
        return found[0];
    }

    private void become(Var version, Var all) {
        whole.put(version.id(), all);
        current = version;
    }

    private boolean isRow(Atom a) {
        return a instanceof Var v && whole.containsKey(v.id());
    }

    private boolean isCurrent(Atom a) {
        return current != null && current.equals(a);
    }

    private Eqn eqn(Eqn e) {
        boolean first = !e.in().isEmpty() && isCurrent(e.in().get(0)) && e.in().stream().skip(1).noneMatch(this::isRow);
        if (first && e.prim() == Prim.UPDATE && e.written().type().isScalar()) {
            Var all = b.fresh(row.target().type());
            Eqn now = new Eqn(e.prim(), at(e), e.params(), List.of(all));
            become(e.result(), all);
            return now;
        } else if (first && e.prim() == Prim.INDEX && e.result().type().isScalar()) {
            return new Eqn(e.prim(), at(e), e.params(), e.out());
        } else if ((e.prim() == Prim.MAP || e.prim() == Prim.FOR) && LaneRows.carries(e)) {
            return loop(e);
        }
        return reader(e);
    }

    /** The operands of an access with the row's number in front of its indices. */
    private List<Atom> at(Eqn e) {
        var in = new ArrayList<>(e.in());
        in.set(0, whole.get(current.id()));
        in.add(1, body.params().get(0));
        return in;
    }

    private Eqn loop(Eqn e) {
        List<Integer> places = new ArrayList<>();
        for (int k = 0; k < e.in().size(); k++) {
            if (isRow(e.in().get(k))) {
                places.add(k);
                fits &= k > 0 && isCurrent(e.in().get(k));
            }
        }
        if (places.isEmpty() || places.size() > 1 || !fits) {
            fits &= places.isEmpty();
            return reader(e);
        }
        int at = places.get(0);
        Region r = Regions.of(e).get(0);
        var in = new ArrayList<>(e.in());
        in.set(at, whole.get(current.id()));
        Var inner = b.fresh(row.target().type());
        become(r.params().get(at), inner);
        List<Eqn> now = body(r.body());
        fits &= isCurrent(r.out().get(at - 1)) && r.out().stream().filter(this::isRow).count() == 1;
        var params = new ArrayList<>(r.params());
        params.set(at, inner);
        var yields = new ArrayList<>(r.out());
        yields.set(at - 1, whole.get(current.id()));
        Var all = b.fresh(row.target().type());
        var out = new ArrayList<>(e.out());
        out.set(at - 1, all);
        become(e.out().get(at - 1), all);
        return new Eqn(e.prim(), in, Regions.with(e.params(), List.of(new Region(params, now, yields))), out);
    }

    /** An equation whose regions, if there are any, only read elements. */
    private Eqn reader(Eqn e) {
        Var before = current;
        fits &= e.in().stream().noneMatch(this::isRow);
        return fits ? Regions.map(e, r -> {
            List<Eqn> now = body(r.body());
            fits &= current == before && r.out().stream().noneMatch(this::isRow);
            return new Region(r.params(), now, r.out());
        }) : e;
    }
}
