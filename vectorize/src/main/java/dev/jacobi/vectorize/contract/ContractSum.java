package dev.jacobi.vectorize.contract;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A sum of products in a nest of maps: the two factors depend on the loop of the sum, each on one map of its own, and both on at most one map more.
 * {@code dot_general} adds the products in order to +0.0, as the loop does that starts there; strictly, floats' sums that start elsewhere stay, and those of
 * 16-bit floats, which it adds in f32.
 */
final class ContractSum {
    /** Fewer products than these are added as fast where they are. */
    private static final long LEAST_TERMS = 8;
    /** Products in order go along blocks of rows and columns: fewer would leave most of a block unused. */
    private static final long LEAST_ROWS = 8;
    private static final long LEAST_COLUMNS = 16;
    /** How many times as large a product in order is to be whose second matrix is read along its rows, which loops do as fast as long as it stays in a processor's own caches. */
    private static final long ALONG_ROWS = 8;
    private final Var result;
    private final Atom init;
    private final ContractFactor a;
    private final ContractFactor b;
    private final ContractLoops loops;
    private final Var batch;
    private final Var freeA;
    private final Var freeB;

    private final OrderedProducts ordered;
    /** Where products keep their order: what the sums start from, where that is not one number for all of them. */
    private ContractFactor starts;
    /** Whether what the sums start from is added where they are read, as sums of floats may start anywhere. */
    private final boolean addsLater;

    private ContractSum(Var result, Atom init, ContractFactor a, ContractFactor b, ContractLoops loops, List<Var> maps, OrderedProducts ordered, boolean addsLater) {
        this.ordered = ordered;
        this.addsLater = addsLater;
        this.result = result;
        this.init = init;
        this.a = a;
        this.b = b;
        this.loops = loops;
        batch = maps.stream().filter(v -> a.uses(v) && b.uses(v)).findFirst().orElse(null);
        freeA = maps.stream().filter(v -> a.uses(v) && !b.uses(v)).findFirst().orElse(null);
        freeB = maps.stream().filter(v -> !a.uses(v) && b.uses(v)).findFirst().orElse(null);
    }

    /** The sums that the loop computes, one for each result; null when it does anything else. */
    static List<ContractSum> of(ContractNest nest, List<Eqn> path, Eqn loop) {
        RegionView view = RegionView.of(loop);
        Region body = view.body();
        boolean reduce = loop.prim() == Prim.REDUCE;
        if (loop.out().isEmpty() || Regions.hasEffect(loop) || Regions.any(body.body()) || reduce && !view.carried().isEmpty()) {
            return null;
        }
        Map<Integer, Integer> uses = Regions.uses(body.body(), body.out());
        var found = new ArrayList<ContractSum>();
        for (RegionView.Slot slot : view.slots()) {
            Atom term = !reduce ? added(nest, slot.yield(), slot.param(), uses) : slot.op() == Prim.ADD ? slot.yield() : null;
            ContractSum s = term == null ? null : of(nest, path, loop, slot.result(), slot.init(), term);
            if (s == null) {
                return null;
            }
            found.add(s);
        }
        return found;
    }

    /** What a trip adds to the carry, which it uses for nothing else. */
    private static Atom added(ContractNest nest, Atom next, Var carry, Map<Integer, Integer> uses) {
        Eqn e = nest.values.definition(next);
        if (e == null || e.prim() != Prim.ADD || uses.getOrDefault(carry.id(), 0) != 1) {
            return null;
        }
        return e.in().get(0).equals(carry) ? e.in().get(1) : e.in().get(1).equals(carry) ? e.in().get(0) : null;
    }

    private static ContractSum of(ContractNest nest, List<Eqn> path, Eqn loop, Var result, Atom init, Atom term) {
        Eqn e = nest.values.definition(term);
        DType t = result.dtype();
        if (e == null || e.prim() != Prim.MUL || !result.type().isScalar() || !nest.isInside(term)) {
            return null;
        }
        Atom start = start(nest, path, init);
        boolean anyStart = t.isInt() || nest.fast;
        if (nest.ordered != null ? t != DType.F32 && t != DType.F64 : !anyStart && (!start.equals(Lit.zero(t)) || t != DType.F32 && t != DType.F64)) {
            return null;
        }
        var loops = new ContractLoops(path, loop);
        ContractFactor a = ContractFactor.of(nest, loops, e.in().get(0));
        ContractFactor b = a == null ? null : ContractFactor.of(nest, loops, e.in().get(1));
        Var k = Regions.trip(loop);
        if (b == null || !a.uses(k) || !b.uses(k)) {
            return null;
        }
        Set<Var> both = new HashSet<>(a.trips());
        both.retainAll(b.trips());
        if (both.size() > 2 || a.trips().size() != both.size() + 1 || b.trips().size() != both.size() + 1) {
            return null;
        }
        List<Var> maps = path.stream().map(Regions::trip).toList();
        if (nest.ordered == null) {
            return new ContractSum(result, start, a, b, loops, maps, null, true);
        }
        var sum = maps.stream().filter(v -> a.uses(v) != b.uses(v)).findFirst().map(a::uses).orElse(true) ? new ContractSum(result, start, a, b, loops, maps, nest.ordered, nest.fast)
            : new ContractSum(result, start, b, a, loops, maps, nest.ordered, nest.fast); // its rows are the outer loop's
        return sum.batch == null && sum.startsAnywhere(nest, path, init) ? sum : null;
    }

