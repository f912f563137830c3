package dev.jacobi.ir.analysis;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is known inside and after loops: index ranges, and counters that only grow or only shrink. */
final class LoopFacts {
    private LoopFacts() {
    }

    /** Facts in the body of a loop with a trip count. */
    static void countedFacts(Eqn e, Region r, IntValues s) {
        Poly n = s.exact(e.in().get(0));
        Poly i = Poly.var(r.params().get(0).id());
        // That is an end that the index reaches only when the count is a literal.
        s.facts.bound(r.params().get(0).id(), new Range(0, Math.max(0, s.facts.range(n).hi() - 1)), n.isConst() ? 0 : IntFacts.SLACK);
        try {
            Conditions.learn(n.plus(-1), s);
            s.fact(n.minus(i).plus(-1));
            if (e.prim() == Prim.FOR) {
                counters(e, r, s, n, i);
            }
        } catch (ArithmeticException tooLarge) {
            // Less is known.
        }
        s.retryPending();
        if (e.prim() == Prim.FOR) {
            try {
                nestedCounters(e, s, n, i);
            } catch (ArithmeticException tooLarge) {
                // Less is known.
            }
            CarriedRanges.learn(e, s);
        }
    }

    /** What a quotient or remainder is between in a loop that has trips as many as its divisor, which is positive then: of a quotient where it is positive, too. False where they are not. */
    static boolean divisor(Eqn e, IntValues s) {
        Poly p = Poly.var(e.result().id());
        Poly b = s.exact(e.in().get(1));
        boolean quotient = e.prim() == Prim.DIV;
        if (s.facts.range(b).lo() < 1 || quotient && s.facts.range(p).lo() < 1) {
            return false;
        }
        if (quotient) {
            IntRules.quotient(s.exact(e.in().get(0)), b, p, s);
        } else {
            s.checked(() -> s.fact(b.minus(p).plus(-1)));
        }
        return true;
    }

    /** The most that a trip moves a counter by, and in which direction. */
    private record Step(Poly most, boolean up) {
        /** What is known of a counter that has moved by {@code moved} in so many trips. */
        void learn(Poly moved, Poly trips, IntValues s) {
            Poly far = trips.times(most);
            s.fact(up ? moved : moved.negate());
            s.fact(up ? far.minus(moved) : moved.minus(far));
        }
    }

    /** Carries that a loop inside counts on, which adds between 0 and c to them in each of its m trips: start <= x <= start + c*m*i. What checks have said of m*n is known by now. */
    private static void nestedCounters(Eqn e, IntValues s, Poly n, Poly i) {
        for (RegionView.Slot carry : RegionView.of(e).slots()) {
            Var p = carry.param();
            Step step = nestedStep(e, carry, s);
            Poly init = step == null ? null : s.exact(carry.init());
            Poly end = step == null ? null : init.plus(n.times(step.most));
            if (step != null && s.fits(end, p.dtype()) && s.facts.range(end).bounded()) {
                step.learn(Poly.var(p.id()).minus(init), i, s);
                Poly last = end.minus(step.most).minus(Poly.var(p.id())); // where the last trip begins: without a product with the trip's number
                s.fact(step.up ? last : last.negate());
            }
        }
    }

    /** How a trip moves a carry that only a loop inside counts on, by steps of one sign; null where it is none. */
    private static Step nestedStep(Eqn e, RegionView.Slot carry, IntValues s) {
        Var p = carry.param();
        Eqn inner = p.type().isScalar() && p.dtype().isInt() ? Regions.definition(Regions.of(e).get(0).body(), carry.yield()) : null;
        if (inner == null || inner.prim() != Prim.FOR) {
            return null;
        }
        RegionView.Slot own = RegionView.ofResult(inner, (Var) carry.yield());
        boolean fixed = inner.in().get(0) instanceof Lit || !Regions.defined(Regions.of(e).get(0)).contains(((Var) inner.in().get(0)).id());
        Long c = own.init().equals(p) && fixed ? step(own.yield(), own.param(), s) : null;
        Poly trips = c == null || c == 0 ? null : s.exact(inner.in().get(0));
        return trips == null || !s.facts.prove(trips) ? null : new Step(trips.times(c), c > 0);
    }

