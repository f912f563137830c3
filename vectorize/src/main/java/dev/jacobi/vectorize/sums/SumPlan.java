package dev.jacobi.vectorize.sums;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.BackwardSlice;
import dev.jacobi.ir.analysis.Dependence;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.ir.analysis.Poly;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * In which order the loops around one addition run. Those that the place does not depend on come innermost and become a {@code reduce}; around them
 * those whose trips add to elements of their own; outermost the others.
 */
final class SumPlan {
    /** So many operations that several folds have in common are worth one loop for all of them. */
    private static final int SHARED = 2;
    /** So many operations that a fold and additions to elements in one loop have in common cost more than to have both at once. */
    private static final int MUCH = 4;
    /** Folds that are one loop at most where they share nothing but what they read. */
    private static final int TOGETHER = 6;
    final SumNest.Sum sum;
    /** What the addition needs, in order, with the number of loops around it. */
    final List<Eqn> slice = new ArrayList<>();
    final IdentityHashMap<Eqn, Integer> depth = new IdentityHashMap<>();
    /** The part of it that the place needs. */
    final Set<Eqn> place = Collections.newSetFromMap(new IdentityHashMap<>());
    /** What is read down a column while lanes go along rows: {@code read} of an array from around, by the trips of two of the loops. */
    record Pack(Eqn read, Eqn row, Eqn column, List<Eqn> slice) {
    }

    final List<Pack> packs = new ArrayList<>();
    List<Eqn> outer;
    List<Eqn> reduced;
    /** What the best order of the loops computes more often than the given one. */
    Set<Eqn> often;
    private boolean possible = true;
    private final boolean ofCoordinates;

    private SumPlan(SumNest.Sum sum, boolean ofCoordinates) {
        this.sum = sum;
        this.ofCoordinates = ofCoordinates;
    }

    /** Null when the sum cannot stand in a nest of its own. */
    static SumPlan of(SumNest nest, SumNest.Sum sum, Map<Eqn, ElementAccess> accesses, IntValues values, Set<Integer> inside) {
        ElementAccess access = accesses.get(sum.add());
        var p = new SumPlan(sum, nest.ofCoordinates);
        p.collect(nest, inside);
        if (!p.possible || !p.placed(access, inside)) {
            return null;
        }
        p.order(access, values);
        p.pack(accesses, inside);
        return p;
    }

    /** The same sum with its loops as they were, of which those that the place does not depend on are a {@code reduce} if they are innermost. */
    SumPlan inGivenOrder(Map<Eqn, ElementAccess> accesses) {
        var p = new SumPlan(sum, ofCoordinates);
        p.slice.addAll(slice);
        p.depth.putAll(depth);
        p.place.addAll(place);
        p.often = Collections.newSetFromMap(new IdentityHashMap<>());
        p.keepOrder(accesses.get(sum.add()));
        return p;
    }

    static int trip(Eqn loop) {
        return Regions.trip(loop).id();
    }

    private void collect(SumNest nest, Set<Integer> inside) {
        Set<Integer> needed = new HashSet<>();
        Set<Integer> forPlace = new HashSet<>();
        sum.at().forEach(a -> use(a, needed));
        sum.at().forEach(a -> use(a, forPlace));
        use(sum.term(), needed);
        Eqn below = sum.add();
        for (int d = sum.path().size(); d > 0; d--) {
            List<Eqn> body = Regions.of(sum.path().get(d - 1)).get(0).body();
            for (int k = body.indexOf(below) - 1; k >= 0; k--) {
                Eqn e = body.get(k);
                if (e.out().stream().noneMatch(v -> needed.contains(v.id()))) {
                    continue;
                }
                boolean array = e.out().stream().anyMatch(v -> !v.type().isScalar());
                boolean changes = e.prim() == Prim.UPDATE || e.prim() == Prim.ACC_ADD || nest.sums.stream().anyMatch(s -> s.path().contains(e));
                possible &= !changes && !(array && Regions.of(e).isEmpty() && e.prim() != Prim.INDEX);
                slice.add(0, e);
                depth.put(e, d);
                if (e.out().stream().anyMatch(v -> forPlace.contains(v.id()))) {
                    place.add(e);
                    possible &= Regions.of(e).isEmpty() && e.prim() != Prim.INDEX;
                    Regions.uses(e, forPlace::add);
                }
                Regions.uses(e, needed::add);
            }
            below = sum.path().get(d - 1);
            use(below.in().get(0), needed);
        }
        possible &= sum.path().stream().noneMatch(l -> l.in().get(0) instanceof Lit n && n.asLong() <= 0);
        Set<Integer> made = new HashSet<>();
        slice.forEach(e -> e.out().forEach(v -> made.add(v.id())));
        slice.forEach(e -> Regions.of(e).forEach(r -> made.addAll(Regions.defined(r))));
        sum.path().forEach(l -> made.add(trip(l)));
        // all else that is needed comes from around the nest, or is an array as it was before it
        possible &= needed.stream().allMatch(id -> made.contains(id) || !inside.contains(id) || nest.untouched.containsKey(id) && nest.rest.contains(nest.untouched.get(id)));
    }

