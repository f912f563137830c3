package dev.jacobi.ir.analysis;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Between which numbers the integers stay that a loop hands from trip to trip, by induction: the next place in a ring ({@code p = (p + 1) % n}, {@code if (++p == n) p = 0}), the ends of a search that halves
 * what is left. Numbers that a carry starts from, is set to or is compared with are assumed to be its bounds in a trip, and all that do not hold then for what the trip hands on are withdrawn, until none is.
 */
final class CarriedRanges {
    private static final int MOST_EQUATIONS = 250;
    private static final int MOST_BOUNDS = 24;
    private static final int MOST_WAYS = 48;
    private static final int DEEPEST = 10;
    private static final Range SMALL = new Range(-1 << 20, 1 << 20);

    /** A carry is at least or, as an upper bound, at most a number that the loop does not change. */
    record Bound(RegionView.Slot carry, Poly end, boolean upper) {
        /** What is not negative where the bound holds of a value. */
        Poly of(Poly value) {
            return upper ? end.minus(value) : value.minus(end);
        }

        /** Whether the value is known to keep it. */
        boolean holdsOf(Atom value, IntValues values) {
            try {
                return values.facts.prove(of(values.exact(value)));
            } catch (ArithmeticException tooLarge) {
                return false;
            }
        }
    }

    private final Eqn loop;
    private final IntValues values;
    private final Set<Integer> inside = new HashSet<>();
    private final Map<RegionView.Slot, Set<Bound>> bounds = new LinkedHashMap<>();
    private final Set<Var> defined = new HashSet<>();
    private int ways;

    private CarriedRanges(Eqn loop, IntValues values) {
        this.loop = loop;
        this.values = values;
        Regions.of(loop).forEach(r -> inside.addAll(Regions.defined(r)));
    }

    /** Adds what holds at the beginning of a trip, of the first region's parameters, and notes it for the loop's results; all else that is known there must be known by now. */
    static void learn(Eqn loop, IntValues values) {
        try {
            new CarriedRanges(loop, values).run();
        } catch (ArithmeticException tooLarge) {
            // Less is known.
        }
    }

    private void run() {
        var compared = new ArrayList<Eqn>();
        int[] size = {0};
        Regions.of(loop).forEach(r -> Regions.eachOutsideLoops(r.body(), e -> {
            size[0]++;
            if (e.prim().group() == Prim.Group.COMPARE && e.in().get(0).dtype().isInt() && e.in().get(0).type().isScalar()) {
                compared.add(e);
            }
        }));
        for (RegionView.Slot carry : size[0] > MOST_EQUATIONS ? List.<RegionView.Slot>of() : RegionView.of(loop).carried()) {
            if (carry.param().type().isScalar() && carry.param().dtype().isInt() && !carry.yield().equals(carry.param())
                    && !(loop.prim() == Prim.FOR && LoopFacts.step(carry.yield(), carry.param(), values) != null)) {
                candidates(carry, compared);
            }
        }
        bounds.values().removeIf(Set::isEmpty);
        for (boolean changed = true; changed && !bounds.isEmpty();) {
            int before = count();
            values.scope(this::withdraw);
            bounds.values().removeIf(Set::isEmpty);
            changed = count() < before;
        }
        defined.forEach(values::forget);
        bounds.forEach((carry, all) -> {
            all.removeIf(b -> all.stream().anyMatch(o -> o != b && o.upper == b.upper && isWithin(o, b)));
            all.forEach(b -> values.slack(b.of(symbol(carry))));
            values.ofResults.put(carry.result().id(), List.copyOf(all));
        });
    }

    private int count() {
        return bounds.values().stream().mapToInt(Set::size).sum();
    }

    private static boolean isWithin(Bound a, Bound b) {
        Poly d = a.upper ? b.end.minus(a.end) : a.end.minus(b.end);
        return d.isConst() && d.constant() > 0;
    }

    private static Poly symbol(RegionView.Slot carry) {
        return Poly.var(carry.params().get(0).id());
    }

