package dev.jacobi.vectorize.order;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.RegionView.Role;
import dev.jacobi.ir.RegionView.Slot;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.BackwardSlice;
import dev.jacobi.ir.analysis.Dependence;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.ir.analysis.Poly;
import dev.jacobi.vectorize.nests.Steps;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A map around one loop that does all its work, whose elements lie beside each other from one trip of the map to the next and rows apart from one trip of the loop to the next.
 *
 * @param columns the map
 * @param inner the loop in it, a for or a map
 * @param triangle how many trips the loop has where that depends on the map's trip; else null
 * @param mixed whether some elements lie beside each other for the trips of the map, and others for those of the loop
 * @param arrays the slots of the loop that belong to those of the map, in their order
 * @param around what stands in front of the loop
 * @param body what one trip of both does, on the parameters of the inner loop
 */
record ColumnNest(RegionView columns, RegionView inner, Triangle triangle, boolean mixed, List<Slot> arrays, List<Eqn> around, List<Eqn> body) {
    private static final int MOST_EQUATIONS = 60;
    /** So few columns, as the colours of a point, are no row that is worth a loop. */
    private static final int FEW = 16;
    /** Of what is computed once a column, and again for each element when the loops have changed places. */
    private static final int MOST_AROUND = 12;
    private static final Set<Prim> LOOPS = Set.of(Prim.FOR, Prim.MAP, Prim.REDUCE, Prim.HIST, Prim.SCAN, Prim.WHILE);

    /** The nest, if that is what the map is and it gains by another order; else null. {@code deep}: one of three maps or more, the two outer ones of which change places, else one without a loop in the inner one. {@code accesses} are those in it, {@code vars} the function's variables; new ones come from {@code b}. */
    static ColumnNest of(Eqn map, boolean deep, List<ElementAccess> accesses, IntValues values, Map<Integer, Var> vars, Builder b) {
        var find = new Find(RegionView.of(map), deep, accesses, values, vars, b);
        try {
            return find.nest();
        } catch (ArithmeticException tooLarge) {
            return null;
        }
    }

    /** One search. */
    private static final class Find {
        private final RegionView columns;
        private final Map<Eqn, ElementAccess> accesses = new IdentityHashMap<>();
        private final IntValues values;
        private final List<Eqn> around = new ArrayList<>();
        private final Map<Integer, Var> vars;
        private final Builder b;
        private final boolean deep;
        private RegionView inner;
        private Triangle triangle;
        private boolean mixed;

        Find(RegionView columns, boolean deep, List<ElementAccess> accesses, IntValues values, Map<Integer, Var> vars, Builder b) {
            this.deep = deep;
            this.vars = vars;
            this.b = b;
            this.columns = columns;
            accesses.forEach(a -> this.accesses.put(a.eqn(), a));
            this.values = values;
        }

        ColumnNest nest() {
            boolean few = columns.head() instanceof Lit n && n.asLong() < FEW;
            if (few || columns.slots().stream().anyMatch(s -> s.role() != Role.DEST) || !isPlain()) {
                return null;
            }
            List<Slot> arrays = arrays();
            if (arrays == null || !isWorth(this::gains) && !(mixed = !deep && inner.eqn().prim() == Prim.MAP && isWorth(this::isMixed))) {
                return null;
            }
            var body = new ArrayList<Eqn>();
            return reads(arrays, body) && own(arrays, body) ? new ColumnNest(columns, inner, triangle, mixed, arrays, List.copyOf(around), List.copyOf(body)) : null;
        }