    private static void use(Atom a, Set<Integer> to) {
        if (a instanceof Var v) {
            to.add(v.id());
        }
    }

    /** The place is a polynomial in the trips' numbers and what stands around. */
    private boolean placed(ElementAccess access, Set<Integer> inside) {
        Set<Integer> trips = new HashSet<>();
        sum.path().forEach(l -> trips.add(trip(l)));
        return access.index().stream().allMatch(p -> p != null && !p.mentions(id -> inside.contains(id) && !trips.contains(id)));
    }

    private void order(ElementAccess access, IntValues values) {
        var path = sum.path();
        var around = new ArrayList<Eqn>();
        reduced = new ArrayList<>();
        boolean free = path.stream().allMatch(this::isFixed);
        for (int k = path.size() - 1; k >= 0; k--) {
            Eqn l = path.get(k);
            boolean last = reduced.size() == path.size() - 1 - k;
            if (access.index().stream().noneMatch(p -> p.mentions(trip(l))) && !dependsOn(l) && (free || last)) {
                reduced.add(0, l);
            } else {
                around.add(0, l);
            }
        }
        outer = around;
        if (free && around.size() > 1) {
            List<Eqn> best = parallel(around, access, values);
            outer = best == null ? around : best;
        }
        often = Collections.newSetFromMap(new IdentityHashMap<>());
        slice.stream().filter(e -> around(e) > depth.get(e)).forEach(often::add);
        boolean guarded = reduced.size() < 2 || reduced.stream().allMatch(this::isFixed);
        if (often.stream().anyMatch(SumPlan::heavy) || !guarded) {
            keepOrder(access);
        }
    }

    /** The loops as they were, but for innermost ones. */
    private void keepOrder(ElementAccess access) {
        List<Eqn> path = sum.path();
        outer = new ArrayList<>(path);
        reduced = new ArrayList<>();
        for (int k = path.size() - 1; k >= 0; k--) {
            Eqn l = path.get(k);
            if (access.index().stream().anyMatch(p -> p.mentions(trip(l))) || dependsOn(l)) {
                break;
            }
            if (!reduced.isEmpty() && !(isFixed(l) && reduced.stream().allMatch(this::isFixed))) {
                break;
            }
            outer.remove(k);
            reduced.add(0, l);
        }
    }

    /** Whether a loop's trip count is known before the nest. */
    boolean isFixed(Eqn loop) {
        Atom n = loop.in().get(0);
        return slice.stream().noneMatch(e -> e.out().contains(n)) && sum.path().stream().noneMatch(l -> Regions.trip(l).equals(n));
    }

    /** Whether what computes the place looks at the loop's trip, be it in vain. */
    private boolean dependsOn(Eqn loop) {
        Var trip = Regions.trip(loop);
        return sum.at().contains(trip) || place.stream().anyMatch(e -> e.in().contains(trip));
    }

