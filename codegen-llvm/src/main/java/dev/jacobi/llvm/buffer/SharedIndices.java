package dev.jacobi.llvm.buffer;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Definitions;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.ir.analysis.Poly;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Accesses whose promise to stay within their array may be broken by another thread of the program. Arrays of Java's heap are used where they lie, so what is read twice may differ: {@code a[i] = d[p[i]]}, where one pass
 * checks each {@code p[i]} and another one reads it again as an index. Such an index has to be brought into the array where it is used, and such a write left out. Nothing is asked of an index that follows from scalars,
 * extents and arrays which the function has made of these, nor of one that is certainly within by the checks of the very value that is used.
 *
 * <p>Where a loop runs as often as such a value says, and each trip has the next element, {@code for (j = p[i]; j < p[i + 1]; j++) s += a[j]}, one question in front of the loop is enough ({@link #bounds}).
 *
 * <p>A value is shared when it follows from the contents of arrays that others may write to, or from how often a loop runs, or which branch is taken, where such contents decide that.
 */
public final class SharedIndices {
    /** Of a loop whose number of trips is in the program: as many elements of any type are in what stands for an array that is shorter. */
    private static final int MOST_TRIPS = 64;
    private final BitSet shared = new BitSet();
    /** Arrays with an extent that follows from shared values. */
    private final BitSet sized = new BitSet();
    /** By the result of an access: the axes of its array along which its index may be anywhere. */
    private final Map<Var, BitSet> open = new HashMap<>();
    /** By the number of a loop's trip. */
    private final Map<Var, List<Bound>> bounds = new HashMap<>();
    private boolean changed;

    /**
     * An access that each trip of a loop makes, to the element, or row, that begins at {@code from} and goes on by one a trip.
     *
     * @param array the array as it is in front of the loop
     * @param from null for 0
     */
    public record Bound(Var access, Atom array, int axis, Atom from) {
    }

    private SharedIndices() {
    }

    /** Those of a function that shares no array with other threads. */
    public static SharedIndices none() {
        return new SharedIndices();
    }

    /** Those of a function; {@code callee}: its scalars come from code that may have read them out of such arrays. */
    public static SharedIndices of(Func f, Aliases aliases, boolean callee) {
        var found = new SharedIndices();
        f.in().stream().filter(v -> callee || v.isArray()).forEach(v -> found.shared.set(v.id()));
        // no thread changes how long the arrays of a call are
        f.in().stream().filter(v -> callee && v.isArray()).forEach(v -> found.sized.set(v.id()));
        do {
            found.changed = false;
            found.body(f.body());
        } while (found.changed);
        Set<Var> unsure = found.candidates(f, aliases);
        if (!unsure.isEmpty()) {
            var values = new IntValues(f);
            values.walk(f.body(), e -> {
                if (!e.out().isEmpty() && unsure.contains(e.out().get(0))) {
                    found.look(e, values);
                }
            });
            Regions.each(f.body(), found::bound);
        }
        return found;
    }

    /** Whether a value may be another one when it is read again. */
    public boolean isShared(Atom a) {
        return a instanceof Var v && shared.get(v.id());
    }

    /** Whether an access may be out of its array along one of the axes it has an index for. */
    public boolean isOpen(Eqn access) {
        return !open.isEmpty() && open.containsKey(access.result());
    }

    /** Whether it may be so along this axis. */
    public boolean isOpen(Eqn access, int axis) {
        return isOpen(access) && open.get(access.result()).get(axis);
    }

    /** Whether it, or a loop's number of trips, has to be asked for. */
    public boolean asks(Eqn e) {
        return e.out().size() == 1 && isOpen(e) || !bounds(e).isEmpty();
    }

    /** The accesses of a loop's own trips that are all within their arrays if their first and last ones are. */
    public List<Bound> bounds(Eqn e) {
        return bounds.isEmpty() || !isCounted(e) ? List.of() : bounds.getOrDefault(Regions.trip(e), List.of());
    }

    /** Emits a loop of which these accesses have been asked for. */
    public void within(List<Bound> asked, Runnable loop) {
        var before = new HashMap<>(open);
        asked.forEach(b -> open.remove(b.access()));
        loop.run();
        open.putAll(before);
    }

    private static boolean isCounted(Eqn e) {
        return e.prim() == Prim.FOR || e.prim() == Prim.MAP || e.prim() == Prim.REDUCE;
    }

    private void bound(Eqn e) {
        if (!isCounted(e) || e.in().get(0) instanceof Lit n && n.asLong() > MOST_TRIPS || RegionView.of(e).slots().stream().anyMatch(s -> s.role() == RegionView.Role.STACK)) {
            return;
        }
        Region r = Regions.of(e).get(0);
        // a trip that leaves the function may be in front of one that would be outside
        if (r.body().stream().noneMatch(x -> x.out().size() == 1 && isOpen(x)) || Regions.any(r.body(), Regions::mayLeave)) {
            return;
        }
        var definitions = Definitions.in(r.body());
        Set<Integer> inside = Regions.defined(r);
        var found = new ArrayList<Bound>();
        for (Eqn x : r.body()) {
            if (x.out().size() == 1 && isOpen(x)) {
                found.addAll(bounds(x, RegionView.of(e), definitions, inside));
            }
        }
        if (!found.isEmpty()) {
            bounds.put(Regions.trip(e), found);
        }
    }

    /** What has to be asked in front of a loop for an access that each of its trips makes; nothing where that is not enough. */
    private List<Bound> bounds(Eqn access, RegionView loop, Definitions definitions, Set<Integer> inside) {
        Atom array = access.in().get(0);
        while (definitions.of(array) != null && (definitions.of(array).prim() == Prim.UPDATE || definitions.of(array).prim() == Prim.ACC_ADD)) {
            array = definitions.of(array).in().get(0);
        }
        RegionView.Slot slot = loop.ofParam((Var) array);
        Atom before = slot == null ? array : slot.init();
        var found = new ArrayList<Bound>();
        for (int k = 0; k < access.indices().size(); k++) {
            if (isOpen(access, k)) {
                Atom at = access.indices().get(k);
                Eqn sum = definitions.of(at);
                boolean added = sum != null && sum.prim() == Prim.ADD && sum.in().contains(loop.trip());
                Atom from = !added ? null : sum.in().get(sum.in().get(0).equals(loop.trip()) ? 1 : 0);
                // a number of trips in the program cannot become 0 where elements are not there: something else is read then, but nothing written
                boolean can = loop.eqn().in().get(0) instanceof Var || slot == null && access.prim() == Prim.INDEX && array.type().rank() == 1;
                if (!can || inside.contains(((Var) before).id()) || !added && !at.equals(loop.trip()) || from instanceof Var v && inside.contains(v.id())) {
                    return List.of();
                }
                found.add(new Bound(access.result(), before, k, from));
            }
        }
        return found;
    }

    private void body(List<Eqn> body) {
        for (Eqn e : body) {
            List<Region> regions = Regions.of(e);
            if (e.prim() == Prim.CALL) {
                share(e.out());
                size(e.out());
            } else if (e.prim() == Prim.DIM) {
                if (isSized(e.in().get(0))) {
                    share(e.out());
                }
            } else if (regions.isEmpty()) {
                if (e.in().stream().anyMatch(this::isShared)) {
                    share(e.out());
                }
                if (e.in().stream().anyMatch(a -> isSized(a) || a.type().isScalar() && isShared(a))) {
                    size(e.out());
                }
            } else {
                structured(e, regions);
            }
        }
    }

    private void structured(Eqn e, List<Region> regions) {
        RegionView view = RegionView.of(e);
        // how often a while runs follows from its condition
        boolean decided = isShared(e.prim() == Prim.WHILE ? regions.get(0).out().get(0) : view.head());
        if (decided && e.prim() != Prim.COND) {
            regions.forEach(r -> {
                share(r.params());
                size(r.params());
            });
        }
        if (decided) {
            share(e.out());
            size(e.out());
        }
        for (RegionView.Slot s : view.slots()) {
            if (isShared(s.init()) || s.yields().stream().anyMatch(this::isShared)) {
                share(s.params());
                share(s.results());
            }
            if (isSized(s.init()) || s.yields().stream().anyMatch(this::isSized)) {
                size(s.params());
                size(s.results());
            }
        }
        regions.forEach(r -> body(r.body()));
    }

    /** Whether an array may have another extent when it is made again. */
    private boolean isSized(Atom a) {
        return a instanceof Var v && sized.get(v.id());
    }

    private void share(List<Var> vars) {
        add(vars, shared);
    }

    private void size(List<Var> vars) {
        add(vars, sized);
    }

    private void add(List<Var> vars, BitSet to) {
        for (Var v : vars) {
            if (!to.get(v.id())) {
                to.set(v.id());
                changed = true;
            }
        }
    }

    /** The promised accesses with an index that is shared, or to an array with such an extent. */
    private Set<Var> candidates(Func f, Aliases aliases) {
        var definitions = Definitions.in(f.body());
        var found = new HashSet<Var>();
        Regions.each(f.body(), e -> {
            boolean promised = isAccess(e) && ((Params.Access) e.params()).mode() == Params.Mode.PROMISED;
            if (promised && (e.indices().stream().anyMatch(this::isShared) || aliases.roots(e.in().get(0)).stream().anyMatch(r -> isMadeToSize(definitions.of(r))))) {
                found.add(e.result());
            }
        });
        return found;
    }

    private static boolean isAccess(Eqn e) {
        return e.prim() == Prim.INDEX || e.prim() == Prim.UPDATE || e.prim() == Prim.ACC_ADD;
    }

    /** Whether what makes an array has its extents from shared values. */
    private boolean isMadeToSize(Eqn made) {
        return made != null && (made.prim() == Prim.CALL || made.in().stream().anyMatch(a -> a.type().isScalar() && isShared(a)));
    }

    private void look(Eqn e, IntValues values) {
        var axes = new BitSet();
        Poly[] extents = values.shapes.of(e.in().get(0));
        for (int k = 0; k < e.indices().size(); k++) {
            if (!isInside(values.exact(e.indices().get(k)), extents == null ? null : extents[k], values)) {
                axes.set(k);
            }
        }
        if (!axes.isEmpty()) {
            open.put(e.result(), axes);
        }
    }

    private static boolean isInside(Poly at, Poly extent, IntValues values) {
        try {
            return at != null && extent != null && values.facts.prove(at) && values.facts.prove(extent.minus(at).plus(-1));
        } catch (ArithmeticException tooLarge) {
            return false;
        }
    }
}