    /** Assumes what is left of the bounds, walks through a trip, and withdraws those that are not kept. */
    private void withdraw() {
        bounds.forEach((carry, all) -> all.forEach(b -> values.slack(b.of(symbol(carry)))));
        List<Region> regions = Regions.of(loop);
        if (loop.prim() == Prim.WHILE) {
            walk(regions.get(0).body());
            values.assume(regions.get(0).out().get(0), true);
            bounds.keySet().forEach(c -> values.equal(c.param(), symbol(c)));
        }
        walk(regions.get(regions.size() - 1).body());
        ways = MOST_WAYS;
        var lost = new ArrayList<Bound>();
        bounds.forEach((carry, all) -> keep(carry.yield(), 0, carry.param().dtype(), all, lost, 0));
        lost.forEach(b -> bounds.get(b.carry).remove(b));
    }

    private void walk(List<Eqn> body) {
        for (Eqn e : body) {
            defined.addAll(e.out());
            // what was found out under bounds that are withdrawn by now
            e.out().forEach(values::forget);
            // extents that follow from what is assumed only must not be kept
            if (e.prim() == Prim.DIM && isInside(e.in().get(0))) {
                values.introduce(e.result());
                continue;
            }
            if (e.prim() == Prim.REDUCE) {
                values.regions(e, inner -> {
                    walk(inner);
                    return inner;
                });
            }
            for (int k = 0; e.prim() == Prim.COND && k < Regions.of(e).size(); k++) {
                Region r = Regions.of(e).get(k);
                values.region(e, k, () -> walk(r.body()));
            }
            values.define(e);
        }
    }

    /** Adds the bounds to {@code lost} that a value, moved by a constant, does not keep in one of its ways. */
    private void keep(Atom y, long moved, DType type, Set<Bound> all, List<Bound> lost, int depth) {
        if (bounds.keySet().stream().map(c -> values.facts.range(symbol(c))).anyMatch(r -> r.lo() > r.hi())) {
            // no trip goes this way if what is assumed holds
            return;
        }
        Eqn e = isInside(y) && depth < DEEPEST && --ways > 0 ? values.definition(y) : null;
        Definitions.Offset offset = Definitions.Offset.of(e);
        Eqn base = offset == null || !isInside(offset.base()) ? null : values.definition(offset.base());
        if (e != null && e.prim() == Prim.SELECT) {
            for (int k = 1; k < 3; k++) {
                Atom way = e.in().get(k);
                boolean taken = k == 1;
                values.scope(() -> {
                    values.assume(e.in().get(0), taken);
                    keep(way, moved, type, all, lost, depth + 1);
                });
            }
        } else if (e != null && e.prim() == Prim.COND) {
            int at = e.out().indexOf(y);
            for (int k = 0; k < Regions.of(e).size(); k++) {
                Region r = Regions.of(e).get(k);
                values.region(e, k, () -> {
                    walk(r.body());
                    keep(r.out().get(at), moved, type, all, lost, depth + 1);
                });
            }
        } else if (base != null && (base.prim() == Prim.SELECT || base.prim() == Prim.COND) && Math.abs(offset.by()) < 1 << 20) {
            keep(offset.base(), moved + offset.by(), type, all, lost, depth + 1);
        } else {
            all.stream().filter(b -> !lost.contains(b) && !isKept(b, y, moved, type)).forEach(lost::add);
        }
    }

    private boolean isKept(Bound b, Atom y, long moved, DType type) {
        try {
            Poly p = values.exact(y).plus(moved);
            return (moved == 0 || values.fits(p, type)) && values.facts.prove(b.of(p));
        } catch (ArithmeticException tooLarge) {
            return false;
        }
    }

    private boolean isInside(Atom a) {
        return a instanceof Var v && inside.contains(v.id());
    }

    /** What a carry starts from and what bounds it may have by what a trip sets it to, as far as the start is within. */
    private void candidates(RegionView.Slot carry, List<Eqn> compared) {
        var ends = new LinkedHashSet<Poly>();
        var leaves = new LinkedHashSet<Atom>();
        leaves(carry.yield(), 0, leaves, ends, 0);
        leaves.forEach(y -> mirrored(carry, y, ends));
        if (leaves.stream().noneMatch(a -> carry.params().contains(a)) && ends.isEmpty()) {
            return;
        }
        for (Eqn e : compared) {
            for (int k = 0; k < 2; k++) {
                Atom n = e.in().get(k);
                Atom x = base(e.in().get(1 - k));
                if (!isInside(n) && (carry.params().contains(x) || leaves.contains(x))) {
                    ends.add(values.exact(n));
                    ends.add(values.exact(n).plus(-1));
                }
            }
        }
        Poly init = values.exact(carry.init());
        ends.add(init);
        ends.add(Poly.of(0));
        var own = new LinkedHashSet<Bound>();
        for (Poly end : ends) {
            for (boolean upper : new boolean[] {false, true}) {
                var b = new Bound(carry, end, upper);
                if (end.size() < 4 && count() + own.size() < MOST_BOUNDS && values.facts.prove(b.of(init)) && !values.facts.prove(b.of(symbol(carry)))) {
                    own.add(b);
                }
            }
        }
        bounds.put(carry, own);
    }