    /** The order with as many loops as possible whose trips are independent, those inside; counts that are constants are taken for small. */
    private List<Eqn> parallel(List<Eqn> loops, ElementAccess access, IntValues values) {
        int n = loops.size();
        if (n > 6) {
            return null;
        }
        List<Eqn> best = null;
        int bestScore = 0;
        for (int set = (1 << n) - 1; set > 0; set--) {
            var in = new ArrayList<Eqn>();
            var order = new ArrayList<Eqn>();
            int score = 0;
            for (int k = 0; k < n; k++) {
                boolean chosen = (set >> k & 1) != 0;
                (chosen ? in : order).add(loops.get(k));
                score += chosen ? loops.get(k).in().get(0) instanceof Lit ? 20 : 100 - k : 0;
            }
            if (score <= bestScore) {
                continue;
            }
            boolean ok = true;
            for (int k = 0; k < in.size() && ok; k++) {
                ok = trips(in.subList(k, in.size()), loops, values).independent(List.of(access));
            }
            if (ok) {
                contiguous(in, access);
                order.addAll(in);
                best = order;
                bestScore = score;
            }
        }
        return best;
    }

    /** Whether this sum can be done in the nest of others: the same loops, in the same order, still as independent as they are for it alone. */
    boolean joins(List<SumPlan> others, Map<Eqn, ElementAccess> accesses, IntValues values) {
        SumPlan one = others.get(0);
        var all = new ArrayList<>(others);
        all.add(this);
        if (areTogether(all)) {
            return (sharesWork(others) || readsAlike(others)) && staysApart(others, all, outer, outer.size(), false, accesses, values);
        }
        boolean folds = all.stream().anyMatch(p -> !p.reduced.isEmpty());
        if (!sum.path().equals(one.sum.path()) || !folds && !outer.equals(one.outer) || folds && !foldsWith(all, accesses, values)) {
            return false;
        }
        List<Eqn> loops = folds ? order() : outer;
        return staysApart(others, all, loops, folds ? loops.size() - 1 : loops.size(), folds, accesses, values);
    }

    /** Whether the trips of the loops around are as independent for all of the sums as they are for this one, or, where it {@code folds}, for the others. */
    private boolean staysApart(List<SumPlan> others, List<SumPlan> all, List<Eqn> loops, int around, boolean folds, Map<Eqn, ElementAccess> accesses, IntValues values) {
        List<ElementAccess> touched = touched(all, sum.carry(), accesses);
        for (int k = 0; touched.size() > 1 && k < around; k++) {
            Dependence d = trips(loops.subList(k, loops.size()), loops, values);
            boolean loses = !d.independent(touched) && d.independent(List.of(accesses.get(sum.add())));
            if (loses && (!folds || others.stream().allMatch(p -> d.independent(touched(others, p.sum.carry(), accesses))))) {
                return false;
            }
        }
        return true;
    }

    /** Whether these are folds of the same loops within the same others: one {@code reduce} of several numbers. */
    static boolean areTogether(List<SumPlan> plans) {
        SumPlan one = plans.get(0);
        return plans.stream().allMatch(p -> p.sum.path().equals(one.sum.path()) && p.outer.equals(one.outer) && p.reduced.equals(one.reduced) && !p.reduced.isEmpty()
            && p.packs.isEmpty() && p.reduced.stream().allMatch(p::isFixed));
    }

    /** Whether one of the others computes much of what this one does. */
    private boolean sharesWork(List<SumPlan> others) {
        return others.stream().anyMatch(o -> common(o).anyMatch(SumPlan::heavy) || operations(o) >= SHARED);
    }

    private Stream<Eqn> common(SumPlan other) {
        return slice.stream().filter(e -> other.depth.containsKey(e) && e.prim() != Prim.INDEX);
    }

    /** How many operations on real numbers both do. */
    private long operations(SumPlan other) {
        return common(other).filter(e -> e.result().dtype().isFloat()).count();
    }

    /** Whether sums to places that no loop changes, fewer than there are registers for, read the same: each loop of its own would read it again. */
    private boolean readsAlike(List<SumPlan> others) {
        return outer.isEmpty() && others.size() < TOGETHER && slice.stream().anyMatch(e -> e.result().dtype().isFloat() && others.stream().anyMatch(o -> o.depth.containsKey(e)));
    }

