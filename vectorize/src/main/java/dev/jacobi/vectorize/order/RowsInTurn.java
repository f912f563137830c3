package dev.jacobi.vectorize.order;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.RegionView.Role;
import dev.jacobi.ir.RegionView.Slot;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.AccessWalk;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.Poly;
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A row that each trip of a loop makes of the one before, anew ({@code cur = new int[m]; ..; prev = cur}) or beside it and copied back ({@code arraycopy(cur, 0, prev, 0, m)}), becomes one of two that change places, as long
 * as every trip writes all of it and reads none of it:
 *
 * <pre>{@code for(n, p) { i, p -> c = full 0 m;  d = for(m, c) { j, c -> c[j] = f(p[j]) };  yield d }
 *   =>  c0 = full 0 m;  for(n, p, c0) { i, p, c -> d = for(m, c) { j, c -> c[j] = f(p[j]) };  yield d, p }}</pre>
 *
 * Then there is nothing to make or to copy, and {@link RowPair} knows the form.
 */
public final class RowsInTurn implements Optimisation {
    /** Places at a row's ends that are written in front of the loop over the others. */
    private static final int MOST_ENDS = 4;

    @Override
    public String name() {
        return "rows-in-turn";
    }

    @Override
    public Func run(Func in) {
        return SkewedNest.mayBeIn(in) ? new Walk(in).run() : in;
    }

    /** One walk over a function. */
    private static final class Walk extends AccessWalk {
        private final Builder b;
        private final Map<Integer, Integer> uses;

        Walk(Func f) {
            super(f);
            b = values.shapes.ids;
            uses = Regions.uses(f.body(), f.out());
        }

        private int uses(Atom a) {
            return a instanceof Var v ? uses.getOrDefault(v.id(), 0) : 0;
        }

        @Override
        protected List<Eqn> visit(Eqn old, Eqn now, List<ElementAccess> inside) {
            RegionView loop = now == old && now.prim() == Prim.FOR ? RegionView.of(now) : null;
            if (loop == null || loop.body().body().stream().noneMatch(e -> e.prim() == Prim.FOR)) {
                return List.of(now);
            }
            for (Slot s : loop.slots()) {
                Row row = s.param().type().rank() != 1 ? null : row(loop, s, inside);
                if (row != null) {
                    return row.made() == null ? copied(loop, s, row) : anew(loop, s, row);
                }
            }
            return List.of(now);
        }

        /**
         * A row that trips write.
         *
         * @param made the equation that makes it in each trip; null if the loop hands it on
         * @param beside the loop's slot of it; null if each trip makes it
         * @param copy the equation that copies it; null if it is handed on as it is
         * @param whole the row when it is written
         */
        private record Row(Eqn made, Slot beside, Eqn copy, Var whole) {
        }

        /** What becomes the slot's row in each trip, if nothing of it is left from the trip before; else null. */
        private Row row(RegionView loop, Slot s, List<ElementAccess> accesses) {
            List<Eqn> body = loop.body().body();
            Eqn last = Regions.definition(body, s.yield());
            Eqn copy = last != null && last.prim() == Prim.MAP ? last : null;
            Var whole = copy == null ? s.yield() instanceof Var v ? v : null : copiedOf(copy, s);
            Eqn inner = whole == null ? null : Regions.definition(body, whole);
            if (inner == null || inner.prim() != Prim.FOR || uses(s.yield()) != 1 || copy != null && uses(whole) != 2) {
                return null;
            }
            Slot w = RegionView.slot(inner, inner.out().indexOf(whole));
            var ends = new ArrayList<ElementAccess>();
            Var first = first(w, body, accesses, ends);
            Eqn made = first == null ? null : Regions.definition(body, first);
            Slot beside = first == null ? null : loop.slots().stream().filter(o -> o != s && o.param().equals(first) && o.yield().equals(whole) && uses(o.result()) == 0).findFirst().orElse(null);
            boolean isAnew = copy == null && made != null && made.prim() == Prim.FULL && Var.among(made.in()).stream().noneMatch(v -> Regions.defined(loop.body()).contains(v.id()));
            if (!isAnew && (copy == null || beside == null) || !isWhole(inner, w, ends, accesses, isAnew ? made.in().get(1) : copy.in().get(0))
                || !values.exact(isAnew ? made.in().get(1) : copy.in().get(0)).equals(extent(s.init())) || !isAnew && !extent(s.init()).equals(extent(beside.init()))) {
                return null;
            }
            return new Row(isAnew ? made : null, isAnew ? null : beside, copy, whole);
        }

