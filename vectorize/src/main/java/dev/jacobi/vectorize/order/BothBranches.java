package dev.jacobi.vectorize.order;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.AccessWalk;
import dev.jacobi.ir.analysis.Definitions;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.Poly;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Branches that may as well both be computed, after which one of their values is chosen: they are short, and elements that they read are known to be there in any case. Data decide in tables of
 * dynamic programming (are two letters equal?), so that a processor guesses wrong often, and in lanes both are computed anyway.
 */
final class BothBranches extends AccessWalk {
    private static final int MOST_EQUATIONS = 16;

    /** By the first result. */
    private final Set<Integer> chosen = new HashSet<>();
    /** Numbers of the trips of loops right inside of others. */
    private final Set<Integer> inner = new HashSet<>();
    private final Set<Var> trips = new HashSet<>();
    /** Where only branches are asked that the trips' numbers decide: the definitions of these numbers; else null. */
    private final Definitions numbers;

    private BothBranches(Func f, Set<Prim> outer, Definitions numbers) {
        super(f);
        this.numbers = numbers;
        Regions.each(f.body(), e -> Stream.of(e).filter(x -> outer.contains(x.prim())).flatMap(x -> RegionView.of(x).body().body().stream()).filter(x -> x.prim() == Prim.FOR)
            .forEach(x -> inner.add(Regions.trip(x).id())));
        Regions.each(f.body(), e -> Optional.ofNullable(Regions.isLoop(e) && e.prim() != Prim.WHILE ? Regions.trip(e) : null).ifPresent(trips::add));
    }

    /** The function with such branches taken in loops right inside of others; itself where there are none. */
    static Func inNests(Func f) {
        return in(f, new BothBranches(f, Set.of(Prim.FOR), null));
    }

    /** The same in sums that are made side by side, for branches that nearly all trips go through one way, as the trips' numbers decide ({@code if (j != i) s += a[i][j] * x[j]}). */
    static Func inSums(Func f) {
        return in(f, new BothBranches(f, Set.of(Prim.MAP, Prim.REDUCE, Prim.FOR), Definitions.in(f.body())));
    }

    private static Func in(Func f, BothBranches walk) {
        if (!Regions.any(f.body(), e -> e.prim() == Prim.FOR && walk.inner.contains(Regions.trip(e).id()) && Regions.any(RegionView.of(e).body().body(), x -> x.prim() == Prim.COND))) {
            return f;
        }
        walk.run();
        return walk.chosen.isEmpty() ? f : Rewrite.run(f, (e, r) -> e.prim() == Prim.FOR && walk.inner.contains(Regions.trip(e).id()) && walk.loop(e, r));
    }

    private boolean loop(Eqn e, Rewrite r) {
        Rewrite both = r.beside(this::both);
        r.b.append(both.copy(e));
        r.replace(e.out(), both.atoms(e.out()));
        return true;
    }

    @Override
    protected List<Eqn> visit(Eqn old, Eqn now, List<ElementAccess> inside) {
        if (now.prim() == Prim.COND) {
            look(now, inside);
        }
        return List.of(now);
    }

    private void look(Eqn cond, List<ElementAccess> accesses) {
        List<Region> branches = Regions.of(cond);
        if ((numbers == null || isOfNumbers(cond.in().get(0))) && branches.size() == 2 && cond.in().get(0).dtype() == DType.BOOL && !cond.out().isEmpty() && cond.out().stream().allMatch(v -> v.type().isScalar())
            && branches.stream().allMatch(r -> Regions.size(r.body()) <= MOST_EQUATIONS && r.body().stream().allMatch(e -> isShort(e) || isChosen(e))) && accesses.stream().allMatch(a -> isThere(a, branches))) {
            chosen.add(cond.out().get(0).id());
        }
    }

    /** Whether two numbers of trips are compared for being equal. */
    private boolean isOfNumbers(Atom selector) {
        Eqn e = numbers.of(selector);
        return e != null && (e.prim() == Prim.EQ || e.prim() == Prim.NE) && e.in().get(0).dtype().isInt() && e.in().stream().allMatch(this::isNumber);
    }

    /** Whether a number is that of a trip, or that and something more. */
    private boolean isNumber(Atom a) {
        Eqn e = numbers.of(a);
        return e == null ? trips.contains(a) : e.prim() == Prim.ADD && e.in().stream().anyMatch(this::isNumber);
    }

    /** Whether a branch with nothing else than these equations may be computed though it is not taken, as far as elements that it reads are there. */
    static boolean areShort(List<Eqn> body) {
        return body.size() <= MOST_EQUATIONS && body.stream().allMatch(BothBranches::isShort);
    }

    private static boolean isShort(Eqn e) {
        return e.prim() == Prim.INDEX || Regions.of(e).isEmpty() && e.computesScalars() && !e.prim().cost().isSlow();
    }

    private boolean isChosen(Eqn e) {
        return e.prim() == Prim.COND && !e.out().isEmpty() && chosen.contains(e.out().get(0).id());
    }

    private boolean isThere(ElementAccess a, List<Region> branches) {
        Poly[] extents = values.shapes.of(a.array());
        return !a.writes() && extents != null && extents.length == a.index().size() && a.eqn().indices().stream().allMatch(x -> branches.stream().allMatch(r -> isSum(x, r)))
            && values.shapes.isInside(a.array(), a.index(), values.facts);
    }

    /** Whether a branch computes an index by nothing but sums and products, which are what they are whether or not it is taken: a maximum may be known to be one of two values only where it is. */
    private static boolean isSum(Atom a, Region branch) {
        Eqn e = Regions.definition(branch.body(), a);
        return e == null || (e.prim() == Prim.ADD || e.prim() == Prim.SUB || e.prim() == Prim.MUL) && e.in().stream().allMatch(x -> isSum(x, branch));
    }

    private boolean both(Eqn e, Rewrite r) {
        Eqn old = r.old();
        if (!isChosen(old)) {
            return false;
        }
        List<Region> branches = Regions.of(old);
        branches.forEach(b -> r.append(b.body()));
        for (int k = 0; k < old.out().size(); k++) {
            Atom whenFalse = r.atom(branches.get(0).out().get(k));
            r.replace(old.out().get(k), r.b.emit(Prim.SELECT, e.in().get(0), r.atom(branches.get(1).out().get(k)), whenFalse));
        }
        return true;
    }
}
