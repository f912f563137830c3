package dev.jacobi.vectorize.sums;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.BackwardSlice;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.IntValues;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the nests of a nest's sums would compute again for each tap of a kernel, say, is computed once before, into an array: the cotangent behind an
 * activation function. It takes at most twice the memory of an array that the nest reads.
 */
final class SumStage {
    private static final int WORTH = 3;
    /** So many quotients and their like in front of an inner loop take as long, one number at a time, as a function does. */
    private static final int MANY = 4;
    /** Loops of fewer trips do not go by lanes. */
    private static final int FEW = 8;
    /** How many times the memory of what is read. */
    private static final int MOST = 2;
    private static final Params.Access IN = Params.Access.PROMISED;
    private final List<Eqn> loops;
    /** The values, by their equations, and the arrays that hold them. */
    private final Map<Eqn, Atom> staged = new IdentityHashMap<>();
    private final Builder b;
    private final Rewrite copy;

    private SumStage(SumNest nest, List<Eqn> loops, Builder b) {
        this.loops = loops;
        this.b = b;
        copy = new Rewrite(b);
        // no trip reads what another one has written
        nest.untouched.forEach((id, carry) -> copy.replace(Map.of(id, nest.loop.in().get(carry + 1))));
    }

    /** The equations that compute the arrays, and the nest that reads them; null where nothing is worth that. */
    static List<Eqn> of(SumNest nest, List<SumPlan> plans, Map<Eqn, ElementAccess> accesses, IntValues values, Set<Integer> inside, Builder b) {
        Set<Integer> changing = new HashSet<>(inside);
        changing.removeAll(nest.untouched.keySet());
        for (SumPlan p : plans) {
            int most = p.sum.path().size() - 1;
            for (int d = most; d > 0; d--) {
                List<Eqn> loops = p.sum.path().subList(0, d);
                List<Eqn> found = frontier(p, d);
                Set<Eqn> needs = needs(p, found, d);
                int bytes = found.stream().mapToInt(e -> e.result().dtype().bytes()).sum();
                if (!found.isEmpty() && loops.stream().allMatch(p::isFixed) && work(p, needs, loops.get(d - 1), accesses) >= WORTH
                    && needs.stream().allMatch(SumStage::isWithoutLoops) && needs.stream().anyMatch(e -> bytes <= MOST * e.result().dtype().bytes()
                        && fills(accesses.get(e), loops, values, changing))) {
                    return new SumStage(nest, loops, b).write(p, found, needs);
                }
            }
        }
        return null;
    }

    /**
     * The same for sums whose places are gathered, the taps of a stencil: what several of them compute from the same trip, but for its sign. Null where that is not worth an array.
     *
     * @param taps the sums of each array
     */
    static List<Eqn> ofTaps(SumNest nest, Iterable<List<SumPlan>> taps, Map<Eqn, ElementAccess> accesses, IntValues values, Set<Integer> inside, Builder b) {
        Set<Integer> changing = new HashSet<>(inside);
        changing.removeAll(nest.untouched.keySet());
        for (List<SumPlan> group : taps) {
            SumPlan p = group.get(0);
            List<Eqn> loops = p.sum.path();
            Set<Eqn> shared = Collections.newSetFromMap(new IdentityHashMap<>());
            p.slice.stream().filter(e -> e.prim() != Prim.NEG && group.stream().filter(o -> o.depth.containsKey(e)).count() > 1).forEach(shared::add);
            List<Eqn> found = p.slice.stream().filter(e -> shared.contains(e) && (isNumber(e) || isAnswer(e)) && group.stream().anyMatch(o -> isLast(o, e, shared))).toList();
            Set<Eqn> needs = needs(p, found, loops.size());
            int work = needs.stream().filter(e -> isNumber(e)).mapToInt(e -> SumPlan.heavy(e) ? WORTH : 1).sum();
            if (!found.isEmpty() && found.size() <= MOST && group.size() > 1 && loops.stream().allMatch(p::isFixed) && work > 1 && work * (group.size() - 1) >= 2 * WORTH
                && needs.stream().allMatch(e -> Regions.of(e).isEmpty())
                && needs.stream().anyMatch(e -> found.stream().allMatch(x -> isAnswer(x) || x.result().dtype() == e.result().dtype()) && fills(accesses.get(e), loops, values, changing))) {
                return new SumStage(nest, loops, b).write(p, found, needs);
            }
        }
        return null;
    }