    /** Carries that a trip adds between 0 and c to: start <= x <= start + c*i. */
    private static void counters(Eqn e, Region r, IntValues s, Poly n, Poly i) {
        for (RegionView.Slot carry : RegionView.of(e).slots()) {
            Var p = carry.param();
            if (!p.type().isScalar() || !p.dtype().isInt()) {
                continue;
            }
            Long c = step(carry.yield(), p, s);
            Poly init = s.exact(carry.init());
            if (c != null && c != 0 && s.fits(init.plus(n.times(c)), p.dtype()) && s.facts.range(init.plus(n.times(c))).bounded()) {
                new Step(Poly.of(c), c > 0).learn(Poly.var(p.id()).minus(init), i, s);
            } else if (c == null) {
                chosen(e, carry, Poly.var(p.id()), s);
            }
        }
    }

    /** A carry that a trip keeps or sets to something of the trip's number: it, called {@code v}, stays between what it starts from and the ends of those. */
    private static void chosen(Eqn loop, RegionView.Slot carry, Poly v, IntValues s) {
        var ways = new Choices(loop, carry, s);
        if (!ways.of(carry.yield(), 0)) {
            return;
        }
        for (Poly l : ways.low) {
            if (ways.low.stream().allMatch(o -> s.facts.prove(o.minus(l)))) {
                s.fact(v.minus(l));
                break;
            }
        }
        for (Poly h : ways.high) {
            if (ways.high.stream().allMatch(o -> s.facts.prove(h.minus(o)))) {
                s.fact(h.minus(v));
                break;
            }
        }
    }

    /** The least and the greatest values that a loop's carry may be set to. */
    private static final class Choices {
        final List<Poly> low = new ArrayList<>();
        final List<Poly> high = new ArrayList<>();
        private final Eqn loop;
        private final Var carry;
        private final IntValues values;
        /** What the loop defines; null until it is asked for. */
        private Set<Integer> inside;

        Choices(Eqn loop, RegionView.Slot carry, IntValues values) {
            this.loop = loop;
            this.carry = carry.param();
            this.values = values;
            low.add(values.exact(carry.init()));
            high.add(values.exact(carry.init()));
        }

        /** Adds those of a value that a trip hands on; false when they are not known. */
        boolean of(Atom y, int depth) {
            Eqn e = values.definition(y);
            if (y.equals(carry)) {
                return true;
            }
            List<Atom> ways = e != null && depth < 8 ? Definitions.ways(e, y) : null;
            if (ways != null) {
                return ways.stream().allMatch(x -> of(x, depth + 1));
            }
            Var index = Regions.trip(loop);
            Poly p = linear(y, index, depth);
            Poly c = p == null ? null : p.linear(index.id());
            if (c == null || !c.isConst()) {
                return false;
            }
            Poly first = p.with(index.id(), Poly.of(0));
            Poly last = p.with(index.id(), values.exact(loop.in().get(0)).plus(-1));
            low.add(c.constant() < 0 ? last : first);
            high.add(c.constant() < 0 ? first : last);
            return values.fits(first, carry.dtype()) && values.fits(last, carry.dtype());
        }

        /** The value as a sum of the trip's number and of what the loop does not change; null for others. It is this modulo the width, so it is this where both ends fit. */
        private Poly linear(Atom y, Var index, int depth) {
            Eqn e = values.definition(y);
            if (y instanceof Lit || y.equals(index)) {
                return y.equals(index) ? Poly.var(index.id()) : values.exact(y);
            } else if (!isInside(y)) {
                return values.exact(y);
            } else if (e == null || depth > 8 || e.prim() != Prim.ADD && e.prim() != Prim.SUB) {
                return null;
            }
            Poly a = linear(e.in().get(0), index, depth + 1);
            Poly b = linear(e.in().get(1), index, depth + 1);
            return a == null || b == null ? null : e.prim() == Prim.ADD ? a.plus(b) : a.minus(b);
        }

