package dev.jacobi.llvm.plan;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.AccessWalk;
import dev.jacobi.ir.analysis.Dependence;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.Poly;
import dev.jacobi.ir.analysis.Versions;
import dev.jacobi.llvm.buffer.Aliases;
import dev.jacobi.llvm.text.LanesUnderMasks;
import dev.jacobi.llvm.text.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * How the trips of a for go together though they depend on each other: equation by equation, each for several trips at a time. An order of the equations is looked for in which what a trip needs of earlier
 * ones is there: all it reads comes first, as far as it does not read what it has just written, and stores then keep their order. It is right when, of two accesses to one element by different trips, that of the
 * earlier trip always stands first. A scalar that is handed to the next trip must not be needed for its own next value, unless it is {@link Running}, the counter of a {@link Packing} or {@link Unpacking}, which are null for
 * other loops, or one of {@link Sum sums}, whose terms are added one after the other when those of all lanes are known. No more than {@code most} trips go together: where a trip reads what one so many trips before
 * it has stored, {@code a[i + 64] = a[i] + b[i]}. The branches of a condition come one after the other, each for the trips that take it; with {@code lastFirst} the last one comes first, as in
 * {@code if (b[i] < 0) c[i + 1] = b[i]; else a[i] = c[i]}, where the else reads what the trip before has stored.
 */
public record OrderedTrips(List<Step> steps, Packing packing, Unpacking unpacking, List<Sum> sums, int most, boolean lastFirst) {
    /** More lanes are never asked for. */
    private static final int ANY = 1024;
    private static final int MOST_EQUATIONS = 100;
    /** Operations from which on terms of a sum are worth computing in lanes: others cost less than to take them out of lanes. */
    private static final int WORTH_LANES = 6;

    /** Equations, and the carries whose values for the next trips are known after them; or, unless it is null, one whose values in all lanes are made of those of the lanes. */
    public record Step(List<Eqn> eqns, List<RegionView.Slot> then, Running running) {
    }

    /** A carried float that each trip only adds one term to, by this equation; nothing else in the loop asks what it is. */
    public record Sum(RegionView.Slot slot, Eqn by) {
        static List<Sum> of(RegionView view) {
            Map<Integer, Integer> uses = Regions.uses(view.body().body(), view.body().out());
            var sums = new ArrayList<Sum>();
            for (RegionView.Slot s : view.slots()) {
                DType t = s.param().dtype();
                // shorter floats are added by more than one instruction
                Eqn e = s.param().isArray() || t != DType.F32 && t != DType.F64 ? null : Regions.definition(view.body().body(), s.yield());
                if (e != null && e.prim() == Prim.ADD && e.in().contains(s.param()) && uses.get(s.param().id()) == 1 && uses.get(e.result().id()) == 1) {
                    sums.add(new Sum(s, e));
                }
            }
            return sums;
        }

        /** What a trip adds. */
        public Atom term() {
            return by.in().get(by.in().indexOf(slot.param()) == 0 ? 1 : 0);
        }
    }

    /** By index parameter, the fors of a bufferised function whose trips may go together. */
    public static Map<Var, OrderedTrips> in(Func f, Aliases aliases, int vectorBytes, boolean fast) {
        var candidates = new HashMap<Var, OrderedTrips>();
        Regions.each(f.body(), e -> {
            OrderedTrips o = e.prim() == Prim.FOR ? candidate(e, aliases, vectorBytes, fast) : null;
            if (o != null) {
                candidates.put(Regions.trip(e), o);
            }
        });
        return candidates.isEmpty() ? Map.of() : new Walk(f, candidates).legal();
    }

    private static OrderedTrips candidate(Eqn loop, Aliases aliases, int vectorBytes, boolean fast) {
        RegionView view = RegionView.of(loop);
        List<Eqn> body = view.body().body();
        List<Sum> sums = Sum.of(view);
        boolean writes = Regions.any(body, e -> e.prim() == Prim.UPDATE);
        if (Regions.size(body) > MOST_EQUATIONS || !Regions.any(body, e -> e.prim() == Prim.INDEX) || !plain(body) || !apart(view, aliases)
            || !sums.isEmpty() && operations(loop) < WORTH_LANES) {
            return null;
        }
        Packing packing = LanesUnderMasks.areMoved(vectorBytes) && sums.isEmpty() ? Packing.of(view) : null;
        Unpacking unpacking = LanesUnderMasks.areMoved(vectorBytes) && sums.isEmpty() ? Unpacking.of(view) : null;
        List<Step> steps = packing == null && unpacking == null ? steps(view, sums, fast) : List.of();
        OrderedTrips order = steps == null ? null : new OrderedTrips(steps, packing, unpacking, sums, ANY, false);
        return order == null || !writes && sums.isEmpty() && !order.isRunning() ? null : order;
    }

