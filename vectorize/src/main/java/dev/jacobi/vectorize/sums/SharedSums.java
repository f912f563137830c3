package dev.jacobi.vectorize.sums;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.IntValues;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * One nest, with its loops as they were, for the sums of two loops that would be several nests, each with its loops in an order of its own, and each of which would compute what is slow once more:
 *
 * <pre>
 *  for i { for j { q = root(a[i], a[j]);  x[i] += q * b;  x[j] += q * c } }        for i { s = reduce j { q = root(a[i], a[j]);  x[j] += q * c;  q * b };  x[i] += s }
 * </pre>
 *
 * The trips of its outer loop go one after the other, which those of several nests need not. So that is for no more pairs of trips than one thread does in about the time that it takes to have others at work.
 */
final class SharedSums {
    private static final long MOST_PAIRS = 1 << 14;
    /** Additions to elements, each of which loads and stores, that may come with each slow number that is computed once. */
    private static final int ADDITIONS = 4;

    private SharedSums() {
    }

    /** The nest in place of those for {@code groups}, which {@code apart} writes; null where nothing slow is shared, or one nest cannot be had. */
    static List<Eqn> of(SumNest nest, List<SumPlan> plans, List<List<SumPlan>> groups, Map<Eqn, ElementAccess> accesses, IntValues values, Builder b, Function<List<List<SumPlan>>, List<Eqn>> apart) {
        List<Eqn> path = plans.get(0).sum.path();
        if (groups.size() < 2 || !nest.rest.isEmpty() || path.size() != 2) {
            return null;
        }
        List<SumPlan> all = plans.stream().map(p -> p.inGivenOrder(accesses)).toList();
        List<Eqn> common = plans.stream().flatMap(p -> p.slice.stream()).distinct().filter(e -> groups.stream().allMatch(g -> g.stream().anyMatch(p -> p.depth.containsKey(e)))).toList();
        long additions = all.stream().filter(p -> p.reduced.isEmpty()).count();
        if (additions > ADDITIONS * slow(common) || !SumPlan.oneNest(all, accesses, values)) {
            return null;
        }
        List<Eqn> one = apart.apply(List.of(all));
        List<Eqn> many = apart.apply(groups);
        b.open();
        Atom pairs = b.emit(Prim.MUL, trips(path.get(0), b), trips(path.get(1), b));
        b.cond(b.emit(Prim.LE, pairs, Lit.i64(MOST_PAIRS)), () -> copy(one, nest, b), () -> copy(many, nest, b), nest.loop.out());
        return b.close();
    }

    /** How many slow operations on real numbers there are, in branches too. */
    private static int slow(List<Eqn> eqns) {
        var count = new AtomicInteger();
        Regions.each(eqns, e -> count.addAndGet(Regions.of(e).isEmpty() && SumPlan.heavy(e) && e.result().dtype().isFloat() ? 1 : 0));
        return count.get();
    }

    private static Atom trips(Eqn loop, Builder b) {
        Atom n = loop.in().get(0);
        return n instanceof Lit l ? Lit.i64(l.asLong()) : n.dtype() == DType.I64 ? n : b.convert(n, DType.I64);
    }

    private static List<Atom> copy(List<Eqn> eqns, SumNest nest, Builder b) {
        var copy = new Rewrite(b);
        copy.append(eqns);
        return copy.atoms(nest.loop.out());
    }
}
