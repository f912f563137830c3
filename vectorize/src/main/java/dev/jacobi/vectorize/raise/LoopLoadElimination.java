package dev.jacobi.vectorize.raise;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.BackwardSlice;
import dev.jacobi.ir.analysis.Definitions;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.Poly;
import dev.jacobi.ir.pass.Optimisation;
import dev.jacobi.ir.simplify.Simplify;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * In a sequential loop an element that one trip writes and the next trip reads (prefix sums, recurrences, dynamic programming) is
 * handed on as a carried scalar: the read costs a trip through memory on the loop's critical path. The first trip's element is
 * read before the loop. Elements that the trips after that read, too ({@code f[i] = f[i - 1] + f[i - 2]}), are handed on from one to the next. When it is the same element in every trip, it is also stored after the loop only. Only loops whose body updates
 * the array once, always, and reads it before any check are changed.
 */
public final class LoopLoadElimination implements Optimisation {
    /** Over how many trips an element is handed on. */
    private static final int MOST_TRIPS = 4;

    @Override
    public String name() {
        return "loop-load-elimination";
    }

    @Override
    public Func run(Func in) {
        var changed = new boolean[1];
        Func out = Regions.any(in.body(), e -> e.prim() == Prim.FOR) ? Rewrite.run(in, (e, r) -> e.prim() == Prim.FOR && new Work(r.b, changed).loop(r.copy(e))) : in;
        // the first trip's place, (row + 1) - 1, is known to lie in its row once nothing in between might wrap around
        return changed[0] ? new Simplify().run(out) : out;
    }

    private record Work(Builder b, boolean[] changed) {
        /** Appends the loop with its elements carried. */
        boolean loop(Eqn loop) {
            Eqn e = loop;
            Body body = null;
            var after = new ArrayList<Eqn>();
            for (int k = loop.out().size() - 1; k >= 0; k--) {
                if (!loop.out().get(k).type().isScalar()) {
                    body = body != null && body.loop.eqn() == e ? body : new Body(RegionView.of(e));
                    e = slot(body, k, after);
                }
            }
            changed[0] |= e != loop;
            b.append(e);
            after.forEach(b::append);
            return true;
        }

        private Eqn slot(Body body, int k, List<Eqn> after) {
            RegionView loop = body.loop;
            RegionView.Slot array = loop.slots().get(k);
            Eqn write = body.defs.of(array.yield());
            if (write == null || !ElementAccess.isOne(write, Prim.UPDATE) || !write.in().get(0).equals(array.param())) {
                return loop.eqn();
            }
            for (Eqn e : body.uses.getOrDefault(array.param().id(), List.of())) {
                if (e == write) {
                    break;
                }
                if (ElementAccess.isOne(e, Prim.INDEX) && body.isLater(1, e.indices(), write.indices())) {
                    return carried(loop, body, array, e, write, after);
                }
            }
            return loop.eqn();
        }

        private Eqn carried(RegionView loop, Body body, RegionView.Slot array, Eqn read, Eqn write, List<Eqn> after) {
            Var some = b.emit(Prim.GT, loop.head(), Lit.zero(loop.head().dtype()));
            Var start = beforeFirst(body, array, read, some);
            boolean sink = body.isFixed(write.indices()) && body.uses(array.param()) == 2 && body.uses(write.result()) == 1;
            Var handed = b.fresh(start.type());
            Var last = b.fresh(start.type());
            var use = new Rewrite(b).replace(read.result(), handed);
            // Reads two trips behind and more, which find what the trip before has been handed: no write in between is to that element.
            List<Eqn> later = body.isFixed(write.indices()) ? List.of() : body.laterReads(array.param(), write);
            var further = new ArrayList<RegionView.Slot>();
            Var before = handed;
            for (Eqn e : later) {
                Var two = b.fresh(start.type());
                further.add(RegionView.Slot.of(RegionView.Role.CARRY, beforeFirst(body, array, e, some), two, before, b.fresh(start.type())));
                use.replace(e.result(), two);
                before = two;
            }
            List<Eqn> eqns = use.body(loop.body().body().stream().filter(e -> e != read && !later.contains(e) && !(sink && e == write)).toList());
            var slots = new ArrayList<RegionView.Slot>();
            for (RegionView.Slot s : loop.slots()) {
                if (!sink || s != array) {
                    slots.add(RegionView.Slot.of(s.role(), s.init(), s.param(), use.atom(s.yield()), s.result()));
                }
            }
            slots.add(RegionView.Slot.of(RegionView.Role.CARRY, start, handed, use.atom(write.written()), last));
            slots.addAll(further);
            if (sink) {
                // Always the same element: it is stored once, after the loop.
                Region unchanged = new Region(List.of(), List.of(), List.of(array.init()));
                after.add(new Eqn(Prim.COND, List.of(some), new Params.Branches(List.of(unchanged, atFirstTrip(body, array, write, last))), array.results()));
            }
            return RegionView.loop(Prim.FOR, loop.extent(), loop.head(), loop.trip(), slots, eqns);
        }

        /** What the first trip reads, in front of the loop; without a trip nothing says that it exists. */
        private Var beforeFirst(Body body, RegionView.Slot array, Eqn read, Atom some) {
            Region first = atFirstTrip(body, array, read, null);
            Var start = b.fresh(read.result().type());
            Region nothing = new Region(List.of(), List.of(), List.of(Lit.zero(start.dtype())));
            b.append(new Eqn(Prim.COND, List.of(some), new Params.Branches(List.of(nothing, first)), List.of(start)));
            return start;
        }