        private boolean isInside(Atom y) {
            inside = inside == null ? Regions.defined(Regions.of(loop).get(0)) : inside;
            return inside.contains(((Var) y).id());
        }
    }

    /** The largest step by which a carry moves in a trip, when all its steps have one sign; null when not known. */
    static Long step(Atom y, Var p, IntValues s) {
        return step(y, p, s, new HashMap<>(), 0);
    }

    /** {@code known} has what has been looked at, as behind each choice the ways meet again. */
    private static Long step(Atom y, Var p, IntValues s, Map<Atom, Long> known, int depth) {
        if (y.equals(p)) {
            return 0L;
        } else if (!known.containsKey(y)) {
            known.put(y, depth > 60 ? null : found(y, p, s, known, depth));
        }
        return known.get(y);
    }

    private static Long found(Atom y, Var p, IntValues s, Map<Atom, Long> known, int depth) {
        Eqn e = s.definition(y);
        if (e == null) {
            return null;
        }
        Definitions.Offset moved = Definitions.Offset.of(e);
        if (moved != null) {
            return join(step(moved.base(), p, s, known, depth + 1), moved.by(), true);
        }
        List<Atom> ways = Definitions.ways(e, y);
        Long all = ways == null ? null : Long.valueOf(0);
        for (int k = 0; all != null && k < ways.size(); k++) {
            all = join(all, step(ways.get(k), p, s, known, depth + 1), false);
        }
        return all;
    }

    private static Long join(Long a, Long b, boolean sum) {
        if (a == null || b == null || (a > 0 && b < 0) || (a < 0 && b > 0) || Math.abs(b) > 1 << 20 || Math.abs(a) > 1 << 20) {
            return null;
        }
        return sum ? Long.valueOf(a + b) : a < 0 || b < 0 ? Long.valueOf(Math.min(a, b)) : Long.valueOf(Math.max(a, b));
    }

    /** Facts in the condition (k = 0) and the body (k = 1) of a while; both see the carry as the same symbols. */
    static void whileFacts(Eqn e, int k, IntValues s) {
        Region cond = Regions.of(e).get(0);
        Region body = Regions.of(e).get(1);
        List<Atom> staying = k == 1 ? new EarlyExit(s::definition, e).staying() : body.out();
        for (int j = 0; j < cond.params().size(); j++) {
            Var c = cond.params().get(j);
            Var p = body.params().get(j);
            if (k == 1) {
                s.introduce(c);
                if (c.type().isScalar() && !c.dtype().isFloat()) {
                    s.equal(p, Poly.var(c.id()));
                }
            }
            if (c.type().isScalar() && c.dtype().isInt()) {
                var resets = new ArrayList<Lit>();
                int way = new Direction(p, c, s, resets).of(staying.get(j), cond.out().get(0), 0);
                monotone(Poly.var(c.id()), e.in().get(j), way, resets, s);
            }
        }
        if (k == 1) {
            for (RegionView.Slot carry : RegionView.of(e).slots()) {
                s.ofResults.getOrDefault(carry.result().id(), List.of()).forEach(b -> s.slack(b.of(Poly.var(carry.params().get(0).id()))));
            }
            // what the condition has checked of the carries holds of them in the trip that follows
            cond.body().stream().filter(x -> x.prim() == Prim.CHECK).forEach(x -> s.checked(() -> s.assume(x.in().get(0), true)));
            s.assume(cond.out().get(0), true);
        } else {
            CarriedRanges.learn(e, s);
        }
    }

