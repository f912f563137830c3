package dev.jacobi.vectorize.checks;

import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Dependence;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.ir.analysis.Poly;
import dev.jacobi.ir.analysis.Versions;
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A loop over rows of a flat array that are as far apart as the caller says, {@code d[y * stride + x]} for {@code x < w}, gets a copy for the numbers with which no row reaches into the next one, {@code w <= stride}: there its
 * trips may run in any order. The others, with which rows overlap, keep the loop as it is.
 */
public final class DistinctRows implements Optimisation {
    /** Loops larger than this are not copied. */
    private static final int MOST_EQUATIONS = 120;
    private static final int MOST_BOUNDS = 6;

    @Override
    public String name() {
        return "distinct-rows";
    }

    @Override
    public Func run(Func in) {
        if (!Regions.any(in.body(), e -> e.prim() == Prim.UPDATE && e.in().get(0).type().rank() == 1) || !Regions.any(in.body(), DistinctRows::mayMultiply)) {
            return in;
        }
        var walk = new Walk(in);
        walk.block(in.body());
        return walk.needed.isEmpty() ? in : copied(in, walk);
    }

    /** Whether a place may come of it that is a trip's number times a number from outside: it multiplies these, or adds the latter in each trip. */
    private static boolean mayMultiply(Eqn e) {
        return e.prim() == Prim.MUL ? e.result().type().isScalar() && e.result().dtype().isInt() && e.in().stream().allMatch(Var.class::isInstance)
            : !Regions.of(e).isEmpty() && e.out().stream().anyMatch(v -> v.type().isScalar() && v.dtype().isInt());
    }

    private static Func copied(Func in, Walk walk) {
        var b = new Builder(walk.values.shapes.ids);
        var code = new PolyCode(b, walk.values, in);
        Rewrite r = Rewrite.inPlace(b, (e, rewrite) -> {
            Set<Poly> bounds = walk.needed.get(rewrite.old());
            if (bounds == null) {
                return false;
            }
            rewrite.replace(e.out(), b.cond(code.hold(bounds), () -> rewrite.beside().repeat(e), () -> rewrite.beside().repeat(e)));
            return true;
        });
        r.append(in.body());
        return b.build(in.in(), r.atoms(in.out()));
    }

    /** What must not be negative for rows to be apart, by the outermost loop that is around them. */
    private static final class Walk {
        final IntValues values;
        final Map<Eqn, Set<Poly>> needed = new IdentityHashMap<>();
        private final Deque<Checks.Around> loops = new ArrayDeque<>();
        /** By loop: what must not be negative for what is written in different trips of it to be apart. */
        private final Map<Eqn, Set<Poly>> bounds = new IdentityHashMap<>();
        private final List<ElementAccess> accesses = new ArrayList<>();
        /** The same where the bounds hold. */
        private final List<ElementAccess> apart = new ArrayList<>();

        Walk(Func f) {
            values = new IntValues(f);
        }

        List<Eqn> block(List<Eqn> body) {
            for (Eqn e : body) {
                ElementAccess access = ElementAccess.of(e, values);
                if (access != null) {
                    accesses.add(access);
                    apart.add(loops.isEmpty() || access.index().size() != 1 ? access : assuming(access));
                } else if (!Regions.of(e).isEmpty()) {
                    regions(e);
                }
                values.define(e);
            }
            return body;
        }

        private void regions(Eqn e) {
            int first = accesses.size();
            Checks.Around.regions(e, values, loops, this::block);
            Set<Poly> own = bounds.get(e);
            if (own != null && own.size() <= MOST_BOUNDS && helps(e, first)) {
                Eqn around = loops.isEmpty() ? e : loops.getLast().loop();
                needed.computeIfAbsent(around, x -> new LinkedHashSet<>()).addAll(own);
            }
        }

        /** The access where rows are apart in each loop around it for which there is such a condition that can be asked in front of all of them. */
        private ElementAccess assuming(ElementAccess access) {
            int mark = values.facts.mark();
            Checks.Around outermost = loops.getLast();
            if (outermost.loop().prim() == Prim.FOR && Regions.size(Regions.of(outermost.loop()).get(0).body()) <= MOST_EQUATIONS) {
                // that the index does not wrap around is known where the bounds hold, if at all
                Poly index = SafeSums.inLoops(access.eqn().indices().get(0), values, outermost.level());
                for (Checks.Around loop : loops) {
                    Poly p = loop.loop().prim() == Prim.FOR ? apart(index, loop) : null;
                    if (p != null && !p.isConst() && isLikely(p) && !values.facts.prove(p) && !p.mentions(v -> values.depthOf(v) >= outermost.level()) && SafeSums.isSafe(p, values.facts)) {
                        if (access.writes()) {
                            bounds.computeIfAbsent(loop.loop(), x -> new LinkedHashSet<>()).add(p);
                        }
                        values.facts.add(p, 0);
                    }
                }
            }
            ElementAccess assumed = ElementAccess.of(access.eqn(), values);
            values.facts.reset(mark);
            return assumed;
        }

        /** Whether a number is not below zero for large sizes: {@code 2 * n - n * n} is for all but the smallest. */
        private static boolean isLikely(Poly p) {
            int most = 0;
            int least = 0;
            for (int k = 0; k < p.size(); k++) {
                int degree = Poly.vars(p.mono(k)).length;
                most = p.coef(k) > 0 ? Math.max(most, degree) : most;
                least = p.coef(k) < 0 ? Math.max(least, degree) : least;
            }
            return least <= most;
        }

        /** By how much the places of two trips that follow each other are farther apart than one trip's places; null where the trip's number is not multiplied by a number from outside. */
        private Poly apart(Poly index, Checks.Around loop) {
            try {
                int trip = Regions.trip(loop.loop()).id();
                Poly stride = index.linear(trip);
                if (stride == null || stride.isConst() || stride.mentions(v -> values.depthOf(v) >= loop.level())) {
                    return null;
                }
                Poly rest = index.minus(Poly.var(trip).times(stride));
                Poly least = new Bounds(values, loop.level(), loop.conditions(), false).lower(rest);
                Poly most = new Bounds(values, loop.level(), loop.conditions(), false).lower(rest.negate());
                // a loop that goes down has the distance with the other sign
                boolean down = stride.coef(0) < 0 && !values.facts.prove(stride) || values.facts.prove(stride.negate());
                Poly size = down ? stride.negate() : stride;
                // rows of one element are no rows
                return least == null || most == null || least.equals(most.negate()) ? null : size.plus(-1).plus(least).plus(most);
            } catch (ArithmeticException tooLarge) {
                return null;
            }
        }

        /** Whether the loop's trips are apart where the bounds hold and not known to be so else. */
        private boolean helps(Eqn loop, int first) {
            RegionView view = RegionView.of(loop);
            var dependence = new Dependence(loop, values.shapes.inside(loop), values);
            boolean some = false;
            for (RegionView.Slot s : view.slots()) {
                Set<Integer> versions = s.param().isArray() ? Versions.of(view, s) : null;
                if (versions == null) {
                    continue;
                }
                if (!dependence.independent(among(accesses, first, versions))) {
                    if (!dependence.independent(among(apart, first, versions))) {
                        return false;
                    }
                    some = true;
                }
            }
            return some;
        }

        private static List<ElementAccess> among(List<ElementAccess> all, int first, Set<Integer> versions) {
            return all.subList(first, all.size()).stream().filter(a -> versions.contains(a.array().id())).toList();
        }
    }
}
