package dev.jacobi.vectorize.small;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;

/**
 * Finds the arrays that can be their elements. All versions of an array hang together: what an update makes of it, and what it is called in the loops and branches that it goes
 * through. Either all of them are replaced or none. That is possible where the array is made here, is read and written element by element, and all indices are constants, or
 * become constants when some short loops are taken trip by trip.
 */
final class SmallGroups {
    /** Places at most along an axis, of an array that trips make for themselves, at which data say where it is read and written, as the bins of a small histogram, or rows that have been exchanged: each time all are asked. */
    private static final int FEW_PLACES = 8;
    /** Equations at most that may stand in the place of a nest of loops. */
    private static final int MOST_EQUATIONS = 1024;
    /** Equations that a sort of a few elements is taken for. */
    private static final int SORT_EQUATIONS = 128;
    /** Equations at most that lead from the number of a trip to an index. */
    private static final int MOST_STEPS = 8;
    /** Elements of an array at most, and trips of a loop that is taken apart. */
    private final int limit;
    private final Set<Integer> refusedLoops;
    /** The variable that stands for all that hang together with one. */
    private final Map<Integer, Integer> parent = new HashMap<>();
    private final Set<Integer> impossible = new HashSet<>();
    /** Variables in loops, whose arrays would be made again in each trip or are handed from trip to trip. */
    private final Set<Integer> inLoops = new HashSet<>();
    private final Map<Integer, Eqn> definitions = new HashMap<>();
    /** Loops by the variable of their trips. */
    private final Map<Integer, Eqn> loops = new HashMap<>();
    /** Arrays that trips of loops make. */
    private final Set<Integer> madeInLoops = new HashSet<>();
    /** Equations with regions by the parameters of these. */
    private final Map<Integer, Eqn> owners = new HashMap<>();
    private final ChosenPlaces chosen = new ChosenPlaces(definitions, owners);
    /** Indices that may be chosen: they are looked at when all has been seen. */
    private final List<Choice> maybeChosen = new ArrayList<>();
    /** Which loops have to be taken apart for the array of a variable, by the variables of their trips. */
    private final Map<Integer, Set<Integer>> needs = new HashMap<>();

    private SmallGroups(int limit, Set<Integer> refusedLoops) {
        this.limit = limit;
        this.refusedLoops = refusedLoops;
    }

    /** Whether there is any array that this could be about. */
    static boolean any(Func f) {
        int most = SmallShapes.mostElements(f);
        return Regions.any(f.body(), e -> (SmallShapes.isMaker(e) || e.prim() == Prim.COPY) && SmallShapes.isSmall(e.result().type(), most));
    }

    /** Looks at a function. What needs a loop taken apart that would become too long is not found. */
    static SmallGroups of(Func f) {
        var refused = new HashSet<Integer>();
        while (true) {
            var groups = new SmallGroups(SmallShapes.mostElements(f), refused);
            f.in().forEach(groups::refuse);
            groups.block(f.body(), false);
            groups.settle();
            if (!refused.addAll(groups.tooLong())) {
                return groups;
            }
        }
    }

    /** Whether a value is an array that is replaced by its elements, once no loop has to be taken apart for it. */
    boolean has(Atom a) {
        return a instanceof Var v && parent.containsKey(v.id()) && !impossible.contains(root(v.id())) && inLoops.contains(root(v.id()));
    }

    /** The loops that have to be taken apart, by the variables of their trips. */
    Set<Integer> loops() {
        var all = new TreeSet<Integer>();
        needs.forEach((v, some) -> {
            if (!impossible.contains(root(v)) && inLoops.contains(root(v))) {
                all.addAll(some);
            }
        });
        return all;
    }

    /** Whether a loop may be taken trip by trip: it makes a few trips, gives nothing but what it carries, and does not compute with larger arrays as a whole. */
    boolean isShort(Eqn e) {
        return onlyCarries(e) && e.in().get(0) instanceof Lit n && n.asLong() <= limit && !worksOnArrays(e);
    }

    private static boolean onlyCarries(Eqn e) {
        return e.prim() == Prim.FOR || e.prim() == Prim.MAP && e.out().size() == e.in().size() - 1;
    }