    /** What a trip computes, but for integers that grow by the same in each trip: indices take no lanes. */
    private static int operations(Eqn loop) {
        var variance = new Variance(List.of(loop), Set.of(Regions.trip(loop)), Set.of());
        var n = new int[1];
        Regions.each(Regions.of(loop).get(0).body(), e -> n[0] += e.prim() == Prim.INDEX || e.prim() == Prim.UPDATE
            || e.out().stream().allMatch(v -> v.dtype().isInt() && variance.stride(v) != Value.VARYING) ? 0 : 1);
        return n[0];
    }

    /** An order of the equations; null when there is none. */
    private static List<Step> steps(RegionView view, List<Sum> sums, boolean fast) {
        List<Eqn> added = sums.stream().map(Sum::by).toList();
        List<Eqn> body = view.body().body().stream().filter(e -> !added.contains(e)).toList();
        var missing = new HashSet<Atom>();
        body.forEach(e -> missing.addAll(e.out()));
        var waiting = new ArrayList<RegionView.Slot>(view.slots().stream().filter(s -> !s.param().isArray() && sums.stream().noneMatch(x -> x.slot().equals(s))).toList());
        waiting.forEach(s -> missing.add(s.param()));
        var left = new ArrayList<>(body);
        var steps = new ArrayList<Step>();
        // what sums in order add is read, too
        Map<Integer, Integer> uses = Regions.uses(view.body().body(), view.body().out());
        while (true) {
            var ready = new ArrayList<Eqn>();
            for (Eqn e : left) {
                if (Regions.of(e).isEmpty() && e.prim() != Prim.UPDATE && e.in().stream().noneMatch(missing::contains)) {
                    ready.add(e);
                    missing.removeAll(e.out());
                }
            }
            left.removeAll(ready);
            List<RegionView.Slot> known = waiting.stream().filter(s -> !missing.contains(s.yield())).toList();
            waiting.removeAll(known);
            known.forEach(s -> missing.remove(s.param()));
            if (ready.isEmpty() && known.isEmpty()) {
                Running next = waiting.stream().map(s -> Running.of(body, s, missing, uses, fast)).filter(Objects::nonNull).findFirst().orElse(null);
                if (next == null) {
                    break;
                }
                left.removeAll(next.chain());
                next.chain().forEach(e -> missing.removeAll(e.out()));
                waiting.remove(next.slot());
                missing.remove(next.slot().param());
                steps.add(new Step(next.chain(), List.of(), next));
                continue;
            }
            steps.add(new Step(ready, known, null));
        }
        steps.add(new Step(left, List.of(), null));
        return waiting.isEmpty() ? steps : null;
    }

    /** Whether a carry is one of the sums. */
    public boolean isSum(RegionView.Slot s) {
        return sums.stream().anyMatch(x -> x.slot.equals(s));
    }

    /** Whether it has carries that are {@link Running}. */
    public boolean isRunning() {
        return steps.stream().anyMatch(s -> s.running() != null);
    }

    /** How many carries take several steps through the lanes. */
    int running() {
        return (int) steps.stream().filter(s -> s.running() != null && !s.running().total()).count();
    }

    /** Whether one of these carries is an extreme of reals, which takes several instructions. */
    boolean waits() {
        return steps.stream().anyMatch(s -> s.running() != null && s.running().op() != null && s.running().slot().param().dtype().isFloat());
    }

    private static boolean plain(List<Eqn> body) {
        return body.stream().allMatch(e -> {
            boolean element = ElementAccess.isOne(e, Prim.INDEX) || ElementAccess.isOne(e, Prim.UPDATE);
            return element || e.computesScalars() || e.prim() == Prim.DIM || e.prim() == Prim.COND && Regions.of(e).stream().allMatch(r -> plain(r.body()));
        });
    }