    private static List<ElementAccess> touched(List<SumPlan> plans, int carry, Map<Eqn, ElementAccess> accesses) {
        return plans.stream().filter(p -> p.sum.carry() == carry).map(p -> accesses.get(p.sum.add())).toList();
    }

    /**
     * Whether one innermost loop can be the {@code reduce} of some of the sums and add the others to elements of their own. That is worth it when what is
     * slow would else be computed for each, and where coordinates share what goes to all of them; in a single loop also when much would be computed twice.
     */
    private boolean foldsWith(List<SumPlan> all, Map<Eqn, ElementAccess> accesses, IntValues values) {
        boolean inOrder = all.stream().allMatch(SumPlan::keepsOrder);
        List<SumPlan> others = all.stream().filter(p -> p != this).toList();
        if (readsRowsWith(others)) {
            return foldsRightly(all, accesses, values) && isApart(all, order().get(0), accesses, values);
        }
        boolean shares = ofCoordinates ? sharesWork(others) : slice.stream().anyMatch(e -> heavy(e) && others.stream().anyMatch(p -> p.depth.containsKey(e)));
        shares |= sum.path().size() == 1 && others.stream().anyMatch(o -> operations(o) >= MUCH);
        return inOrder && shares && foldsRightly(all, accesses, values);
    }

    /** No heuristic: the innermost loop becomes parallel, and nobody asks again whether its trips add to elements of their own. */
    private boolean foldsRightly(List<SumPlan> all, Map<Eqn, ElementAccess> accesses, IntValues values) {
        List<SumPlan> others = all.stream().filter(p -> p.reduced.isEmpty()).toList();
        Dependence d = trips(order().subList(sum.path().size() - 1, sum.path().size()), sum.path(), values);
        return others.stream().map(p -> p.sum.carry()).distinct().allMatch(c -> d.independent(touched(others, c, accesses)));
    }

    /** Whether these are sums of rows and additions to each element of rows, which read a row of the same array, in the same order of two loops: one loop reads it once. */
    private boolean readsRowsWith(List<SumPlan> others) {
        boolean rows = sum.path().size() == 2 && others.stream().allMatch(o -> o.order().equals(order())) && Stream.concat(Stream.of(this), others.stream())
            .allMatch(p -> p.packs.isEmpty() && p.reduced.size() <= 1 && p.sum.path().stream().allMatch(p::isFixed));
        Var along = Regions.trip(order().get(order().size() - 1));
        return rows && slice.stream().anyMatch(e -> e.prim() == Prim.INDEX && e.in().get(e.in().size() - 1).equals(along) && others.stream().anyMatch(o -> o.depth.containsKey(e)));
    }

    /** The loops as they will stand. */
    List<Eqn> order() {
        return Stream.concat(outer.stream(), reduced.stream()).toList();
    }

    /** The loops as they were, at most the innermost one a {@code reduce}. */
    private boolean keepsOrder() {
        return packs.isEmpty() && (reduced.size() <= 1 || outer.isEmpty() && sum.at().isEmpty()) && order().equals(sum.path());
    }

    /** Whether one nest is worth having for all of these, each of which shares something slow with others, and can be had: the loops as they are, of which the innermost may be the {@code reduce} of some. */
    static boolean oneNest(List<SumPlan> all, Map<Eqn, ElementAccess> accesses, IntValues values) {
        SumPlan one = all.get(0);
        boolean inOrder = all.size() > 1 && all.stream().allMatch(p -> p.sum.path().equals(one.sum.path()) && p.keepsOrder() && p.sum.path().stream().allMatch(p::isFixed)) && all.stream().anyMatch(p -> !p.reduced.isEmpty());
        return inOrder && sharesSlow(all) && one.foldsRightly(all, accesses, values);
    }

    /** Whether each of these computes something slow that another one does, too. */
    static boolean sharesSlow(List<SumPlan> all) {
        return all.stream().allMatch(p -> all.stream().anyMatch(o -> o != p && p.common(o).anyMatch(SumPlan::heavy)));
    }