    /** Whether a loop is short, or will be when those around it are taken trip by trip of whose trips its length is computed, as of a triangle's rows; these are noted. */
    private boolean becomesShort(Eqn loop, Set<Integer> trips, int depth) {
        return isShort(loop) || onlyCarries(loop) && most(loop.in().get(0), 0) <= limit && !worksOnArrays(loop) && follows(loop.in().get(0), trips, depth + 1);
    }

    /** The trips that a loop makes at most, as far as that follows from loops that can be taken trip by trip. */
    long mostTrips(Eqn loop) {
        return most(loop.in().get(0), 0);
    }

    /** The greatest number that an integer can be, which is computed from trips of such loops alone; far above any short loop's where that is not seen. */
    private long most(Atom a, int depth) {
        long[] ends = ends(a, depth);
        return ends == null ? Long.MAX_VALUE : ends[1];
    }

    /** The least and the greatest of these numbers; null where they are not seen. */
    private long[] ends(Atom a, int depth) {
        if (a instanceof Lit l) {
            return l.dtype().isFloat() || Math.abs(l.asLong()) > MOST_EQUATIONS ? null : new long[] {l.asLong(), l.asLong()};
        }
        Eqn loop = loops.get(((Var) a).id());
        Eqn e = definitions.get(((Var) a).id());
        if (depth == MOST_STEPS || loop == null && (e == null || e.in().size() != 2 || !e.prim().isElementwise())) {
            return null;
        }
        long[] x = ends((loop == null ? e : loop).in().get(0), depth + 1);
        if (x == null || loop != null) {
            return x == null ? null : new long[] {0, Math.max(0, x[1] - 1)};
        }
        long[] y = ends(e.in().get(1), depth + 1);
        return y == null ? null : e.prim() == Prim.ADD ? new long[] {x[0] + y[0], x[1] + y[1]}
            : e.prim() == Prim.SUB ? new long[] {x[0] - y[1], x[1] - y[0]}
            : e.prim() == Prim.MUL ? product(x, y)
            : e.prim() == Prim.MIN ? new long[] {Math.min(x[0], y[0]), Math.min(x[1], y[1])}
            : e.prim() == Prim.MAX ? new long[] {Math.max(x[0], y[0]), Math.max(x[1], y[1])} : null;
    }

    private static long[] product(long[] x, long[] y) {
        if (LongStream.of(x[0], x[1], y[0], y[1]).anyMatch(n -> Math.abs(n) > MOST_EQUATIONS)) {
            return null;
        }
        long[] ways = {x[0] * y[0], x[0] * y[1], x[1] * y[0], x[1] * y[1]};
        return new long[] {Arrays.stream(ways).min().getAsLong(), Arrays.stream(ways).max().getAsLong()};
    }

    private void block(List<Eqn> body, boolean inLoop) {
        for (Eqn e : body) {
            e.out().forEach(v -> definitions.put(v.id(), e));
            e.out().forEach(v -> declare(v, inLoop));
            if (inLoop && SmallShapes.isMaker(e)) {
                madeInLoops.add(e.result().id());
            }
            connect(e);
            boolean repeats = inLoop || e.prim() != Prim.COND;
            for (Region r : Regions.of(e)) {
                r.params().forEach(v -> declare(v, true));
                r.params().forEach(v -> owners.put(v.id(), e));
                block(r.body(), repeats);
            }
        }
    }

    /** Says which arrays of an equation are one, and which cannot be replaced. */
    private void connect(Eqn e) {
        Prim p = e.prim();
        if (p == Prim.INDEX) {
            element(e);
        } else if (p == Prim.UPDATE) {
            element(e);
            join(e.in().get(0), e.result());
            refuse(e.written());
        } else if (p == Prim.FOR || p == Prim.MAP || p == Prim.WHILE || p == Prim.COND) {
            control(RegionView.of(e));
        } else if (SmallShapes.isSorted(e)) {
            join(e.in().get(0), e.result());
        } else if (isTaken(e)) {
            // its elements are read where it is made
            refuse(e.in().get(0));
        } else if (!SmallShapes.isMaker(e) && p != Prim.DIM) {
            refuseAll(e);
        }
    }