    /** Whether each array that the loop writes stays in its own memory, which no other array has that the loop uses. */
    private static boolean apart(RegionView view, Aliases aliases) {
        var seen = new HashSet<Var>();
        for (RegionView.Slot s : view.slots()) {
            if (s.param().isArray()) {
                for (Var root : aliases.roots(s.param())) {
                    if (!seen.add(root)) {
                        return false;
                    }
                }
                if (!aliases.stable(s)) {
                    return false;
                }
            }
        }
        return Regions.captures(view.body()).stream().filter(Var::isArray).noneMatch(v -> aliases.roots(v).stream().anyMatch(seen::contains));
    }

    /** Looks at the accesses of candidates where they stand. */
    private static final class Walk extends AccessWalk {
        private final Map<Var, OrderedTrips> candidates;
        private final Map<Var, OrderedTrips> legal = new HashMap<>();

        Walk(Func f, Map<Var, OrderedTrips> candidates) {
            super(f);
            this.candidates = candidates;
        }

        Map<Var, OrderedTrips> legal() {
            run();
            return legal;
        }

        @Override
        protected List<Eqn> visit(Eqn old, Eqn now, List<ElementAccess> inside) {
            OrderedTrips o = old.prim() == Prim.FOR ? candidates.get(Regions.trip(old)) : null;
            if (o == null) {
                return List.of(old);
            }
            int most = o.packing != null || o.unpacking != null ? ANY : together(old, o, inside);
            var back = new OrderedTrips(o.steps, o.packing, o.unpacking, o.sums, most, true);
            boolean lastFirst = most <= 1 && !back.conditions().isEmpty();
            most = lastFirst ? together(old, back, inside) : most;
            if (most > 1) {
                legal.put(Regions.trip(old), new OrderedTrips(o.steps, o.packing, o.unpacking, o.sums, most, lastFirst));
            }
            return List.of(old);
        }

        /** How many trips may go together. */
        private int together(Eqn loop, OrderedTrips order, List<ElementAccess> inside) {
            Map<Eqn, Integer> places = order.places();
            RegionView view = RegionView.of(loop);
            Set<Integer> changing = values.shapes.inside(loop);
            var dependence = new Dependence(loop, changing, values);
            int most = ANY;
            for (RegionView.Slot s : view.slots()) {
                Set<Integer> versions = s.param().isArray() ? Versions.of(view, s) : Set.of();
                if (versions == null) {
                    return 1;
                }
                List<ElementAccess> own = inside.stream().filter(a -> versions.contains(a.array().id())).toList();
                for (ElementAccess x : own) {
                    for (ElementAccess y : own) {
                        if ((x.writes() || y.writes()) && places.get(x.eqn()) >= places.get(y.eqn()) && !dependence.never(x, y)) {
                            most = Math.min(most, between(x, y, Regions.trip(loop).id(), changing));
                        }
                    }
                }
            }
            return most;
        }

        /**
         * A power of two that divides the number of trips after which {@code y} is where {@code x} was, so that a vector reads what one vector before it has stored: a load that spans two stores waits for both
         * to be in the cache. 1 where that number is not known.
         */
        private static int between(ElementAccess x, ElementAccess y, int trip, Set<Integer> changing) {
            if (x.index().size() != 1 || y.index().size() != 1) {
                return 1;
            }
            Poly p = x.index().get(0);
            Poly q = y.index().get(0);
            try {
                Poly distance = p.minus(q);
                boolean steps = !p.minus(Poly.var(trip)).mentions(changing::contains) && distance.isConst() && distance.constant() > 0;
                return steps ? (int) Math.min(ANY, Long.lowestOneBit(distance.constant())) : 1;
            } catch (ArithmeticException tooLarge) {
                return 1;
            }
        }
    }

    /** The conditions whose last branch comes first, by their first results. */
    public Set<Var> conditions() {
        var found = new HashSet<Var>();
        for (Step s : steps) {
            s.eqns().stream().filter(e -> lastFirst && e.prim() == Prim.COND && !e.out().isEmpty()).forEach(e -> found.add(e.out().get(0)));
        }
        return found;
    }

    /** Where equations stand, those of branches with the branch. */
    private Map<Eqn, Integer> places() {
        var places = new IdentityHashMap<Eqn, Integer>();
        Set<Var> back = conditions();
        int at = 0;
        for (Step s : steps) {
            for (Eqn e : s.eqns()) {
                places.put(e, at++);
                var branches = new ArrayList<>(Regions.of(e));
                if (!e.out().isEmpty() && back.contains(e.out().get(0))) {
                    Collections.reverse(branches);
                }
                for (Region r : branches) {
                    int here = at++;
                    Regions.each(r.body(), x -> places.put(x, here));
                }
            }
        }
        return places;
    }
}