        /** Whether the map has one loop, with equations in it that may be done again and in another order, and next to nothing around it. */
        private boolean isPlain() {
            for (Eqn e : columns.body().body()) {
                if (inner == null && (e.prim() == Prim.FOR || e.prim() == Prim.MAP)) {
                    inner = RegionView.of(e);
                } else if (e.prim().cost().isSlow() || e.prim() == Prim.UPDATE || Regions.hasEffect(e) || Regions.any(List.of(e), x -> LOOPS.contains(x.prim()))
                    || e.out().stream().anyMatch(v -> !v.type().isScalar())) {
                    return false;
                } else {
                    around.add(e);
                }
            }
            if (inner == null || around.size() > MOST_AROUND) {
                return false;
            }
            List<Eqn> body = inner.body().body();
            boolean loops = Regions.any(body, e -> LOOPS.contains(e.prim()));
            boolean ofMaps = inner.eqn().prim() == Prim.MAP && isRectangle() && !Regions.any(body, e -> LOOPS.contains(e.prim()) && e.prim() != Prim.MAP);
            return Regions.size(body) <= MOST_EQUATIONS && loops == deep && (!deep || ofMaps) && !Regions.any(body, e -> Regions.isEffect(e) || e.prim() == Prim.CALL || e.prim() == Prim.CHECK);
        }

        /** The inner loop's slots for the map's arrays, one for each; null when it does not take and hand on just these. */
        private List<Slot> arrays() {
            var of = new ArrayList<Slot>();
            for (Slot s : columns.slots()) {
                Slot own = inner.slots().stream().filter(t -> s.param().equals(t.init())).findFirst().orElse(null);
                if (own == null || !s.yield().equals(own.result())) {
                    return null;
                }
                of.add(own);
            }
            Set<Integer> carried = inner.slots().stream().filter(of::contains).map(s -> s.result().id()).collect(Collectors.toSet());
            Map<Integer, Integer> uses = Regions.uses(columns.body().body(), columns.body().out());
            boolean only = inner.slots().stream().allMatch(s -> uses.getOrDefault(s.result().id(), 0) == (carried.contains(s.result().id()) ? 1 : 0));
            return only && inner.slots().stream().allMatch(s -> of.contains(s) || s.role() == Role.CARRY && s.param().type().isScalar()) ? of : null;
        }

        private boolean isRectangle() {
            return !(inner.head() instanceof Var n) || !Regions.defined(columns.body()).contains(n.id());
        }

        private boolean isWorth(BooleanSupplier gain) {
            triangle = null;
            return isRectangle() ? gain.getAsBoolean() : Stream.of(Triangle.Kind.values()).anyMatch(kind -> {
                triangle = Triangle.of(columns, inner, values, vars, kind);
                return triangle != null && gain.getAsBoolean();
            });
        }

        /** Whether some accesses go along with one loop and over lines of the cache with the other, and others the other way round. */
        private boolean isMixed() {
            boolean along = false;
            boolean across = false;
            for (ElementAccess a : inside()) {
                long rows = Steps.of(a.index(), inner.trip().id());
                long own = Steps.of(a.index(), columns.trip().id());
                if (a.writes() && rows == 0) {
                    return false;
                }
                along |= rows == 1 && own > 1;
                across |= rows > 1 && own == 1;
            }
            return along && across;
        }

        /** Whether memory is walked over in smaller steps by the map's trips than by the inner loop's, and each trip of the inner one writes elsewhere. */
        private boolean gains() {
            long now = 0;
            long then = 0;
            List<ElementAccess> all = inside();
            for (ElementAccess a : all) {
                int i = columns.trip().id();
                int j = inner.trip().id();
                long rows = Steps.of(a.index(), j);
                if (a.writes() && rows == 0) {
                    return false;
                }
                now += rows;
                then += Steps.of(triangle == null ? a.index() : a.index().stream().map(p -> triangle.then(p, i, j, values.shapes.end())).toList(), i);
            }
            // two of three accesses that gain are enough
            return 2 * then <= now + 2L * all.size();
        }

        private List<ElementAccess> inside() {
            var found = new ArrayList<ElementAccess>();
            Regions.each(inner.body().body(), e -> {
                if (accesses.containsKey(e)) {
                    found.add(accesses.get(e));
                }
            });
            return found;
        }

