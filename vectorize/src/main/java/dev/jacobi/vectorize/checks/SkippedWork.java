package dev.jacobi.vectorize.checks;

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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A branch in a nest of loops, one way of which does nothing and the other one runs a loop, which adds to elements that several trips of a loop around it add to: {@code if (a[i][k] != 0) for (j..) c[i][j] += a[i][k] * b[k][j]}.
 * Which way it goes depends on numbers that the nest does not change, so it can be asked in front of the nest how often it does nothing.
 *
 * @param nest the outermost loop
 * @param loops the loops around the branch, the nest first
 * @param choice the branch
 * @param working which of the branch's regions does something
 * @param asked by loop what computes the branch's condition; null for loops that it does not depend on
 */
record SkippedWork(Eqn nest, List<Eqn> loops, Eqn choice, int working, List<List<Eqn>> asked) {
    /** Larger nests are not copied. */
    private static final int MOST_EQUATIONS = 150;
    /** Where an inner loop has fewer trips, to ask in front of the nest takes as long as what is gained. */
    private static final int LEAST_TRIPS = 8;

    /** The first such branch of a nest; null where there is none. */
    static SkippedWork of(Eqn nest) {
        boolean fits = nest.prim() == Prim.FOR && Regions.size(List.of(nest)) <= MOST_EQUATIONS
            && !Regions.any(List.of(nest), x -> x.prim() == Prim.CHECK || x.prim() == Prim.WHILE || x.prim() == Prim.CALL || Regions.isEffect(x));
        return fits ? find(List.of(nest), Regions.defined(Regions.of(nest).get(0))) : null;
    }

