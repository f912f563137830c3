package dev.jacobi.vectorize.order;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.RegionView.Role;
import dev.jacobi.ir.RegionView.Slot;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.AccessWalk;
import dev.jacobi.ir.analysis.Definitions;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.Poly;
import dev.jacobi.ir.analysis.Versions;
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A table of two rows that a loop goes through by turns, {@code d[i % 2][j] = f(d[(i - 1) % 2][j])}, becomes two rows that change places:
 *
 * <pre>{@code for(n, d) { i, d -> r = rem i 2; .. d[r, j] .. }   =>   a = d[0]; b = d[1]; for(n, a, b) { i, a, b -> .. a[j] ..; yield b, a }}</pre>
 *
 * That is done where a loop inside goes one trip after the other, and where of all that is read behind it is known which of the rows it is of. {@link RowPair} knows the form that this has.
 */
public final class RowsByParity implements Optimisation {
    @Override
    public String name() {
        return "rows-by-parity";
    }

    @Override
    public Func run(Func in) {
        return Regions.any(in.body(), e -> e.prim() == Prim.FOR && RegionView.of(e).slots().stream().anyMatch(s -> s.param().type().rank() == 2)) ? rows(in) : in;
    }

    private static Func rows(Func in) {
        var walk = new Walk(in);
        Func out = walk.run();
        return out == in ? in : Rewrite.run(out, (e, r) -> {
            Var row = e.prim() == Prim.INDEX ? walk.behind.get(r.old().result()) : null;
            if (row != null) {
                r.replace(r.old().result(), r.b.index(r.atom(row), (Params.Access) e.params(), e.indices().subList(1, 2)));
            }
            return row != null;
        });
    }

    /** One walk over a function. */
    private static final class Walk extends AccessWalk {
        private final Func f;
        private final Builder b;
        /** By reads behind a loop: the row that they are of. */
        private final Map<Var, Var> behind = new HashMap<>();

        Walk(Func f) {
            super(f);
            this.f = f;
            b = values.shapes.ids;
        }

        @Override
        protected List<Eqn> visit(Eqn old, Eqn now, List<ElementAccess> inside) {
            RegionView loop = now == old && now.prim() == Prim.FOR && Regions.any(RegionView.of(now).body().body(), e -> e.prim() == Prim.REM || e.prim() == Prim.AND) ? RegionView.of(now) : null;
            for (Slot s : loop == null ? List.<Slot>of() : loop.slots()) {
                Type t = s.param().type();
                Set<Integer> versions = t.rank() == 2 && t.dims().get(0).equals(Dim.of(2)) ? Versions.of(loop, s) : null;
                List<Eqn> written = versions == null ? null : new Rows(loop, s, versions).write();
                if (written != null) {
                    return written;
                }
            }
            return List.of(now);
        }

        /** The two rows of one table as the loop is being written. */
        private final class Rows {
            private final RegionView loop;
            private final Slot table;
            private final Set<Integer> versions;
            private final Definitions defs;
            /** By versions of the table: the row of the trip's parity and the other one. */
            private final Map<Atom, List<Atom>> rows = new HashMap<>();
            private boolean fits = true;

            Rows(RegionView loop, Slot table, Set<Integer> versions) {
                this.loop = loop;
                this.table = table;
                this.versions = versions;
                defs = Definitions.in(loop.body().body());
            }

            /** All that stands in the loop's place; null where rows are named in other ways. */
            List<Eqn> write() {
                b.open();
                Var first = b.index(table.init(), Params.Access.PROMISED, List.of(Lit.i32(0)));
                Var second = b.index(table.init(), Params.Access.PROMISED, List.of(Lit.i32(1)));
                Var own = b.fresh(first.type());
                Var other = b.fresh(first.type());
                rows.put(table.param(), List.of(own, other));
                List<Eqn> body = body(loop.body().body());
                List<Atom> end = rows.get(table.yield());
                if (!fits || end == null) {
                    b.close();
                    return null;
                }
                var slots = new ArrayList<Slot>();
                loop.slots().stream().filter(s -> s != table).forEach(slots::add);
                slots.add(Slot.of(Role.CARRY, first, own, end.get(1), b.fresh(first.type())));
                slots.add(Slot.of(Role.CARRY, second, other, end.get(0), b.fresh(first.type())));
                List<Var> left = List.of(slots.get(slots.size() - 2).result(), slots.get(slots.size() - 1).result());
                var reads = new HashMap<Var, Var>();
                if (f.out().contains(table.result()) || !values.facts.prove(values.exact(loop.head())) || !areOfRows(left, reads)) {
                    b.close();
                    return null;
                }
                behind.putAll(reads);
                b.append(RegionView.loop(Prim.FOR, loop.extent(), loop.head(), loop.trip(), slots, body));
                return b.close();
            }

