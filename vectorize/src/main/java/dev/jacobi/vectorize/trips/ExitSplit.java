package dev.jacobi.vectorize.trips;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Dim;
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
import dev.jacobi.ir.analysis.Definitions;
import dev.jacobi.ir.analysis.Facts;
import dev.jacobi.ir.pass.Optimisation;
import dev.jacobi.ir.simplify.Simplify;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * A counted loop that data end early, by what the loop does not change: {@code for (i ..) { if (x[i] < 0) break; .. }}. The first such trip is looked for before, in blocks whose trips may go together; the trips
 * before it are a for, and what that trip does itself stands behind. A check that stands before the test ends the search, too, and fails before anything is written. Loops in other loops, which may be short, stay as they are.
 */
public final class ExitSplit implements Optimisation {
    private static final int MOST_EQUATIONS = 40;
    private static final int BLOCK = 256;

    @Override
    public String name() {
        return "exit-split";
    }

    @Override
    public Func run(Func in) {
        if (!Regions.any(in.body(), e -> e.prim() == Prim.WHILE)) {
            return in;
        }
        Set<Eqn> loops = Collections.newSetFromMap(new IdentityHashMap<>());
        Regions.eachOutsideLoops(in.body(), e -> {
            if (e.prim() == Prim.WHILE) {
                loops.add(e);
            }
        });
        Func out = Rewrite.run(in, (e, r) -> loops.contains(r.old()) && split(e, r));
        return out == in ? in : new Simplify().run(out);
    }

    private static boolean split(Eqn e, Rewrite r) {
        Search s = Search.of(e);
        if (s != null) {
            s.split(r);
        }
        return s != null;
    }

    /** A loop with its test: the counter, its bound, the flag that ends the loop, and the value that the flag gets. */
    private record Search(RegionView loop, RegionView.Slot counter, Atom bound, RegionView.Slot flag, Atom test, List<Eqn> slice) {
        /** The loop as such a search; null when it is none. */
        static Search of(Eqn e) {
            RegionView loop = RegionView.of(e);
            Region cond = Regions.of(e).get(0);
            Definitions defs = Definitions.in(cond.body());
            Eqn and = defs.of(cond.out().get(0), Prim.AND);
            if (and == null || cond.body().size() != 3) {
                return null;
            }
            Eqn x = defs.of(and.in().get(0));
            Eqn y = defs.of(and.in().get(1));
            Eqn not = x != null && x.prim() == Prim.NOT ? x : y;
            Eqn less = not == x ? y : x;
            if (not == null || less == null || not.prim() != Prim.NOT || less.prim() != Prim.LT) {
                return null;
            }
            RegionView.Slot flag = loop.ofParam(not.in().get(0));
            RegionView.Slot counter = loop.ofParam(less.in().get(0));
            Atom bound = less.in().get(1);
            if (flag == null || counter == null || !(counter.init() instanceof Lit from && from.asLong() >= 0) || loop.ofParam(bound) != null
                || !flag.init().equals(Lit.bool(false)) || !counts(loop, counter, flag.yield())) {
                return null;
            }
            List<Eqn> slice = slice(loop, counter, flag.yield());
            return slice == null ? null : new Search(loop, counter, bound, flag, flag.yield(), slice);
        }

        /** Whether the counter is one more in the next trip when the loop goes on. */
        private static boolean counts(RegionView loop, RegionView.Slot counter, Atom test) {
            Definitions defs = Definitions.in(loop.body().body());
            Eqn next = defs.of(counter.yield());
            boolean chosen = next != null && (next.prim() == Prim.SELECT || next.prim() == Prim.COND);
            int goesOn = !chosen ? -1 : next.in().get(0).equals(test) ? 0 : opposites(defs, next.in().get(0), test) ? 1 : -1;
            if (goesOn >= 0) {
                next = defs.of(next.prim() == Prim.SELECT ? next.in().get(2 - goesOn) : RegionView.ofResult(next, counter.yield()).yields().get(goesOn));
            }
            return next != null && next.prim() == Prim.ADD && next.in().get(0).equals(counter.param()) && next.in().get(1).equals(Lit.of(counter.param().dtype(), 1));
        }

        /** Whether one is true where the other is not: two comparisons of the same operands, of floats only those that NaN keeps apart, too. */
        private static boolean opposites(Definitions defs, Atom a, Atom test) {
            Eqn x = defs.of(a);
            Eqn y = defs.of(test);
            if (x == null || y == null) {
                return false;
            }
            boolean not = x.prim() == Prim.NOT && x.in().get(0).equals(test) || y.prim() == Prim.NOT && y.in().get(0).equals(a);
            boolean equality = x.prim() == Prim.EQ || x.prim() == Prim.NE;
            return not || x.prim().group() == Prim.Group.COMPARE && y.prim() == Facts.negated(x.prim()) && x.in().equals(y.in()) && (equality || !x.in().get(0).dtype().isFloat());
        }