    /** A carry that steps away ({@code way}) from what it starts from and is set to some constants stays beyond the furthest back of these. */
    private static void monotone(Poly v, Atom init, int way, List<Lit> resets, IntValues s) {
        try {
            Poly first = s.exact(init).times(way);
            for (Lit l : resets) {
                Poly reset = Poly.of(l.asLong()).times(way);
                if (!s.facts.prove(reset.minus(first))) {
                    if (!s.facts.prove(first.minus(reset))) {
                        return;
                    }
                    first = reset;
                }
            }
            if (way != 0) {
                s.fact(v.times(way).minus(first));
            }
        } catch (ArithmeticException tooLarge) {
            // Less is known.
        }
    }

    /** Facts about a scalar result of a loop. */
    static void resultFacts(Eqn e, Var v, IntValues s) {
        RegionView.Slot carry = RegionView.ofResult(e, v);
        // where there is no trip, nothing that trips show is known of where the carry starts
        s.ofResults.getOrDefault(v.id(), List.of()).stream().filter(b -> e.prim() == Prim.WHILE || b.holdsOf(carry.init(), s)).forEach(b -> s.slack(b.of(Poly.var(v.id()))));
        s.ofResults.remove(v.id());
        if (e.prim() == Prim.WHILE && v.dtype().isInt()) {
            Atom guard = Regions.of(e).get(0).out().get(0);
            var resets = new ArrayList<Lit>();
            int way = new Direction(carry.param(), carry.params().get(0), s, resets).of(carry.yield(), guard, 0);
            monotone(Poly.var(v.id()), carry.init(), way, resets, s);
        } else if (e.prim() == Prim.FOR && v.dtype().isInt()) {
            Long c = step(carry.yield(), carry.param(), s);
            Poly init = s.exact(carry.init());
            Poly n = s.exact(e.in().get(0));
            Step step = c == null ? nestedStep(e, carry, s) : c == 0 ? null : new Step(Poly.of(c), c > 0);
            if (step != null && s.facts.prove(n) && s.fits(init.plus(n.times(step.most)), v.dtype()) && s.facts.range(init.plus(n.times(step.most))).bounded()) {
                step.learn(Poly.var(v.id()).minus(init), n, s);
            } else if (c == null) {
                chosen(e, carry, Poly.var(v.id()), s);
            }
        } else if (e.prim() == Prim.REDUCE && v.dtype().isInt() && (carry.op() == Prim.MIN || carry.op() == Prim.MAX)) {
            boolean max = carry.op() == Prim.MAX;
            Poly init = s.exact(carry.init());
            Range start = s.facts.range(init);
            Range terms = s.branchRange.getOrDefault(v.id(), Range.ALL).join(start);
            s.facts.bound(v.id(), max ? new Range(start.lo(), terms.hi()) : new Range(terms.lo(), start.hi()));
            s.fact(max ? Poly.var(v.id()).minus(init) : init.minus(Poly.var(v.id())));
        }
    }

    /** Where a fold's terms are numbers, keeps between what ends they are; its region has been walked. */
    static void terms(Eqn e, IntValues s) {
        for (RegionView.Slot fold : e.prim() == Prim.REDUCE ? RegionView.of(e).slots(RegionView.Role.FOLD) : List.<RegionView.Slot>of()) {
            Poly p = s.exact(fold.yield());
            if (p != null) {
                s.branchRange.put(fold.result().id(), s.facts.range(p));
            }
        }
    }

    /** Which way a carry goes, {@code p} in the body and {@code c} in the condition. */
    private record Direction(Var p, Var c, IntValues s, List<Lit> resets, Map<List<Atom>, Integer> known) {
        Direction(Var p, Var c, IntValues s, List<Lit> resets) {
            this(p, c, s, resets, new HashMap<>());
        }

        /**
         * 1 when the carry can only grow, -1 when only shrink, 0 when unknown: each step is by one, taken only where a
         * comparison with some bound excludes overflow. The constants that it is set to instead of a step, as it often is by the trip that leaves the loop, are added to {@code resets}.
         */
        int of(Atom y, Atom guard, int depth) {
            // behind each choice the ways meet again
            var key = List.of(y, guard);
            Integer found = known.get(key);
            if (found == null) {
                found = found(y, guard, depth);
                known.put(key, found);
            }
            return found;
        }