        /** A copy of the access as the first trip makes it, on the array before the loop; an update stores {@code value}. */
        private Region atFirstTrip(Body body, RegionView.Slot array, Eqn access, Atom value) {
            Var trip = body.loop.trip();
            var copy = new Rewrite(b).replace(trip, Lit.zero(trip.dtype())).replace(array.param(), array.init());
            var in = new ArrayList<>(access.in());
            if (value != null) {
                in.set(in.size() - 1, value);
            }
            var eqns = new ArrayList<>(BackwardSlice.of(body.loop.body().body(), access.indices()).eqns());
            eqns.add(access.with(in));
            List<Eqn> copied = copy.body(eqns);
            return new Region(List.of(), copied, List.of(copy.atom(access.result())));
        }
    }

    /** A loop's body: its definitions, and indices as sums of the loop's index and of what the loop does not change. */
    private static final class Body {
        final RegionView loop;
        private final Region region;
        final Definitions defs;
        private final Set<Integer> inside;
        /** What numbers are as polynomials, each found once, as each may be used by many. */
        private final Map<Integer, Poly> polys = new HashMap<>();
        /** The equations before any that may fail, by the array that is their first operand. */
        final Map<Integer, List<Eqn>> uses = new HashMap<>();

        Body(RegionView loop) {
            this.loop = loop;
            region = loop.body();
            for (Eqn e : region.body()) {
                if (Regions.any(List.of(e), Regions::mayLeave)) {
                    break;
                }
                if (!e.in().isEmpty() && e.in().get(0) instanceof Var v && !v.type().isScalar()) {
                    uses.computeIfAbsent(v.id(), x -> new ArrayList<>()).add(e);
                }
            }
            var top = new HashMap<Integer, Eqn>();
            region.body().forEach(e -> e.out().forEach(v -> top.put(v.id(), e)));
            defs = new Definitions(top);
            inside = Regions.defined(region);
        }

        /** Reads of the elements that were written two trips before, three, and so on as long as there are such, in front of the write. */
        List<Eqn> laterReads(Var array, Eqn write) {
            var found = new ArrayList<Eqn>();
            for (int trips = 2; trips <= MOST_TRIPS; trips++) {
                int by = trips;
                Eqn read = uses.getOrDefault(array.id(), List.of()).stream().takeWhile(e -> e != write).filter(e -> ElementAccess.isOne(e, Prim.INDEX) && isLater(by, e.indices(), write.indices()))
                    .findFirst().orElse(null);
                if (read == null) {
                    break;
                }
                found.add(read);
            }
            return found;
        }

        /** The indices read, so many trips later, are those written. */
        boolean isLater(int trips, List<Atom> read, List<Atom> write) {
            int trip = loop.trip().id();
            try {
                for (int k = 0; k < read.size(); k++) {
                    Poly x = linear(read.get(k));
                    Poly y = linear(write.get(k));
                    if (x == null || y == null || !terms(x.with(trip, Poly.var(trip).plus(trips)).minus(y), read.get(k).dtype()).isEmpty()) {
                        return false;
                    }
                }
                return true;
            } catch (ArithmeticException tooLarge) {
                return false;
            }
        }

        /** Every trip has the same indices. */
        boolean isFixed(List<Atom> indices) {
            for (Atom a : indices) {
                for (long m : terms(linear(a), a.dtype())) {
                    for (int v : Poly.vars(m)) {
                        if (inside.contains(v)) {
                            return false;
                        }
                    }
                }
            }
            return true;
        }

        /** The monomials whose coefficients are not zero modulo the width. */
        private static List<Long> terms(Poly p, DType t) {
            var terms = new ArrayList<Long>();
            for (int k = 0; k < p.size(); k++) {
                if (Lit.of(t, p.coef(k)).asLong() != 0) {
                    terms.add(p.mono(k));
                }
            }
            return terms;
        }

        /** How often the variable is used in the body and by its yields. */
        int uses(Var v) {
            int[] n = {0};
            Regions.uses(region, id -> n[0] += id == v.id() ? 1 : 0);
            return n[0];
        }

        /** The index as a polynomial modulo the width; null when it is no sum of products of the trip's number and of what the loop does not change. */
        private Poly linear(Atom a) {
            if (a instanceof Lit l) {
                return Poly.of(l.asLong());
            }
            Var v = (Var) a;
            if (!polys.containsKey(v.id())) {
                polys.put(v.id(), sum(v));
            }
            return polys.get(v.id());
        }

        private Poly sum(Var v) {
            if (!inside.contains(v.id()) || v.equals(loop.trip())) {
                return Poly.var(v.id());
            }
            Eqn e = defs.of(v);
            if (e == null || e.prim() != Prim.ADD && e.prim() != Prim.SUB && e.prim() != Prim.MUL) {
                return null;
            }
            Poly x = linear(e.in().get(0));
            Poly y = linear(e.in().get(1));
            return x == null || y == null ? null : e.prim() == Prim.ADD ? x.plus(y) : e.prim() == Prim.SUB ? x.minus(y) : x.times(y);
        }
    }
}
