package dev.jacobi.ir.simplify;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.RegionView.Role;
import dev.jacobi.ir.RegionView.Slot;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A parallel loop written as the for that it stands for: for transformations that have no rule of their own for it. Ids are kept; new
 * variables come from the builder, to which the equations are appended.
 */
public final class Sequential {
    private final Builder b;
    private final Function<Atom, List<Atom>> rowExtents;
    private final RegionView loop;
    /** What the for carries, but for its yields, which come to stand behind the body's equations. */
    private final List<Slot> carries = new ArrayList<>();

    private Sequential(Builder b, RegionView loop, Function<Atom, List<Atom>> rowExtents) {
        this.b = b;
        this.loop = loop;
        this.rowExtents = rowExtents;
    }

    /** Appends equations that define what the map, reduce, scan or hist defines. */
    public static void append(Builder b, Eqn e) {
        append(b, e, Sequential::constantExtents);
    }

    /** The same where {@code rowExtents} knows before a map what the extents of an array are that its trips stack. */
    public static void append(Builder b, Eqn e, Function<Atom, List<Atom>> rowExtents) {
        if (e.prim() != Prim.MAP && !(e.params() instanceof Params.Fold)) {
            throw new IllegalArgumentException(e.prim().text() + " is no parallel loop");
        }
        new Sequential(b, RegionView.of(e), rowExtents).append();
    }

    private static List<Atom> constantExtents(Atom row) {
        if (row.type().dims().stream().anyMatch(d -> !d.isConst())) {
            throw new IllegalArgumentException("a map that stacks rows of unknown extents cannot be written as a for");
        }
        return row.type().dims().stream().map(d -> (Atom) Lit.i32((int) d.add())).toList();
    }

    private void append() {
        List<Atom> rows = loop.slots().stream().map(this::rows).toList();
        for (int k = 0; k < rows.size(); k++) {
            Slot s = loop.slots().get(k);
            Atom init = s.init() != null ? s.init() : rows.get(k);
            carries.add(Slot.of(Role.CARRY, init, s.param() != null ? s.param() : b.fresh(init.type()), s.yield(), s.result()));
        }
        for (int k = 0; k < rows.size(); k++) {
            Slot s = loop.slots().get(k);
            if (s.results().size() > 1) {
                carries.add(Slot.of(Role.CARRY, rows.get(k), b.fresh(rows.get(k).type()), s.yield(), s.results().get(1)));
            }
        }
        b.open();
        loop.body().body().forEach(b::append);
        var done = new ArrayList<Slot>();
        for (int k = 0; k < carries.size(); k++) {
            Slot c = carries.get(k);
            Atom next = k < rows.size() ? next(loop.slots().get(k), c.param()) : store(c.param(), done.get(k - rows.size()).yield());
            done.add(Slot.of(Role.CARRY, c.init(), c.param(), next, c.result()));
        }
        List<Eqn> body = b.close();
        b.append(RegionView.loop(Prim.FOR, loop.extent(), loop.head(), loop.trip(), done, body));
    }

    /** What the trip makes of a carry. */
    private Atom next(Slot s, Var carry) {
        return switch (s.role()) {
            case FOLD -> b.emit(s.op(), carry, s.yield());
            case STACK -> store(carry, s.yield());
            case BINS -> b.update(carry, new Params.Access(Params.Mode.CLAMP, 0, s.op()), List.of(s.yields().get(0)), s.yield());
            case DEST, CARRY, BRANCH -> s.yield();
        };
    }

    private Var store(Var rows, Atom row) {
        return b.update(rows, Params.Access.PROMISED, List.of(loop.trip()), row);
    }

    /** An array for what the trips yield; its rows must have extents that are known before the loop. Null where the slot has none. */
    private Atom rows(Slot s) {
        if (s.role() != Role.STACK && s.results().size() == 1) {
            return null;
        }
        Atom row = s.role() == Role.STACK ? s.yield() : s.init();
        List<Atom> operands = new ArrayList<>(List.of(b.emit(Prim.MAX, loop.head(), Lit.zero(loop.head().dtype()))));
        operands.addAll(s.role() == Role.STACK ? rowExtents.apply(row) : b.extents(row));
        return b.full(Lit.zero(row.dtype()), row.type().stacked(loop.extent()).dims(), operands);
    }
}