    /** Whether what the sums start from can be had in front of the nest: one number, one for each row or column, or one for each sum; or whether that is not necessary. */
    private boolean startsAnywhere(ContractNest nest, List<Eqn> path, Atom from) {
        if (addsLater || !nest.isInside(init)) {
            return true;
        }
        starts = ContractFactor.start(nest, loops, path, from);
        return starts != null && Set.of(freeA, freeB).containsAll(starts.trips()) && (starts.trips().size() < 2 || starts.axis(freeA) == 0);
    }

    /** What the sum starts from. An element of an array that the maps only pass on is what the array was made of: no trip sees what another one writes. */
    private static Atom start(ContractNest nest, List<Eqn> path, Atom init) {
        Eqn read = nest.values.definition(init);
        if (read == null || read.prim() != Prim.INDEX || !read.params().equals(Params.Access.PROMISED)) {
            return init;
        }
        Atom array = read.in().get(0);
        for (int k = path.size() - 1; k >= 0; k--) {
            RegionView.Slot passed = RegionView.of(path.get(k)).ofParam((Var) array);
            array = passed == null ? array : passed.init();
        }
        Eqn made = nest.values.definition(array);
        Atom filled = made == null ? null : made.prim() == Prim.FULL ? made.in().get(0) : read.indices().size() <= path.size() ? filled(made, path.subList(0, read.indices().size()), read.indices()) : null;
        return filled instanceof Lit l ? l : init;
    }

    /** What maps in front of the nest have written to each element that maps of the nest, with as many trips, go to; null where that is not one number. */
    private static Atom filled(Eqn fill, List<Eqn> path, List<Atom> at) {
        Eqn e = fill;
        var trips = new ArrayList<Atom>();
        for (Eqn map : path) {
            boolean same = e.prim() == Prim.MAP && e.out().size() == 1 && e.in().size() == 2 && e.in().get(0).equals(map.in().get(0)) && at.get(trips.size()).equals(Regions.trip(map));
            Region r = same ? Regions.of(e).get(0) : null;
            if (!same || r.body().size() != 1 || !r.body().get(0).in().contains(r.params().get(1)) || !r.out().equals(r.body().get(0).out())) {
                return null;
            }
            trips.add(r.params().get(0));
            e = r.body().get(0);
        }
        return e.prim() == Prim.UPDATE && e.params().equals(Params.Access.PROMISED) && e.indices().equals(trips) ? e.written() : null;
    }

    /** Adds what must hold for the product to be worth it, and for its operands to be within the arrays. */
    void guard(ContractGuard guard, long threshold, Builder to) {
        loops.counts().forEach(n -> guard.atLeast(n, 1));
        if (threshold > 0) {
            guard.atLeast(loops.count(loops.sum()), LEAST_TERMS);
            var extents = new ArrayList<Atom>(List.of(loops.count(freeA), loops.count(freeB)));
            if (batch != null) {
                extents.add(loops.count(batch));
            }
            if (ordered != null) {
                extents.add(loops.count(loops.sum()));
            }
            guard.atLeast(extents, ordered == null || b.axis(loops.sum()) == 1 ? threshold : ALONG_ROWS * threshold);
        }
        if (ordered != null) {
            guard.atLeast(loops.count(freeA), LEAST_ROWS);
            guard.atLeast(loops.count(freeB), LEAST_COLUMNS);
        }
        a.guard(guard, to);
        b.guard(guard, to);
        if (starts != null) {
            starts.guard(guard, to);
        }
    }

    /** Appends the product. */
    Var product(Builder to) {
        if (ordered != null) {
            return inOrder(to);
        }
        Var x = a.matrix(to);
        Var y = b.matrix(to);
        List<Integer> batchA = batch == null ? List.of() : List.of(a.axis(batch));
        List<Integer> batchB = batch == null ? List.of() : List.of(b.axis(batch));
        return to.emit(Prim.DOT_GENERAL, new Params.Dot(List.of(a.axis(loops.sum())), List.of(b.axis(loops.sum())), batchA, batchB), x, y);
    }

    private Var inOrder(Builder to) {
        Var k = loops.sum();
        List<Atom> extents = List.of(loops.count(freeA), loops.count(freeB));
        boolean fresh = addsLater || init.equals(Lit.zero(result.dtype()));
        var x = a.operand(to, k, 1);
        var y = b.operand(to, k, 0);
        Var start = starts != null ? starts.matrix(to, List.of(freeA, freeB)) : to.full(fresh ? Lit.unset(result.dtype()) : init, List.of(Dim.UNKNOWN, Dim.UNKNOWN), extents);
        return ordered.append(to, x, y, start, fresh, extents.get(0), extents.get(1), loops.count(k));
    }

    /** Appends the sum as an element of the product, under its old name. */
    void read(Var product, Builder to) {
        var in = new ArrayList<Atom>(List.of(product));
        if (batch != null) {
            in.add(batch);
        }
        in.addAll(List.of(freeA, freeB));
        boolean fromZero = !addsLater || init.equals(Lit.zero(result.dtype()));
        Var sum = fromZero ? result : to.fresh(result.type());
        to.append(new Eqn(Prim.INDEX, in, Params.Access.PROMISED, List.of(sum)));
        if (!fromZero) {
            to.append(new Eqn(Prim.ADD, List.of(init, sum), Params.NONE, List.of(result)));
        }
    }
}