        /** Adds what stands around the loop to the body; whether what it reads of the map's arrays is not what the loop writes. */
        private boolean reads(List<Slot> arrays, List<Eqn> body) {
            var dependence = new Dependence(columns.eqn(), Set.of(), values);
            List<ElementAccess> writes = inside().stream().filter(ElementAccess::writes).toList();
            var params = new HashMap<Integer, Var>();
            for (int k = 0; k < arrays.size(); k++) {
                params.put(columns.slots().get(k).param().id(), arrays.get(k).param());
            }
            Set<Var> used = Regions.captures(inner.body().body());
            for (Eqn e : BackwardSlice.of(around, used).eqns()) {
                Slot of = e.prim() == Prim.INDEX ? columns.ofParam(e.in().get(0)) : null;
                if (!Regions.of(e).isEmpty() || of != null && !writes.stream().allMatch(w -> dependence.never(accesses.get(e), w, List.of()))) {
                    return false;
                }
                body.add(Rewrite.substitute(e, params));
            }
            return true;
        }

        /** Adds the loop's own equations to the body, which read again what a trip hands on of elements; whether nothing else is handed on. */
        private boolean own(List<Slot> arrays, List<Eqn> body) {
            for (Slot s : inner.slots()) {
                if (!arrays.contains(s) && !previous(s, arrays, body)) {
                    return false;
                }
            }
            body.addAll(inner.body().body());
            return true;
        }

        /** A carry that is the element which the trip before has written, and for the first trip what was there: it is read. */
        private boolean previous(Slot s, List<Slot> arrays, List<Eqn> body) {
            List<Eqn> own = inner.body().body();
            Eqn write = own.stream().filter(e -> ElementAccess.isOne(e, Prim.UPDATE) && e.written().equals(s.yield())).findFirst().orElse(null);
            Slot array = write == null ? null : arrays.stream().filter(a -> write.in().get(0).equals(a.param()) && a.yield().equals(write.result())).findFirst().orElse(null);
            Eqn first = array == null ? null : first(s, columns.slots().get(arrays.indexOf(array)).param());
            BackwardSlice slice = first == null ? null : BackwardSlice.of(own, write.indices());
            if (slice == null || !slice.eqns().stream().allMatch(Eqn::computesScalars) || slice.from().stream().anyMatch(inner.params()::contains)) {
                return false;
            }
            Var trip = inner.trip();
            List<Poly> written = accesses.get(write).index();
            for (int k = 0; k < written.size(); k++) {
                if (!written.get(k).with(trip.id(), Poly.of(-1)).equals(accesses.get(first).index().get(k))) {
                    return false;
                }
            }
            b.open();
            var copy = new Rewrite(b).replace(trip, b.emit(Prim.SUB, trip, Lit.of(trip.dtype(), 1)));
            copy.append(slice.eqns());
            var in = new ArrayList<Atom>(List.of(array.param()));
            in.addAll(copy.atoms(write.indices()));
            b.append(new Eqn(Prim.INDEX, in, Params.Access.PROMISED, List.of(s.param())));
            body.addAll(b.close());
            return true;
        }

        /** The read in front of the loop that a carry starts from, made when there is a trip at least; null when it starts from something else. */
        private Eqn first(Slot s, Var array) {
            Eqn start = Regions.definition(around, s.init());
            if (start != null && ElementAccess.isOne(start, Prim.INDEX)) {
                return start.in().get(0).equals(array) ? start : null;
            }
            Eqn some = start == null || start.prim() != Prim.COND ? null : values.definition(start.in().get(0));
            if (some == null || !some.in().get(0).equals(inner.head())
                || !(some.prim() == Prim.GT && some.in().get(1).equals(Lit.zero(inner.head().dtype())) || some.prim() == Prim.GE && some.in().get(1).equals(Lit.of(inner.head().dtype(), 1)))) {
                return null;
            }
            Region there = Regions.of(start).get(1);
            Eqn read = Regions.definition(there.body(), there.out().get(start.out().indexOf(s.init())));
            return read != null && ElementAccess.isOne(read, Prim.INDEX) && read.in().get(0).equals(array) ? read : null;
        }
    }
}
