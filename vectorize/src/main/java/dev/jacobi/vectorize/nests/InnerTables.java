package dev.jacobi.vectorize.nests;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Definitions;
import dev.jacobi.ir.pass.Optimisation;
import dev.jacobi.ir.simplify.DeadCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Slow functions that inner loops compute alike in each trip of an outer one are computed once, into a table, as programs have them that go through points and then through the same numbers for each:
 *
 * <pre>
 *  for p { for c { for j { .. exp(-q[c, j]) .. } } }      becomes      for c { for j { t[c, j] = exp(-q[c, j]) } }   for p { for c { for j { .. t[c, j] .. } } }
 * </pre>
 *
 * Only functions of elements of an array that has one for each of these trips have a table, which is no larger then. Where arguments are written there are none, as these would be worked on in copies for another array.
 */
public final class InnerTables implements Optimisation {
    private static final int MOST_TABLES = 6;
    private static final int MOST_EQUATIONS = 24;
    private final boolean whole;

    /** {@code whole}: of a program that may still be mapped over lanes, which all have as many trips only where these are an array's elements. */
    public InnerTables(boolean whole) {
        this.whole = whole;
    }

    @Override
    public String name() {
        return "inner-tables";
    }

    @Override
    public Func run(Func in) {
        if (!Regions.any(in.body(), InnerTables::isSlow) || writes(in)) {
            return in;
        }
        Map<Eqn, List<Table>> byLoop = new IdentityHashMap<>();
        Definitions defs = whole ? Definitions.in(in.body()) : null;
        find(in.body(), byLoop);
        byLoop.values().forEach(all -> all.removeIf(t -> whole && !t.around.stream().allMatch(l -> l.head() instanceof Lit || defs.of(l.head(), Prim.DIM) != null)));
        Map<Eqn, Table> byRead = new IdentityHashMap<>();
        byLoop.values().forEach(all -> all.forEach(t -> byRead.put(t.root, t)));
        Map<Table, Var> made = new IdentityHashMap<>();
        Func out = byRead.isEmpty() ? in : Rewrite.ofLoops(in, (e, r) -> {
            Table read = byRead.get(r.old());
            if (read != null) {
                r.replace(e.result(), r.b.index(made.get(read), Params.Access.PROMISED, r.atoms(read.trips())));
                return true;
            }
            byLoop.getOrDefault(r.old(), List.of()).forEach(t -> made.put(t, t.make(r)));
            return false;
        });
        return out == in ? in : new DeadCode().run(out);
    }

    private static boolean isSlow(Eqn e) {
        return e.prim().cost() == Prim.Cost.MANY && e.out().size() == 1 && e.result().type().isScalar() && (e.result().dtype() == DType.F64 || e.result().dtype() == DType.F32);
    }

    /** Whether a function changes an array that it is given. */
    private static boolean writes(Func f) {
        Set<Atom> given = new HashSet<>(f.in());
        return Regions.any(f.body(), e -> e.prim() == Prim.UPDATE && given.contains(e.in().get(0))
            || Regions.isLoop(e) && RegionView.of(e).slots().stream().anyMatch(s -> s.init() instanceof Var v && v.isArray() && given.contains(v)));
    }

    /** The tables of the outermost loops that have any. */
    private static void find(List<Eqn> body, Map<Eqn, List<Table>> to) {
        for (Eqn e : body) {
            if (isCounted(e) && !Regions.hasEffect(e)) {
                List<Table> found = new Search(e).tables();
                if (!found.isEmpty()) {
                    to.put(e, found);
                    continue;
                }
            }
            Regions.of(e).forEach(r -> find(r.body(), to));
        }
    }

    private static boolean isCounted(Eqn e) {
        return (e.prim() == Prim.FOR || e.prim() == Prim.MAP || e.prim() == Prim.REDUCE) && e.in().get(0).dtype() == DType.I32 && !(e.in().get(0) instanceof Lit n && n.asLong() < 2);
    }

    /**
     * A table in front of a loop.
     *
     * @param root the equation that is computed for it
     * @param slice what leads there, in order
     * @param around the loop, and those inside of it that the equation stands in
     * @param used the latter's of which it depends on the number of the trip
     */
    private record Table(Eqn root, List<Eqn> slice, List<RegionView> around, List<RegionView> used) {
        List<Var> trips() {
            return used.stream().map(RegionView::trip).toList();
        }