        private int found(Atom y, Atom guard, int depth) {
            Eqn e = s.definition(y);
            if (e == null || depth > 20) {
                return 0;
            }
            if (e.prim() == Prim.ADD && e.in().get(0).equals(p) && e.in().get(1) instanceof Lit l && Math.abs(l.asLong()) == 1) {
                int way = (int) l.asLong();
                return strict(guard, p, c, way, s, 0) ? way : 0;
            } else if (e.prim() == Prim.SUB && e.in().get(0).equals(p) && e.in().get(1) instanceof Lit l && l.asLong() == 1) {
                return strict(guard, p, c, -1, s, 0) ? -1 : 0;
            } else if (e.prim() == Prim.SELECT || e.prim() == Prim.COND && Regions.of(e).size() == 2 && e.in().get(0).dtype().bits() == 1) {
                int k = e.out().indexOf(y);
                Atom f = e.prim() == Prim.SELECT ? e.in().get(2) : Regions.of(e).get(0).out().get(k);
                Atom t = e.prim() == Prim.SELECT ? e.in().get(1) : Regions.of(e).get(1).out().get(k);
                int ft = isKept(f, p, resets) ? 2 : of(f, guard, depth + 1);
                int tt = ft == 0 ? 0 : isKept(t, p, resets) ? 2 : of(t, guard, depth + 1);
                if (tt == 0 && ft != 0) {
                    tt = of(t, e.in().get(0), depth + 1);
                }
                return ft == 2 && tt == 2 ? 0 : ft == 2 ? tt : tt == 2 || tt == ft ? ft : 0;
            }
            return 0;
        }
    }

    /** True for the carry as it was, and for a constant, which is noted. */
    private static boolean isKept(Atom y, Var p, List<Lit> resets) {
        if (y instanceof Lit l) {
            resets.add(l);
        }
        return y instanceof Lit || y.equals(p);
    }

    /** True when {@code guard} implies that the carry is strictly below (way 1) or above (way -1) some value of its type. */
    private static boolean strict(Atom guard, Var p, Var c, int way, IntValues s, int depth) {
        Eqn e = s.definition(guard);
        if (e == null || depth > 10) {
            return false;
        }
        Prim q = e.prim();
        if (q == Prim.AND) {
            return strict(e.in().get(0), p, c, way, s, depth + 1) || strict(e.in().get(1), p, c, way, s, depth + 1);
        } else if (q == Prim.LT || q == Prim.GT) {
            Atom small = e.in().get(q == Prim.LT ? 0 : 1);
            Atom large = e.in().get(q == Prim.LT ? 1 : 0);
            Atom it = way > 0 ? small : large;
            return it.equals(p) || it.equals(c);
        } else if (q == Prim.LE || q == Prim.GE) {
            Atom small = e.in().get(q == Prim.LE ? 0 : 1);
            Atom large = e.in().get(q == Prim.LE ? 1 : 0);
            Atom it = way > 0 ? small : large;
            Atom bound = way > 0 ? large : small;
            Range type = Range.of(it.dtype());
            return (it.equals(p) || it.equals(c)) && bound instanceof Lit l && l.asLong() != (way > 0 ? type.hi() : type.lo());
        } else if (q == Prim.SELECT && e.in().get(2) instanceof Lit l && !l.asBool()) {
            return strict(e.in().get(0), p, c, way, s, depth + 1) || strict(e.in().get(1), p, c, way, s, depth + 1);
        } else if (q == Prim.COND && Regions.of(e).size() == 2 && e.in().get(0).dtype().bits() == 1) {
            int k = e.out().indexOf(guard);
            return Regions.of(e).get(0).out().get(k) instanceof Lit l && !l.asBool()
                && (strict(e.in().get(0), p, c, way, s, depth + 1) || strict(Regions.of(e).get(1).out().get(k), p, c, way, s, depth + 1));
        }
        return false;
    }
}