        /** The row that is copied as a whole into the slot's own; else null. */
        private Var copiedOf(Eqn map, Slot s) {
            RegionView copy = RegionView.of(map);
            List<Eqn> body = copy.body().body();
            boolean two = copy.slots().size() == 1 && copy.slots().get(0).role() == Role.DEST && copy.slots().get(0).init().equals(s.param()) && body.size() == 2;
            Eqn read = two ? body.get(0) : null;
            Eqn write = two ? body.get(1) : null;
            boolean fits = two && ElementAccess.isOne(read, Prim.INDEX) && ElementAccess.isOne(write, Prim.UPDATE) && read.indices().equals(List.of(copy.trip())) && write.indices().equals(List.of(copy.trip()))
                && write.in().get(0).equals(copy.slots().get(0).param()) && write.written().equals(read.result()) && copy.slots().get(0).yield().equals(write.result());
            return fits ? (Var) read.in().get(0) : null;
        }

        private Poly extent(Atom row) {
            Poly[] own = values.shapes.of(row);
            return own == null || own.length != 1 ? null : own[0];
        }

        /** The row as it is in front of all writes of a trip, which come one after the other and read nothing; those in front of the inner loop go to {@code ends}. Else null. */
        private Var first(Slot w, List<Eqn> body, List<ElementAccess> accesses, List<ElementAccess> ends) {
            Atom at = w.init();
            for (Eqn e = Regions.definition(body, at); e != null && e.prim() == Prim.UPDATE; e = Regions.definition(body, at)) {
                Eqn update = e;
                ElementAccess place = accesses.stream().filter(a -> a.eqn() == update).findFirst().orElse(null);
                if (uses(at) != 1 || place == null || !ElementAccess.isOne(e, Prim.UPDATE)) {
                    return null;
                }
                ends.add(place);
                at = e.in().get(0);
            }
            return uses(at) == 1 && uses(w.param()) == 1 && uses(w.yield()) == 1 && at instanceof Var v ? v : null;
        }

        /** Whether the writes are to all places of a row of this length. */
        private boolean isWhole(Eqn inner, Slot w, List<ElementAccess> ends, List<ElementAccess> accesses, Atom length) {
            ElementAccess write = accesses.stream().filter(a -> a.writes() && a.eqn().result().equals(w.yield()) && a.array().equals(w.param()) && ElementAccess.isOne(a.eqn(), Prim.UPDATE)).findFirst().orElse(null);
            if (write == null) {
                return false;
            }
            try {
                Poly from = write.index().get(0).minus(Poly.var(Regions.trip(inner).id()));
                Poly end = from.plus(values.exact(RegionView.of(inner).head()));
                // a sum that could have wrapped around as far as was known where it was made cannot have done so behind a check
                Poly sum = values.ring(length);
                Poly left = (values.facts.prove(sum) && values.facts.prove(Poly.of(Integer.MAX_VALUE).minus(sum)) ? sum : values.exact(length)).minus(end);
                if (!isFew(from) || !isFew(left)) {
                    return false;
                }
                for (int k = 0; k < from.constant() + left.constant(); k++) {
                    Poly place = k < from.constant() ? Poly.of(k) : end.plus(k - from.constant());
                    if (ends.stream().noneMatch(a -> a.index().get(0).equals(place))) {
                        return false;
                    }
                }
                return true;
            } catch (ArithmeticException tooLarge) {
                return false;
            }
        }

        private static boolean isFew(Poly n) {
            return n.isConst() && n.constant() >= 0 && n.constant() <= MOST_ENDS;
        }

        private List<Eqn> copied(RegionView loop, Slot s, Row row) {
            var slots = new ArrayList<Slot>();
            for (Slot o : loop.slots()) {
                slots.add(o == s ? Slot.of(Role.CARRY, o.init(), o.param(), row.whole(), o.result()) : o == row.beside() ? Slot.of(Role.CARRY, o.init(), o.param(), s.param(), o.result()) : o);
            }
            return List.of(RegionView.loop(Prim.FOR, loop.extent(), loop.head(), loop.trip(), slots, loop.body().body().stream().filter(e -> e != row.copy()).toList()));
        }

        private List<Eqn> anew(RegionView loop, Slot s, Row row) {
            Var first = row.made().result();
            var outside = new Eqn(Prim.FULL, row.made().in(), row.made().params(), List.of(b.fresh(first.type())));
            var slots = new ArrayList<>(loop.slots());
            slots.add(Slot.of(Role.CARRY, outside.result(), first, s.param(), b.fresh(first.type())));
            return List.of(outside, RegionView.loop(Prim.FOR, loop.extent(), loop.head(), loop.trip(), slots, loop.body().body().stream().filter(e -> e != row.made()).toList()));
        }
    }
}