        /** What the test is made of, with the checks that stand before it: arithmetic and elements of arrays that the loop does not change; else null. */
        private static List<Eqn> slice(RegionView loop, RegionView.Slot counter, Atom test) {
            List<Eqn> body = loop.body().body();
            Eqn last = Regions.definition(body, test);
            if (last == null) {
                return null; // the loop does not change it
            }
            List<Eqn> before = body.subList(0, body.indexOf(last) + 1);
            BackwardSlice slice = BackwardSlice.of(before, List.of(test), x -> x.prim() == Prim.CHECK);
            boolean free = slice.isOfOnly(counter.param(), Regions.defined(loop.body()));
            return slice.eqns().stream().allMatch(Search::plain) && free && slice.eqns().size() <= MOST_EQUATIONS ? slice.eqns() : null;
        }

        private static boolean plain(Eqn e) {
            boolean element = e.prim() == Prim.INDEX && e.result().type().isScalar();
            return element || e.computesScalars() && e.prim().form() != Prim.Form.FUNCTION || e.prim() == Prim.CHECK || e.prim() == Prim.DIM;
        }

        void split(Rewrite r) {
            Builder b = r.b;
            Atom from = counter.init();
            Atom to = r.atom(bound);
            Lit block = Lit.of(from.dtype(), BLOCK);
            // a block's start that wraps around is below zero, and so below the first one
            Var at = b.loopWhile(List.of(from, to), c -> {
                Var more = b.emit(Prim.AND, b.emit(Prim.LT, c.get(0), to), b.emit(Prim.GE, c.get(0), from));
                return b.emit(Prim.AND, more, b.emit(Prim.EQ, c.get(1), to));
            }, c -> {
                Var length = b.emit(Prim.MIN, b.emit(Prim.SUB, to, c.get(0)), block);
                Var hit = b.reduce(Prim.MIN, Dim.UNKNOWN, length, to, k -> {
                    Var trip = b.emit(Prim.ADD, c.get(0), k);
                    Rewrite copy = r.beside().replace(counter.param(), trip);
                    return b.emit(Prim.SELECT, stops(b, copy, 0), trip, to);
                });
                return List.of(b.emit(Prim.ADD, c.get(0), block), hit);
            }).get(1);
            Var some = b.emit(Prim.LT, from, to);
            // at most as many as there are in all, which bounds the work where nothing is known of the search
            Var trips = b.emit(Prim.SELECT, some, b.emit(Prim.SUB, b.emit(Prim.MIN, at, to), from), Lit.of(from.dtype(), 0));
            Var found = b.emit(Prim.LT, at, to);
            // what fails there fails before anything is written
            b.cond(found, () -> {
                r.beside().replace(counter.param(), at).append(slice);
                return List.of();
            }, List::of);
            List<Var> before = b.loop(trips, loop.inits(), loop.params(), c -> trip(c.subList(1, c.size()), false, r));
            r.replace(loop.eqn().out(), b.cond(found, () -> trip(before, true, r), () -> before));
        }

        /** Appends a trip of which it is known whether it is the last; what it hands on. */
        private List<Atom> trip(List<Var> carry, boolean last, Rewrite r) {
            Rewrite copy = r.beside().replace(loop.params(), carry);
            Definitions defs = Definitions.in(loop.body().body());
            for (Eqn x : loop.body().body()) {
                if (x.prim() != Prim.CHECK || slice.stream().noneMatch(y -> y == x)) {
                    copy.append(x);
                }
                if (x.out().contains(test)) {
                    copy.replace((Var) test, Lit.bool(last));
                } else if (x.out().size() == 1 && opposites(defs, x.result(), test)) {
                    copy.replace(x.result(), Lit.bool(!last));
                }
            }
            return copy.atoms(loop.body().out());
        }

        /** Whether a trip ends the loop: its test, or a check before that. */
        private Atom stops(Builder b, Rewrite copy, int k) {
            for (int j = k; j < slice.size(); j++) {
                Eqn x = slice.get(j);
                if (x.prim() == Prim.CHECK) {
                    int next = j + 1;
                    return b.cond(copy.atom(x.in().get(0)), () -> List.of(stops(b, copy, next)), () -> List.of(Lit.bool(true))).get(0);
                }
                b.append(copy.eqn(x));
            }
            return copy.atom(test);
        }
    }
}