        /** Makes it, empty where one of the loops has no trip: what is read need not be there then. */
        Var make(Rewrite r) {
            Builder b = r.b;
            Atom some = around.stream().map(loop -> (Atom) b.emit(Prim.GT, r.atom(loop.head()), Lit.i32(0))).reduce((x, y) -> b.emit(Prim.AND, x, y)).orElseThrow();
            var extents = new ArrayList<Atom>();
            for (RegionView loop : used) {
                extents.add(b.emit(Prim.SELECT, some, r.atom(loop.head()), Lit.i32(0)));
            }
            Var whole = b.full(Lit.unset(root.result().dtype()), Collections.nCopies(used.size(), Dim.UNKNOWN), extents);
            return filled(r, whole, extents, new ArrayList<>());
        }

        private Var filled(Rewrite r, Var to, List<Atom> extents, List<Var> at) {
            Builder b = r.b;
            if (at.size() == used.size()) {
                Rewrite copy = r.beside();
                for (int k = 0; k < at.size(); k++) {
                    copy.replace(used.get(k).trip(), at.get(k));
                }
                copy.append(slice);
                return b.update(to, Params.Access.PROMISED, at, copy.atom(root.result()));
            }
            Var trip = b.fresh(extents.get(at.size()).type());
            Var param = b.fresh(to.type());
            b.open();
            var next = new ArrayList<>(at);
            next.add(trip);
            Var inner = filled(r, param, extents, next);
            return b.loop(Prim.MAP, Dim.UNKNOWN, b.close(List.of(trip, param), List.of(inner)), extents.get(at.size()), List.of(to)).get(0);
        }
    }

    /** Looks for tables of one loop. */
    private static final class Search {
        private final Eqn loop;
        private final Set<Integer> inside = new HashSet<>();
        private final Map<Integer, Eqn> defined = new HashMap<>();
        private final List<RegionView> around = new ArrayList<>();
        private final List<Table> found = new ArrayList<>();

        Search(Eqn loop) {
            this.loop = loop;
            Regions.of(loop).forEach(r -> inside.addAll(Regions.defined(r)));
        }

        List<Table> tables() {
            walk(loop);
            // of a function of a function one table is enough
            found.removeIf(t -> found.stream().anyMatch(o -> o != t && o.slice.contains(t.root)));
            return found.size() > MOST_TABLES ? new ArrayList<>() : found;
        }

        private void walk(Eqn e) {
            RegionView view = RegionView.of(e);
            around.add(view);
            for (Eqn x : view.body().body()) {
                x.out().forEach(v -> defined.put(v.id(), x));
                if (isCounted(x) && !isInside(x.in().get(0))) {
                    walk(x);
                } else if (around.size() > 1 && isSlow(x)) {
                    look(x);
                }
            }
            around.remove(around.size() - 1);
        }

        private boolean isInside(Atom a) {
            return a instanceof Var v && inside.contains(v.id());
        }

        private void look(Eqn root) {
            Set<Eqn> slice = Collections.newSetFromMap(new IdentityHashMap<>());
            Set<Var> trips = new HashSet<>();
            if (!follow(root, slice, trips)) {
                return;
            }
            List<RegionView> used = around.subList(1, around.size()).stream().filter(l -> trips.contains(l.trip())).toList();
            var order = new ArrayList<Eqn>();
            around.forEach(l -> l.body().body().stream().filter(slice::contains).forEach(order::add));
            boolean bounded = order.stream().anyMatch(e -> e.prim() == Prim.INDEX && e.indices().containsAll(used.stream().map(RegionView::trip).toList()));
            if (!used.isEmpty() && bounded && order.size() == slice.size()) {
                found.add(new Table(root, order, List.copyOf(around), used));
            }
        }

        /** Whether an equation computes the same in each trip of the loop; {@code slice} gets what it needs, {@code trips} the numbers of the inner trips. */
        private boolean follow(Eqn e, Set<Eqn> slice, Set<Var> trips) {
            boolean reads = e.prim() == Prim.INDEX && e.result().type().isScalar() && !isInside(e.in().get(0)) || e.prim() == Prim.DIM && !isInside(e.in().get(0));
            if (!reads && !e.computesScalars() || slice.size() > MOST_EQUATIONS) {
                return false;
            }
            slice.add(e);
            for (Atom a : e.in()) {
                if (!isInside(a)) {
                    continue;
                }
                Var v = (Var) a;
                Eqn x = defined.get(v.id());
                boolean isTrip = around.subList(1, around.size()).stream().anyMatch(l -> v.equals(l.trip()));
                if (isTrip) {
                    trips.add(v);
                } else if (x == null || !slice.contains(x) && !follow(x, slice, trips)) {
                    return false;
                }
            }
            return true;
        }
    }
}