    /** Where a trip hands on a number less what it was given ({@code side = 1 - side}), the two that it then is in turn, and the ends that the first is between. */
    private void mirrored(RegionView.Slot carry, Atom y, Set<Poly> ends) {
        Eqn e = isInside(y) ? values.definition(y) : null;
        if (e == null || e.prim() != Prim.SUB && e.prim() != Prim.NEG || isInside(e.in().get(0)) && e.prim() == Prim.SUB || !carry.params().contains(e.in().get(e.in().size() - 1))) {
            return;
        }
        Poly of = e.prim() == Prim.NEG ? Poly.of(0) : values.exact(e.in().get(0));
        Poly init = values.exact(carry.init());
        Range range = values.facts.range(init);
        for (Poly end : range.within(SMALL) ? List.of(init, Poly.of(range.lo()), Poly.of(range.hi())) : List.of(init)) {
            ends.add(end);
            ends.add(of.minus(end));
        }
    }

    private Atom base(Atom a) {
        Definitions.Offset o = isInside(a) ? Definitions.Offset.of(values.definition(a)) : null;
        return o == null ? a : o.base();
    }

    /** The values of which a trip hands one on, without what is added to them, and the ends that they have by themselves. */
    private void leaves(Atom y, long moved, Set<Atom> leaves, Set<Poly> ends, int depth) {
        Eqn e = isInside(y) && depth < DEEPEST && leaves.size() < MOST_WAYS ? values.definition(y) : null;
        List<Atom> several = e == null ? null : Definitions.ways(e, y);
        Definitions.Offset offset = Definitions.Offset.of(e);
        if (several != null) {
            several.forEach(x -> leaves(x, moved, leaves, ends, depth + 1));
        } else if (offset != null) {
            leaves.add(y);
            leaves(offset.base(), moved + offset.by(), leaves, ends, depth + 1);
        } else {
            leaves.add(y);
            Atom from = e == null ? null : movedBy(e);
            if (from != null) {
                leaves.add(from);
            } else if (!isInside(y)) {
                ends.add(values.exact(y).plus(moved));
            } else if (e != null) {
                own(e, y).forEach(p -> ends.add(p.plus(moved)));
            }
        }
    }

    /** What goes on by steps of a size that the loop does not change ({@code j -= gap}); null for what does not. */
    private Atom movedBy(Eqn e) {
        boolean steps = e.prim() == Prim.SUB || e.prim() == Prim.ADD;
        return steps && isInside(e.in().get(0)) && !isInside(e.in().get(1)) ? e.in().get(0) : e.prim() == Prim.ADD && !isInside(e.in().get(0)) ? e.in().get(1) : null;
    }

    /** Where a number's equation says by itself that it is no larger, or no less. */
    private List<Poly> own(Eqn e, Atom y) {
        if (e.prim() == Prim.REDUCE) {
            Atom init = RegionView.ofResult(e, y).init();
            return init == null || isInside(init) ? List.of() : List.of(values.exact(init));
        }
        Atom last = e.in().isEmpty() ? null : e.in().get(e.in().size() - 1);
        Eqn taken = e.prim() == Prim.SUB && isInside(last) ? values.definition(last) : null;
        Atom n = taken != null && taken.prim() == Prim.SELECT ? taken.in().get(1) : last;
        if ((e.prim() == Prim.REM || n != last) && !isInside(n)) {
            return List.of(values.exact(n).plus(-1));
        } else if (e.prim() == Prim.MIN || e.prim() == Prim.MAX || e.prim() == Prim.AND && last instanceof Lit) {
            return e.in().stream().filter(a -> !isInside(a)).map(values::exact).toList();
        }
        return List.of();
    }
}