    /** Whether the trips of a loop around the innermost one add to elements of their own, numbers aside, which are sums of all trips. */
    static boolean isApart(List<SumPlan> all, Eqn loop, Map<Eqn, ElementAccess> accesses, IntValues values) {
        List<Eqn> order = all.get(0).order();
        Dependence d = trips(order.subList(order.indexOf(loop), order.size()), order, values);
        List<SumPlan> elements = all.stream().filter(p -> !p.sum.at().isEmpty()).toList();
        return elements.stream().map(p -> p.sum.carry()).distinct().allMatch(c -> d.independent(touched(elements, c, accesses)));
    }

    /** Dependences between the trips of the first of the loops, which run inside of the others. */
    static Dependence trips(List<Eqn> loops, List<Eqn> all, IntValues values) {
        Set<Integer> inside = values.shapes.inside(loops.toArray(Eqn[]::new));
        all.stream().filter(l -> !loops.contains(l)).forEach(l -> inside.remove(trip(l)));
        return new Dependence(loops.get(0), inside, values);
    }

    private void pack(Map<Eqn, ElementAccess> accesses, Set<Integer> inside) {
        if (reduced.isEmpty() || outer.size() < 2 || !sum.path().stream().allMatch(this::isFixed)) {
            return;
        }
        Eqn column = outer.get(outer.size() - 1);
        for (Eqn e : slice) {
            ElementAccess a = accesses.get(e);
            boolean given = a != null && e.prim() == Prim.INDEX && e.result().type().isScalar() && !inside.contains(a.array().id());
            if (!given || !e.params().equals(Params.Access.PROMISED)) {
                continue;
            }
            Poly last = a.index().get(a.index().size() - 1);
            for (Eqn row : reduced) {
                Poly along = last.linear(trip(row));
                Poly across = last.linear(trip(column));
                boolean strided = along != null && along.isConst() && Math.abs(along.constant()) == 1 && across != null
                    && (!across.isConst() || Math.abs(across.constant()) != 1) && a.index().stream().anyMatch(p -> p.mentions(trip(column)));
                boolean only = a.index().stream().noneMatch(p -> p.mentions(id -> inside.contains(id) && id != trip(row) && id != trip(column)));
                List<Eqn> needs = strided && only ? needs(e, trip(row), trip(column)) : null;
                if (needs != null) {
                    packs.add(new Pack(e, row, column, needs));
                    break;
                }
            }
        }
    }

    /** The arithmetic that gives an element's place; null when it looks at other trips, or at memory. */
    private List<Eqn> needs(Eqn read, int row, int column) {
        BackwardSlice needs = BackwardSlice.of(slice.subList(0, slice.indexOf(read)), read.indices());
        boolean arithmetic = needs.eqns().stream().allMatch(e -> Regions.of(e).isEmpty() && e.prim() != Prim.INDEX && e.prim() != Prim.CALL);
        boolean others = sum.path().stream().anyMatch(l -> trip(l) != row && trip(l) != column && needs.from().contains(Regions.trip(l)));
        return arithmetic && !others ? needs.eqns() : null;
    }

    /** The loop that moves along the last axis comes last. */
    private static void contiguous(List<Eqn> loops, ElementAccess access) {
        Poly last = access.index().get(access.index().size() - 1);
        for (Eqn l : List.copyOf(loops)) {
            Poly c = last.linear(trip(l));
            if (c != null && c.isConst() && Math.abs(c.constant()) == 1) {
                loops.remove(l);
                loops.add(l);
                return;
            }
        }
    }

    /** Whether an equation is worth computing once: a division of integers by a number that is known is a multiplication. */
    static boolean heavy(Eqn e) {
        boolean known = (e.prim() == Prim.DIV || e.prim() == Prim.REM) && !e.result().dtype().isFloat() && e.in().get(1) instanceof Lit;
        return !Regions.of(e).isEmpty() || e.prim().cost().isSlow() && !known;
    }

    /** The number of loops, in the new order, within which an equation has to stand: all that it had around it are then running. */
    int around(Eqn e) {
        List<Eqn> before = sum.path().subList(0, depth.get(e));
        List<Eqn> all = order();
        int k = 0;
        for (int seen = 0; seen < before.size(); k++) {
            seen += before.contains(all.get(k)) ? 1 : 0;
        }
        return k;
    }
}
