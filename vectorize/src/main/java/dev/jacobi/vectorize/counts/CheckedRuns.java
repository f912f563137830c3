package dev.jacobi.vectorize.counts;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Definitions;
import dev.jacobi.ir.pass.Optimisation;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A loop that does nothing but check whether places at one distance from each other are within an array looks at the first and the last of them, as the rows of a flat table that are chosen by data:
 *
 * <pre>{@code for(k) { j -> p = ix[i] * k + j; check p >= 0 and p < m }   =>   if (k > 0) { p = ix[i] * k; check p >= 0 and p < m; check (long) p + k - 1 < m }}</pre>
 *
 * <p>This is exact, though sums of ints wrap around: from a place that is within the array, a step of an int leads to one that is as far away as it says, or to one that is below zero.
 */
public final class CheckedRuns implements Optimisation {
    @Override
    public String name() {
        return "checked-runs";
    }

    @Override
    public Func run(Func in) {
        return Rewrite.ofLoops(in, (e, r) -> {
            Run run = r.old().prim() == Prim.FOR && r.old().out().isEmpty() && r.old().in().get(0).dtype() == DType.I32 ? new Run(r) : null;
            boolean fits = run != null && run.fits();
            if (fits) {
                run.ends(e.in().get(0));
            }
            return fits;
        });
    }

    /** A loop of checks. */
    private static final class Run {
        private final Rewrite rewrite;
        private final RegionView view;
        private final Definitions defs;
        private final Set<Integer> inside;
        /** Comparisons of places with lengths of arrays, and the checks that make them. */
        private final Map<Eqn, Params.Check> limits = new LinkedHashMap<>();
        private final Set<Atom> notNegative = new HashSet<>();

        Run(Rewrite rewrite) {
            this.rewrite = rewrite;
            view = RegionView.of(rewrite.old());
            defs = Definitions.in(view.body().body());
            inside = Regions.following(List.of(view.trip()), view.body().body(), x -> true);
        }

        boolean fits() {
            for (Eqn e : view.body().body()) {
                boolean reads = e.prim() == Prim.INDEX || e.prim() == Prim.DIM;
                if (e.prim() == Prim.CHECK ? !isRun(e.in().get(0), (Params.Check) e.params()) : reads ? e.in().stream().anyMatch(this::isMoving) : !e.computesScalars()) {
                    return false;
                }
            }
            return limits.keySet().stream().map(e -> e.in().get(0)).collect(Collectors.toSet()).equals(notNegative) && !limits.isEmpty();
        }

        /** Appends what the first and the last trip check. */
        void ends(Atom n) {
            rewrite.b.cond(rewrite.b.emit(Prim.GT, n, Lit.i32(0)), () -> {
                Rewrite first = rewrite.beside();
                first.trip(view, Lit.i32(0), List.of());
                Atom steps = rewrite.b.emit(Prim.SUB, rewrite.b.convert(n, DType.I64), Lit.i64(1));
                limits.forEach((limit, check) -> {
                    Atom place = limit.in().get(0);
                    Atom way = rewrite.b.emit(Prim.MUL, rewrite.b.convert(step(place, first), DType.I64), steps);
                    Var last = rewrite.b.emit(Prim.ADD, rewrite.b.convert(first.atom(place), DType.I64), way);
                    Var most = rewrite.b.convert(first.atom(limit.in().get(1)), DType.I64);
                    Var within = rewrite.b.emit(Prim.AND, rewrite.b.emit(Prim.GE, last, Lit.i64(0)), rewrite.b.emit(Prim.LT, last, most));
                    rewrite.b.check(within, check.code(), check.where());
                });
                return List.of();
            }, List::of);
        }

        /** Whether a condition says nothing of the trip but that places are within arrays; notes these. */
        private boolean isRun(Atom condition, Params.Check check) {
            Eqn e = defs.of(condition);
            if (!isMoving(condition)) {
                return true;
            } else if (e.prim() == Prim.AND) {
                return isRun(e.in().get(0), check) && isRun(e.in().get(1), check);
            }
            boolean least = e.prim() == Prim.GE && e.in().get(1).equals(Lit.i32(0));
            boolean most = e.prim() == Prim.LT && e.in().get(1).dtype() == DType.I32 && !isMoving(e.in().get(1));
            if (most) {
                limits.put(e, check);
            } else if (least) {
                notNegative.add(e.in().get(0));
            }
            return (least || most) && isEven(e.in().get(0));
        }

        private boolean isMoving(Atom a) {
            return a instanceof Var v && inside.contains(v.id());
        }

        /** Whether a number changes by the same from each trip to the next. */
        private boolean isEven(Atom a) {
            if (!isMoving(a) || a.equals(view.trip())) {
                return true;
            }
            Eqn e = a.dtype() == DType.I32 ? defs.of(a) : null;
            if (e == null || e.prim() != Prim.ADD && e.prim() != Prim.SUB && e.prim() != Prim.MUL) {
                return false;
            }
            return e.in().stream().allMatch(this::isEven) && (e.prim() != Prim.MUL || !e.in().stream().allMatch(this::isMoving));
        }

        /** By what it changes, as the numbers are behind the first trip's equations. */
        private Atom step(Atom a, Rewrite first) {
            if (!isMoving(a)) {
                return Lit.i32(0);
            } else if (a.equals(view.trip())) {
                return Lit.i32(1);
            }
            Eqn e = defs.of(a);
            Atom x = e.in().get(0);
            Atom y = e.in().get(1);
            if (e.prim() == Prim.MUL) {
                return isMoving(x) ? rewrite.b.folded(Prim.MUL, step(x, first), first.atom(y)) : rewrite.b.folded(Prim.MUL, first.atom(x), step(y, first));
            }
            return rewrite.b.folded(e.prim(), step(x, first), step(y, first));
        }
    }
}