    /**
     * The same for slow numbers, such as quotients, that several of the nests in place of one would compute.
     *
     * @param groups the sums of each nest
     */
    static List<Eqn> ofSlow(SumNest nest, List<List<SumPlan>> groups, Map<Eqn, ElementAccess> accesses, IntValues values, Set<Integer> inside, Builder b) {
        Set<Integer> changing = new HashSet<>(inside);
        changing.removeAll(nest.untouched.keySet());
        List<Eqn> loops = groups.get(0).get(0).sum.path();
        if (groups.stream().anyMatch(g -> g.stream().anyMatch(p -> !p.sum.path().equals(loops) || !loops.stream().allMatch(p::isFixed)))) {
            return null;
        }
        for (SumPlan p : groups.stream().map(g -> g.get(0)).toList()) {
            List<Eqn> found = p.slice.stream().filter(e -> isNumber(e) && SumPlan.heavy(e) && p.depth.get(e) == loops.size() && nests(e, nest, groups) > 1).toList();
            Set<Eqn> needs = needs(p, found, loops.size());
            if (!found.isEmpty() && found.size() <= MOST && needs.stream().allMatch(e -> Regions.of(e).isEmpty())
                && needs.stream().anyMatch(e -> found.stream().allMatch(x -> x.result().dtype() == e.result().dtype()) && fills(accesses.get(e), loops, values, changing))) {
                return new SumStage(nest, loops, b).write(p, found, needs);
            }
        }
        return null;
    }

    /** How many nests compute it, with the one for all that is no sum, as far as that has no loops inside. */
    private static long nests(Eqn e, SumNest nest, List<List<SumPlan>> groups) {
        long of = groups.stream().filter(g -> g.stream().anyMatch(p -> p.depth.containsKey(e))).count();
        Region body = Regions.of(nest.loop).get(0);
        Set<Eqn> sums = Collections.newSetFromMap(new IdentityHashMap<>());
        nest.sums.forEach(s -> sums.add(s.add()));
        List<Atom> rest = nest.rest.stream().map(body.out()::get).toList();
        List<Eqn> others = body.body().stream().filter(x -> !sums.contains(x)).toList();
        return of + (body.body().contains(e) && BackwardSlice.of(others, rest).eqns().contains(e) ? 1 : 0);
    }

    private static boolean isNumber(Eqn e) {
        return Regions.of(e).isEmpty() && e.out().size() == 1 && e.prim() != Prim.INDEX && e.result().dtype().isFloat() && e.result().type().isScalar();
    }

    /** Whether it is a comparison, or made of such: a byte a trip. */
    private static boolean isAnswer(Eqn e) {
        return Regions.of(e).isEmpty() && e.out().size() == 1 && e.prim() != Prim.INDEX && e.result().dtype() == DType.BOOL && e.result().type().isScalar();
    }

    /** Whether a sum goes on with the value by itself. */
    private static boolean isLast(SumPlan p, Eqn e, Set<Eqn> shared) {
        return p.sum.term().equals(e.result()) || p.slice.stream().anyMatch(u -> !shared.contains(u) && u.in().contains(e.result()));
    }

    /**
     * Numbers within {@code d} loops that are used further inside, and that the planned order computes more often than that, or that take a function of reals or as long: in front of inner loops, along which
     * lanes go, it would be computed for one number at a time.
     */
    private static List<Eqn> frontier(SumPlan p, int d) {
        Set<Integer> used = new HashSet<>();
        p.slice.stream().filter(e -> p.depth.get(e) > d).forEach(e -> Regions.uses(e, used::add));
        if (p.sum.term() instanceof Var v) {
            used.add(v.id());
        }
        List<Eqn> at = p.slice.stream().filter(e -> p.depth.get(e) == d).toList();
        boolean byLanes = p.sum.path().subList(d - 1, d + 1).stream().noneMatch(l -> l.in().get(0) instanceof Lit n && n.asLong() < FEW);
        return at.stream().filter(e -> e.out().size() == 1 && e.prim() != Prim.INDEX && e.result().dtype().isFloat() && e.result().type().isScalar() && used.contains(e.result().id())
            && (p.often.contains(e) || byLanes && takesLong(BackwardSlice.of(at, List.of(e.result())).eqns()))).toList();
    }

    private static boolean isWithoutLoops(Eqn e) {
        return Regions.of(e).isEmpty() || e.prim() == Prim.COND && !Regions.any(List.of(e), x -> x != e && (!Regions.of(x).isEmpty() && x.prim() != Prim.COND || x.prim() == Prim.CALL));
    }

    /** Whether there is a function among these, or much that is slow. */
    private static boolean takesLong(Collection<Eqn> eqns) {
        return eqns.stream().anyMatch(SumStage::isFunction) || eqns.stream().filter(e -> isNumber(e) && SumPlan.heavy(e)).count() >= MANY;
    }

    private static boolean isFunction(Eqn e) {
        return e.prim().isElementwise() && e.prim().cost() == Prim.Cost.MANY && e.result().dtype().isFloat();
    }

    /** What these need of what stands within the first {@code d} loops. */
    private static Set<Eqn> needs(SumPlan p, List<Eqn> found, int d) {
        Set<Eqn> out = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Eqn> within = p.slice.stream().filter(e -> p.depth.get(e) <= d).toList();
        out.addAll(BackwardSlice.of(within, found.stream().map(Eqn::result).toList()).eqns());
        return out;
    }