    /** Whether the equation is another array with a few elements of one axis, whose number its type says now. */
    boolean isTaken(Eqn e) {
        boolean same = e.prim() == Prim.COPY || e.prim() == Prim.RESHAPE;
        return same && SmallShapes.isSmall(e.result().type(), limit) && e.result().type().rank() == 1 && e.in().get(0).type().rank() == 1;
    }

    private void refuseAll(Eqn e) {
        e.in().forEach(this::refuse);
        e.out().forEach(this::refuse);
        for (Region r : Regions.of(e)) {
            r.params().forEach(this::refuse);
            r.out().forEach(this::refuse);
        }
    }

    /** Whether a loop computes with whole arrays of more than a few elements, as lanes do that are devices or examples: taken apart there would be one such operation for each trip. */
    private boolean worksOnArrays(Eqn loop) {
        return Regions.any(Regions.of(loop).get(0).body(), e -> (e.prim().isElementwise() || e.prim().group() == Prim.Group.LIBRARY || e.prim().group() == Prim.Group.STRUCTURAL)
            && e.out().stream().anyMatch(v -> !v.type().isScalar() && !SmallShapes.isSmall(v.type(), limit)));
    }

    private void control(RegionView view) {
        Var trip = view.trip();
        if (trip != null) {
            loops.put(trip.id(), view.eqn());
        }
        boolean map = view.eqn().prim() == Prim.MAP;
        if (map && (!onlyCarries(view.eqn()) || most(view.head(), 0) > limit || worksOnArrays(view.eqn()))) {
            refuseAll(view.eqn());
            return;
        }
        for (RegionView.Slot s : view.slots()) {
            s.params().forEach(v -> join(s.init(), v));
            s.yields().forEach(y -> join(y, s.result()));
            if (s.init() != null) {
                join(s.init(), s.result());
            }
            if (map && s.result() != null) {
                settle(s.result(), Set.of(trip.id()));
            }
        }
    }

    private void element(Eqn e) {
        int indices = e.indices().size();
        Atom array = e.in().get(0);
        if (!(array instanceof Var v) || !SmallShapes.isSmall(v.type(), limit)) {
            // a row of a larger array is not made element by element
            e.out().forEach(this::refuse);
            return;
        }
        if (indices != v.type().rank()) {
            refuse(array);
            e.out().forEach(this::refuse);
            return;
        }
        // a place that is not there is none, as where a branch says that it is not come to
        int open = 0;
        for (int k = 0; k < indices; k++) {
            Atom i = e.indices().get(k);
            long extent = v.type().dims().get(k).add();
            if (i instanceof Lit l) {
                open += l.asLong() >= 0 && l.asLong() < extent ? 0 : 2;
            } else if (!ofATrip(i, 0) || !follows(i, v)) {
                open++;
                maybeChosen.add(new Choice(v, i, extent));
            }
        }
        if (open > 1) {
            refuse(array);
        }
    }

    /** An index of an array, along an axis of this extent, that may be chosen among constants. */
    private record Choice(Var array, Atom index, long extent) {
    }

    /** What says at which of a few constant places an index is, once all has been looked at. */
    ChosenPlaces chosen() {
        return chosen;
    }

    /** An index that is chosen among constants needs the loops taken trip by trip in which that is done; any other is looked for along its axis. */
    private void settle(Choice c) {
        Set<Integer> trips = chosen.trips(c.index);
        if (trips != null) {
            settle(c.array, trips);
        } else if (c.extent > FEW_PLACES || !madeInLoops.contains(root(c.array.id()))) {
            refuse(c.array);
        }
    }

    private void settle(Var array, Set<Integer> trips) {
        var more = new TreeSet<>(trips);
        if (!trips.stream().allMatch(t -> becomesShort(loops.get(t), more, 0))) {
            refuse(array);
        }
        more.forEach(t -> need(array, t));
    }

    /** Whether a number will be a constant when short loops are taken apart, which is then noted for the array. */
    private boolean follows(Atom a, Var array) {
        var trips = new TreeSet<Integer>();
        boolean all = follows(a, trips, 0);
        if (all) {
            trips.forEach(t -> need(array, t));
        }
        return all;
    }

