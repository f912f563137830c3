package dev.jacobi.vectorize.tables;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Looks for what each trip of a loop computes alike, for the same trips of loops inside of it. */
public final class TripTables {
    private static final int MOST_TABLES = 6;
    private static final int MOST_EQUATIONS = 24;
    private final Predicate<Eqn> roots;
    private final Predicate<TripTable> wanted;
    private final Set<Integer> inside = new HashSet<>();
    private final Map<Integer, Eqn> defined = new HashMap<>();
    private final List<TripLevel> around = new ArrayList<>();
    private final List<TripTable> found = new ArrayList<>();

    private TripTables(Eqn loop, Predicate<Eqn> roots, Predicate<TripTable> wanted) {
        this.roots = roots;
        this.wanted = wanted;
        Regions.of(loop).forEach(r -> inside.addAll(Regions.defined(r)));
    }

    /** Whether it is a loop in front of which tables may stand: it has a number of trips. */
    public static boolean isCounted(Eqn e) {
        return (e.prim() == Prim.FOR || e.prim() == Prim.MAP || e.prim() == Prim.REDUCE) && e.in().get(0).dtype() == DType.I32 && !(e.in().get(0) instanceof Lit n && n.asLong() < 2);
    }

    /** The tables of a loop, with values of these equations, that are wanted; none where there are too many. */
    public static List<TripTable> of(Eqn loop, Predicate<Eqn> roots, Predicate<TripTable> wanted) {
        var t = new TripTables(loop, roots, wanted);
        RegionView view = RegionView.of(loop);
        t.walk(new TripLevel(view, view.trip(), view.head()));
        // of a function of a function one table is enough
        t.found.removeIf(x -> t.found.stream().anyMatch(o -> o != x && o.slice().contains(x.root())));
        return t.found.size() > MOST_TABLES ? List.of() : t.found;
    }

    private void walk(TripLevel level) {
        around.add(level);
        for (Eqn x : level.loop().body().body()) {
            x.out().forEach(v -> defined.put(v.id(), x));
            TripLevel inner = isCounted(x) ? TripLevel.of(x, this::isInside, this::isTrip, defined) : null;
            if (inner != null) {
                walk(inner);
            } else if (around.size() > 1 && roots.test(x)) {
                look(x);
            }
        }
        around.remove(around.size() - 1);
    }

    private boolean isInside(Atom a) {
        return a instanceof Var v && inside.contains(v.id());
    }

    private boolean isTrip(Atom a) {
        return around.subList(1, around.size()).stream().anyMatch(l -> a.equals(l.at()));
    }

    private void look(Eqn root) {
        Set<Eqn> slice = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<Var> trips = new HashSet<>();
        if (!follow(root, slice, trips)) {
            return;
        }
        List<TripLevel> used = around.subList(1, around.size()).stream().filter(l -> trips.contains(l.at())).toList();
        var order = new ArrayList<Eqn>();
        around.forEach(l -> l.loop().body().body().stream().filter(slice::contains).forEach(order::add));
        var table = new TripTable(root, order, List.copyOf(around), used);
        if (!used.isEmpty() && order.size() == slice.size() && wanted.test(table)) {
            found.add(table);
        }
    }

    /** Whether an equation computes the same in each trip of the loop; {@code slice} gets what it needs, {@code trips} the places in the inner loops. */
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
            if (isTrip(v)) {
                trips.add(v);
            } else if (x == null || !slice.contains(x) && !follow(x, slice, trips)) {
                return false;
            }
        }
        return true;
    }
}
