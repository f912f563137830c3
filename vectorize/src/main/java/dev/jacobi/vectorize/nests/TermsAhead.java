package dev.jacobi.vectorize.nests;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.BackwardSlice;
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * A loop whose trips wait for each other, though what takes long in them, loops inside, follows from the trip's number alone: what these loops find is computed for some trips at a time by a loop in front, whose
 * trips are independent, and the loop that is left does no more than hand on.
 *
 * <pre>
 *  for i { r = root(a[i]); s += r }        for each block of i { map i { t[i] = root(a[i]) }   for i { s += t[i] } }
 * </pre>
 *
 * All is computed as before, and in the same order.
 */
public final class TermsAhead implements Optimisation {
    /** So many trips have their terms in arrays at a time: enough for several threads. */
    private static final int BLOCK = 2048;
    private static final int FEW_TRIPS = 16;
    private static final int MOST_TERMS = 12;
    /** Equations at most that are left in the loop, and of a term that is computed there again. */
    private static final int MOST_LEFT = 40;
    private static final int LIGHT = 4;

    @Override
    public String name() {
        return "terms-ahead";
    }

    @Override
    public Func run(Func in) {
        Map<Eqn, Function<Builder, List<Eqn>>> found = new IdentityHashMap<>();
        find(in.body(), found);
        return found.isEmpty() ? in : Rewrite.run(in, (e, r) -> {
            Function<Builder, List<Eqn>> parts = found.get(r.old());
            if (parts != null) {
                parts.apply(r.b).forEach(r.b::append);
            }
            return parts != null;
        });
    }

    /** The loops that are in no loop whose trips go together anyway. */
    private static void find(List<Eqn> body, Map<Eqn, Function<Builder, List<Eqn>>> found) {
        for (Eqn e : body) {
            Function<Builder, List<Eqn>> parts = e.prim() == Prim.FOR ? parts(e) : null;
            if (parts != null) {
                found.put(e, parts);
            } else if (e.prim() == Prim.FOR || e.prim() == Prim.WHILE || e.prim() == Prim.COND) {
                Regions.of(e).forEach(r -> find(r.body(), found));
            }
        }
    }

    /** The parts of a loop; null where it has none, or is better as it is. */
    private static Function<Builder, List<Eqn>> parts(Eqn e) {
        RegionView loop = RegionView.of(e);
        List<Eqn> body = loop.body().body();
        if (loop.head() instanceof Lit n && n.asLong() < FEW_TRIPS || Regions.hasEffect(e) || !Regions.any(body, TermsAhead::isLong) || Regions.any(body, x -> isUneven(x, loop.body()))) {
            return null;
        }
        boolean rows = RowsAhead.writesOwnRows(loop);
        Set<Atom> waiting = new HashSet<>(loop.params());
        waiting.removeIf(v -> rows && v.isArray());
        var ahead = new ArrayList<Eqn>();
        var left = new ArrayList<Eqn>();
        for (Eqn x : body) {
            boolean waits = Regions.captures(List.of(x)).stream().anyMatch(waiting::contains);
            (waits ? left : ahead).add(x);
            waiting.addAll(waits ? x.out() : List.of());
        }
        Set<Var> needed = new LinkedHashSet<>(Regions.captures(left));
        needed.addAll(Var.among(loop.body().out().stream().filter(v -> !rows || !v.isArray()).toList()));
        boolean done = !rows || loop.body().out().stream().noneMatch(v -> v.isArray() && waiting.contains(v));
        List<Var> terms = needed.stream().filter(v -> Regions.definition(ahead, v) != null && !isLight(ahead, v)).toList();
        List<Var> light = needed.stream().filter(v -> Regions.definition(ahead, v) != null && isLight(ahead, v)).toList();
        boolean good = done && !terms.isEmpty() && terms.size() <= MOST_TERMS && terms.stream().allMatch(v -> v.type().isScalar()) && Regions.size(left) <= MOST_LEFT && !Regions.any(left, TermsAhead::isLoop)
            && terms.stream().anyMatch(v -> Regions.any(BackwardSlice.of(ahead, List.of(v)).eqns(), TermsAhead::isLong));
        var again = new ArrayList<>(BackwardSlice.of(ahead, light).eqns());
        again.addAll(left);
        if (!good) {
            return null;
        } else if (rows) {
            return new RowsAhead(loop, ahead, again, terms)::write;
        }
        return new TripBlocks(loop, BackwardSlice.of(ahead, terms).eqns(), again, terms, BLOCK)::write;
    }

    private static boolean isLoop(Eqn e) {
        return !Regions.of(e).isEmpty() && e.prim() != Prim.COND;
    }

    /** A loop over numbers that is more than a few trips; what makes arrays is left alone. */
    private static boolean isLong(Eqn e) {
        return e.prim() == Prim.WHILE || e.prim() == Prim.FOR && !(e.in().get(0) instanceof Lit n && n.asLong() <= LIGHT);
    }

    /** Whether trips of a loop, of which there are not as many each time, read memory but for what their trip of the loop around has made: lanes would wait for the longest, and read here and there. */
    private static boolean isUneven(Eqn e, Region around) {
        boolean varies = e.prim() == Prim.WHILE || e.prim() == Prim.FOR && e.in().get(0) instanceof Var n && Regions.any(around.body(), x -> x.out().contains(n));
        Set<Integer> own = new HashSet<>(Regions.defined(around));
        around.params().forEach(p -> own.remove(p.id()));
        return varies && Regions.of(e).stream().anyMatch(r -> Regions.any(r.body(), x -> x.prim() == Prim.INDEX && !own.contains(((Var) x.in().get(0)).id())));
    }

    /** Whether a value takes no longer to compute than to keep. */
    private static boolean isLight(List<Eqn> body, Var v) {
        List<Eqn> needs = BackwardSlice.of(body, List.of(v)).eqns();
        return needs.size() <= LIGHT && needs.stream().allMatch(e -> Regions.of(e).isEmpty() && !e.prim().cost().isSlow());
    }
}