    /** How much of it would be done again and again, reading left out unless it goes down a column. */
    private static int work(SumPlan p, Set<Eqn> needs, Eqn along, Map<Eqn, ElementAccess> accesses) {
        boolean all = takesLong(needs);
        return needs.stream().filter(e -> (p.often.contains(e) || isFunction(e) || all && SumPlan.heavy(e)) && (e.result().dtype().isFloat() || e.result().dtype() == DType.BOOL))
            .mapToInt(e -> e.prim() == Prim.INDEX ? isDown(accesses.get(e), along) ? WORTH - 1 : 0 : SumPlan.heavy(e) ? WORTH : 1).sum();
    }

    /** Whether neighbouring trips read elements of different rows. */
    private static boolean isDown(ElementAccess read, Eqn along) {
        int last = read == null || read.index().contains(null) ? 0 : read.index().size() - 1;
        return last > 0 && !read.index().get(last).mentions(id -> id == SumPlan.trip(along)) && read.index().stream().anyMatch(i -> i.mentions(id -> id == SumPlan.trip(along)));
    }

    /** Whether the trips of the loops read different elements of an array from around, so that it is as large as the one to be made. */
    private static boolean fills(ElementAccess read, List<Eqn> loops, IntValues values, Set<Integer> inside) {
        if (read == null || read.eqn().prim() != Prim.INDEX || inside.contains(read.array().id()) || read.index().contains(null)) {
            return false;
        }
        var in = new ArrayList<Atom>(read.eqn().in());
        in.add(Lit.zero(read.array().dtype()));
        var written = new ElementAccess(new Eqn(Prim.UPDATE, in, IN, List.of(read.array())), read.array(), read.index(), read.facts());
        for (int k = 0; k < loops.size(); k++) {
            if (!SumPlan.trips(loops.subList(k, loops.size()), loops, values).independent(List.of(written))) {
                return false;
            }
        }
        return true;
    }

    private List<Eqn> write(SumPlan p, List<Eqn> found, Set<Eqn> needs) {
        b.open();
        List<Atom> extents = loops.stream().map(l -> l.in().get(0)).map(n -> n instanceof Var v ? (Atom) b.emit(Prim.MAX, v, Lit.zero(v.dtype())) : n).toList();
        List<Dim> dims = extents.stream().map(n -> Dim.UNKNOWN).toList();
        List<Atom> empty = found.stream().map(e -> (Atom) b.full(Lit.unset(e.result().dtype()), dims, extents)).toList();
        List<Var> full = level(0, p, found, needs, empty, new ArrayList<>());
        for (int k = 0; k < found.size(); k++) {
            staged.put(found.get(k), full.get(k));
        }
        b.append(reading(0));
        return b.close();
    }

    private List<Var> level(int k, SumPlan p, List<Eqn> found, Set<Eqn> needs, List<Atom> arrays, List<Atom> trips) {
        Var trip = copy.rename(trip(k));
        trips.add(trip);
        var params = new ArrayList<Var>(List.of(trip));
        arrays.forEach(a -> params.add(b.fresh(a.type())));
        List<Atom> inner = List.copyOf(params.subList(1, params.size()));
        b.open();
        p.slice.stream().filter(e -> needs.contains(e) && p.depth.get(e) == k + 1).forEach(e -> b.append(copy.eqn(e)));
        List<? extends Atom> out;
        if (k + 1 < loops.size()) {
            out = level(k + 1, p, found, needs, inner, trips);
        } else {
            var filled = new ArrayList<Atom>();
            for (int j = 0; j < found.size(); j++) {
                filled.add(b.update(inner.get(j), IN, trips, copy.atom(found.get(j).result())));
            }
            out = filled;
        }
        Region body = b.close(params, out);
        return b.loop(Prim.MAP, Dim.UNKNOWN, body, loops.get(k).in().get(0), arrays);
    }

    private Var trip(int k) {
        return Regions.trip(loops.get(k));
    }

    /** The k-th loop, in which the values are read. */
    private Eqn reading(int k) {
        Eqn l = loops.get(k);
        Region r = Regions.of(l).get(0);
        var body = new ArrayList<Eqn>();
        for (Eqn e : r.body()) {
            if (k + 1 < loops.size() && e == loops.get(k + 1)) {
                body.add(reading(k + 1));
            } else if (staged.containsKey(e)) {
                var in = new ArrayList<Atom>(List.of(staged.get(e)));
                for (int j = 0; j < loops.size(); j++) {
                    in.add(trip(j));
                }
                body.add(new Eqn(Prim.INDEX, in, IN, e.out()));
            } else {
                body.add(e);
            }
        }
        return l.withRegions(List.of(new Region(r.params(), body, r.out())));
    }
}