    private static SkippedWork find(List<Eqn> loops, Set<Integer> inside) {
        for (Eqn e : Regions.of(loops.get(loops.size() - 1)).get(0).body()) {
            SkippedWork found = e.prim() == Prim.FOR ? find(Stream.concat(loops.stream(), Stream.of(e)).toList(), inside) : e.prim() == Prim.COND ? of(loops, e, inside) : null;
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static SkippedWork of(List<Eqn> loops, Eqn choice, Set<Integer> inside) {
        List<Region> ways = Regions.of(choice);
        boolean asks = choice.in().get(0) instanceof Var v && v.dtype() == DType.BOOL && inside.contains(v.id()) && ways.size() == 2 && ways.get(0).body().isEmpty() != ways.get(1).body().isEmpty();
        int working = asks && ways.get(0).body().isEmpty() ? 1 : 0;
        if (!asks || loops.stream().noneMatch(loop -> adds(loop, ways.get(working)))) {
            return null;
        }
        List<List<Eqn>> asked = asked(loops, choice, inside);
        return asked == null ? null : new SkippedWork(loops.get(0), loops, choice, working, asked);
    }

    /** Whether a loop in the branch changes elements that do not depend on the trip of a loop around it, so that all of its trips may change them. */
    private static boolean adds(Eqn around, Region branch) {
        Set<Integer> changing = new HashSet<>(Set.of(Regions.trip(around).id()));
        Regions.each(Regions.of(around).get(0).body(), e -> {
            if (e.computesScalars() && Var.among(e.in()).stream().anyMatch(v -> changing.contains(v.id()))) {
                e.out().forEach(v -> changing.add(v.id()));
            }
        });
        return Regions.any(branch.body(), e -> e.prim() == Prim.FOR && Regions.any(List.of(e), x -> x.prim() == Prim.UPDATE && Var.among(x.indices()).stream().noneMatch(v -> changing.contains(v.id()))));
    }

    /** By loop what computes the condition; null where that is anything but numbers of trips, arithmetic, and elements of arrays that the nest does not change. */
    private static List<List<Eqn>> asked(List<Eqn> loops, Eqn choice, Set<Integer> inside) {
        var asked = new ArrayList<List<Eqn>>();
        Set<Var> need = new HashSet<>(Var.among(choice.in()));
        Eqn below = choice;
        for (int k = loops.size() - 1; k >= 0; k--) {
            Eqn loop = loops.get(k);
            List<Eqn> body = Regions.of(loop).get(0).body();
            var slice = BackwardSlice.of(body.subList(0, body.indexOf(below)), need);
            Var trip = Regions.trip(loop);
            boolean fixed = slice.eqns().isEmpty() && !slice.from().contains(trip) && !(loop.in().get(0) instanceof Var n && inside.contains(n.id()));
            if (!slice.eqns().stream().allMatch(e -> isAskable(e, inside))) {
                return null;
            }
            need = new HashSet<>(slice.from());
            need.remove(trip);
            if (!fixed) {
                need.addAll(Var.among(loop.in().subList(0, 1)));
            }
            asked.add(0, fixed ? null : slice.eqns());
            below = loop;
        }
        // what is left and stands in the nest is handed on from trip to trip
        return asked.stream().allMatch(s -> s == null) || need.stream().anyMatch(v -> inside.contains(v.id())) ? null : asked;
    }

    private static boolean isAskable(Eqn e, Set<Integer> inside) {
        boolean read = (e.prim() == Prim.INDEX || e.prim() == Prim.DIM) && e.in().get(0) instanceof Var v && !inside.contains(v.id());
        return e.computesScalars() || read && e.result().type().isScalar() && (e.prim() == Prim.DIM || e.params().equals(Params.Access.PROMISED));
    }

    /** The region that does something. */
    Region work() {
        return Regions.of(choice).get(working);
    }

    /** Appends whether it is worth asking: the loops that the question does without have trips, and those in the branch enough. */
    Atom isWorthAsking(Builder b, Set<Integer> inside) {
        Atom worth = Lit.bool(true);
        for (int k = 0; k < loops.size(); k++) {
            if (asked.get(k) == null) {
                worth = and(b, worth, loops.get(k).in().get(0), 1);
            }
        }
        for (Eqn e : work().body()) {
            if (e.prim() == Prim.FOR && !(e.in().get(0) instanceof Var n && inside.contains(n.id()))) {
                worth = and(b, worth, e.in().get(0), LEAST_TRIPS);
            }
        }
        return worth;
    }

    private static Atom and(Builder b, Atom so, Atom trips, int least) {
        Var enough = b.emit(Prim.GE, trips, Lit.of(trips.dtype(), least));
        return so instanceof Lit ? enough : b.emit(Prim.AND, so, enough);
    }

    /** Appends the question: how often the branch does nothing, and that less three times how often it does something. */
    List<Var> ask(Builder b) {
        return List.copyOf(Var.among(fold(0, new Rewrite(b))));
    }

    private List<? extends Atom> fold(int level, Rewrite copy) {
        Builder b = copy.b;
        if (level == loops.size()) {
            Atom one = Lit.i64(1);
            Atom answer = copy.atom(choice.in().get(0));
            return working == 1 ? List.of(b.emit(Prim.SELECT, answer, Lit.i64(0), one), b.emit(Prim.SELECT, answer, Lit.i64(-3), one))
                : List.of(b.emit(Prim.SELECT, answer, one, Lit.i64(0)), b.emit(Prim.SELECT, answer, one, Lit.i64(-3)));
        } else if (asked.get(level) == null) {
            return fold(level + 1, copy);
        }
        Eqn loop = loops.get(level);
        Atom n = copy.atom(loop.in().get(0));
        Var trip = copy.rename(Regions.trip(loop));
        b.open();
        copy.append(asked.get(level));
        Region terms = b.close(List.of(trip), fold(level + 1, copy));
        return b.emitAll(Prim.REDUCE, new Params.Fold(Dim.UNKNOWN, List.of(Prim.ADD, Prim.ADD), terms), List.of(n, Lit.i64(0), Lit.i64(0)));
    }

    /** Appends the nest without the question. */
    List<Atom> dense(Builder b) {
        return new Rewrite(b, (e, w) -> {
            boolean here = w.old() == choice;
            if (here) {
                Eqn was = w.old();
                w.append(work().body());
                w.replace(was.out(), w.atoms(work().out()));
            }
            return here;
        }).repeat(nest);
    }
}