    private boolean follows(Atom a, Set<Integer> trips, int depth) {
        if (a instanceof Lit) {
            return true;
        }
        Var v = (Var) a;
        Eqn loop = loops.get(v.id());
        if (loop != null) {
            trips.add(v.id());
            return !refusedLoops.contains(v.id()) && depth < MOST_STEPS && becomesShort(loop, trips, depth);
        }
        Eqn e = definitions.get(v.id());
        return e != null && depth < MOST_STEPS && e.prim().isElementwise() && e.in().stream().allMatch(x -> follows(x, trips, depth + 1));
    }

    /** Whether a number is computed from that of a trip: what is not, and no literal either, stays as it is when loops are taken apart. */
    private boolean ofATrip(Atom a, int depth) {
        Eqn e = a instanceof Var v ? definitions.get(v.id()) : null;
        return a instanceof Var v && loops.containsKey(v.id()) || e != null && depth < MOST_STEPS && e.in().stream().anyMatch(x -> ofATrip(x, depth + 1));
    }

    private void need(Var array, int loop) {
        needs.computeIfAbsent(array.id(), k -> new TreeSet<>()).add(loop);
        if (refusedLoops.contains(loop)) {
            refuse(array);
        }
    }

    private void declare(Var v, boolean inLoop) {
        if (inLoop && SmallShapes.isSmall(v.type(), limit)) {
            inLoops.add(v.id());
        }
    }

    private void join(Atom a, Atom b) {
        if (a instanceof Var v && b instanceof Var w && !v.type().isScalar()) {
            if (!v.type().equals(w.type())) {
                refuse(v);
                refuse(w);
            } else if (SmallShapes.isSmall(v.type(), limit)) {
                parent.put(root(v.id()), root(w.id()));
                parent.putIfAbsent(w.id(), root(w.id()));
            }
        } else {
            refuse(a);
            refuse(b);
        }
    }

    private void refuse(Atom a) {
        if (a instanceof Var v && !v.type().isScalar()) {
            impossible.add(v.id());
        }
    }

    /** What is said of a variable holds for all that hang together with it. */
    private void settle() {
        new ArrayList<>(madeInLoops).forEach(v -> madeInLoops.add(root(v)));
        maybeChosen.forEach(this::settle);
        definitions.values().forEach(e -> e.out().stream().filter(v -> SmallShapes.isSmall(v.type(), limit)).forEach(v -> parent.putIfAbsent(v.id(), v.id())));
        new ArrayList<>(impossible).forEach(v -> impossible.add(root(v)));
        new ArrayList<>(inLoops).forEach(v -> inLoops.add(root(v)));
    }

    private int root(int id) {
        int at = id;
        while (parent.getOrDefault(at, at) != at) {
            at = parent.get(at);
        }
        return at;
    }

    /** Of the loops that have to be taken apart those that would become too long. */
    private Set<Integer> tooLong() {
        Set<Integer> wanted = loops();
        var found = new HashSet<Integer>();
        for (int trip : wanted) {
            if (size(loops.get(trip), wanted) > MOST_EQUATIONS) {
                found.add(trip);
            }
        }
        return found;
    }

    private long size(Eqn e, Set<Integer> apart) {
        long n = e.prim() == Prim.SORT ? SORT_EQUATIONS : 1;
        for (Region r : Regions.of(e)) {
            for (Eqn x : r.body()) {
                n += size(x, apart);
            }
        }
        boolean unrolled = (e.prim() == Prim.FOR || e.prim() == Prim.MAP) && apart.contains(Regions.trip(e).id());
        return unrolled ? n * Math.max(1, usualTrips(e)) : n;
    }

    /** The trips of a loop, on average where they depend on those of a loop around it, as in a triangle. */
    private long usualTrips(Eqn loop) {
        long[] ends = ends(loop.in().get(0), 0);
        return ends == null ? limit : Math.min(limit, (Math.max(0, ends[0]) + Math.max(0, ends[1]) + 1) / 2);
    }

    /** Whether one of these is. */
    boolean hasAny(List<? extends Atom> values) {
        return values.stream().anyMatch(this::has);
    }
}