            /** Whether of all that is read of the table behind the loop is known which row it is of; {@code reads} are these. */
            private boolean areOfRows(List<Var> left, Map<Var, Var> reads) {
                Definitions all = Definitions.in(f.body());
                Poly trips = values.exact(loop.head());
                return RowsAbove.allUses(f.body(), table.result(), e -> {
                    int parity = ElementAccess.isOne(e, Prim.INDEX) ? parity(e.indices().get(0), all, trips) : -1;
                    if (parity >= 0) {
                        reads.put(e.result(), left.get(parity));
                    }
                    return parity >= 0;
                });
            }

            /** The parity of a row's number in an even trip; -1 where it has none. */
            private int parity(Atom row) {
                return parity(row, defs, Poly.var(loop.trip().id()));
            }

            private int parity(Atom row, Definitions defs, Poly trip) {
                Eqn e = defs.of(row);
                boolean isRem = e != null && e.prim() == Prim.REM && e.in().get(1) instanceof Lit two && two.asLong() == 2;
                boolean isBit = e != null && e.prim() == Prim.AND && e.in().get(1) instanceof Lit one && one.asLong() == 1;
                try {
                    Poly ahead = isRem || isBit ? values.exact(e.in().get(0)).minus(trip) : null;
                    return ahead == null || !ahead.isConst() || isRem && ahead.constant() < 0 ? -1 : (int) (ahead.constant() & 1);
                } catch (ArithmeticException tooLarge) {
                    return -1;
                }
            }

            private List<Eqn> body(List<Eqn> body) {
                var out = new ArrayList<Eqn>();
                for (Eqn e : body) {
                    if (e.in().stream().noneMatch(rows::containsKey) && Regions.of(e).stream().noneMatch(r -> Regions.captures(r).stream().anyMatch(rows::containsKey))) {
                        out.add(e);
                    } else if (!Regions.of(e).isEmpty()) {
                        out.add(control(e));
                    } else {
                        out.add(access(e));
                    }
                }
                return out;
            }

            private Eqn access(Eqn e) {
                boolean is = (ElementAccess.isOne(e, Prim.INDEX) || ElementAccess.isOne(e, Prim.UPDATE)) && e.in().subList(1, e.in().size()).stream().noneMatch(rows::containsKey);
                int parity = is ? parity(e.indices().get(0)) : -1;
                if (parity < 0) {
                    fits = false;
                    return e;
                }
                List<Atom> now = rows.get(e.in().get(0));
                var in = new ArrayList<Atom>(List.of(now.get(parity)));
                in.addAll(e.in().subList(2, e.in().size()));
                if (e.prim() == Prim.INDEX) {
                    return new Eqn(e.prim(), in, e.params(), e.out());
                }
                Var row = b.fresh(now.get(parity).type());
                rows.put(e.result(), with(now, parity, row));
                return new Eqn(e.prim(), in, e.params(), List.of(row));
            }

            private static List<Atom> with(List<Atom> now, int parity, Atom row) {
                return parity == 0 ? List.of(row, now.get(1)) : List.of(now.get(0), row);
            }

            /** A loop with the row in the table's place that its trips write; a branch or a loop that only reads is as it was. */
            private Eqn control(Eqn e) {
                RegionView view = RegionView.of(e);
                List<Slot> own = view.slots().stream().filter(s -> s.init() != null && rows.containsKey(s.init())).toList();
                if (own.isEmpty()) {
                    fits &= Regions.of(e).stream().noneMatch(r -> r.out().stream().anyMatch(rows::containsKey));
                    return e.withRegions(Regions.of(e).stream().map(r -> new Region(r.params(), body(r.body()), r.out())).toList());
                }
                Slot s = own.get(0);
                int parity = writes(view.body().body());
                if (own.size() > 1 || parity < 0 || e.prim() != Prim.FOR) {
                    fits = false;
                    return e;
                }
                List<Atom> before = rows.get(s.init());
                Var param = b.fresh(before.get(parity).type());
                Var result = b.fresh(param.type());
                rows.put(s.param(), with(before, parity, param));
                List<Eqn> body = body(view.body().body());
                List<Atom> end = rows.get(s.yield());
                rows.put(s.result(), with(before, parity, result));
                fits &= end != null;
                Slot row = end == null ? s : Slot.of(s.role(), before.get(parity), param, end.get(parity), result);
                return view.with(view.slots().stream().map(x -> x == s ? row : x).toList(), List.of(body));
            }

            /** The parity of all rows that are written; -1 where there are several or none. */
            private int writes(List<Eqn> body) {
                var all = new HashSet<Integer>();
                Regions.each(body, e -> {
                    if (e.prim() == Prim.UPDATE && versions.contains(((Var) e.in().get(0)).id())) {
                        all.add(parity(e.indices().get(0)));
                    }
                });
                return all.size() == 1 ? all.iterator().next() : -1;
            }
        }
    }
}
