package dev.jacobi.llvm.buffer;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Type;
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
        Var all = whole.get(row.copy().result().id());
        if (!fits || all == null || !isCurrent(row.last())) {
            return null;
        }
        Map<Integer, Var> end = Map.of(row.copy().result().id(), all);
        return new Region(body.params(), now.stream().map(e -> Rewrite.substitute(e, end)).toList(), Rewrite.substitute(body.out(), end));
    }

    private List<Eqn> body(List<Eqn> eqns) {
        var now = new ArrayList<Eqn>();
        for (Eqn e : eqns) {
            if (e == row.made()) {
                become(e.result(), row.filled() ? filled(e, now) : row.target());
            } else if (e == row.copy()) {
                fits &= isCurrent(row.last());
                whole.put(e.result().id(), whole.get(row.last().id())); // what reads elements behind it finds them in the row
            } else if (fits) {
                now.add(uses(e) ? eqn(e) : e);
            }
        }
        return now;
    }

    /** The target with its row filled as {@code made} fills the array, by a loop that goes to {@code now}. */
    private Var filled(Eqn made, List<Eqn> now) {
        Atom n = made.in().get(1);
        Var j = b.fresh(Type.scalar(n.dtype()));
        Var before = b.fresh(row.target().type());
        Var behind = b.fresh(row.target().type());
        Var all = b.fresh(row.target().type());
        var store = new Eqn(Prim.UPDATE, List.of(before, row.at(), j, made.in().get(0)), Params.Access.PROMISED, List.of(behind));
        var trip = new Region(List.of(j, before), List.of(store), List.of(behind));
        now.add(new Eqn(Prim.MAP, List.of(n, row.target()), new Params.Loop(made.result().type().dims().get(0), trip), List.of(all)));
        return all;
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
        } else if (LaneRows.isLoop(e)) {
            return loop(e);
        }
        return reader(e);
    }

    /** The operands of an access with the row's number in front of its indices. */
    private List<Atom> at(Eqn e) {
        var in = new ArrayList<>(e.in());
        in.set(0, whole.get(current.id()));
        in.add(1, row.at());
        return in;
    }

    private Eqn loop(Eqn e) {
        RegionView view = RegionView.of(e);
        List<RegionView.Slot> slots = view.slots();
        List<RegionView.Slot> rows = slots.stream().filter(s -> isRow(s.init())).toList();
        if (rows.isEmpty()) {
            return reader(e);
        }
        RegionView.Slot slot = rows.get(0);
        fits &= rows.size() == 1 && isCurrent(slot.init()) && !isRow(e.in().get(0)) && view.carried().contains(slot);
        if (!fits) {
            return e;
        }
        Var from = whole.get(current.id());
        Var inner = b.fresh(row.target().type());
        Var all = b.fresh(row.target().type());
        become(slot.param(), inner);
        Region r = Regions.of(e).get(0);
        List<Eqn> now = body(r.body());
        fits &= isCurrent(slot.yield()) && r.out().stream().filter(this::isRow).count() == 1;
        if (!fits) {
            return e;
        }
        Var end = whole.get(current.id());
        var region = new Region(swapped(r.params(), slot.param(), inner), now, swapped(r.out(), slot.yield(), end));
        become(slot.result(), all);
        return new Eqn(e.prim(), swapped(e.in(), slot.init(), from), Regions.with(e.params(), List.of(region)), swapped(e.out(), slot.result(), all));
    }

    private static <T extends Atom> List<T> swapped(List<T> in, Atom old, T by) {
        return in.stream().map(a -> a.equals(old) ? by : a).toList();
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
