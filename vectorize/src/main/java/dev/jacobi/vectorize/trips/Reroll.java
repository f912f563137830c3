package dev.jacobi.vectorize.trips;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
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
import dev.jacobi.ir.analysis.BackwardSlice;
import dev.jacobi.ir.analysis.Definitions;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.Poly;
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Loops that were unrolled by hand, {@code for (i ..; i += 2) { a[i] = f(i); a[i + 1] = f(i + 1); }} or {@code s = s + f(i) + f(i + 1)}, are loops over single elements again: lanes then have elements that follow each
 * other. Sums keep their order, unless any will do.
 */
public final class Reroll implements Optimisation {
    private static final int MOST_EQUATIONS = 120;
    private static final int MOST_COPIES = 16;
    private final boolean fast;

    /** {@code fast} allows sums of reals to be reordered. */
    public Reroll(boolean fast) {
        this.fast = fast;
    }

    @Override
    public String name() {
        return "reroll";
    }

    @Override
    public Func run(Func in) {
        if (!Regions.any(in.body(), e -> e.prim() == Prim.FOR && (isFold(RegionView.of(e)) || Regions.of(e).get(0).body().stream().filter(Reroll::isEnd).count() > 1))) {
            return in;
        }
        var ints = new HashMap<Var, Poly>();
        Regions.each(in.body(), e -> e.out().stream().filter(v -> v.type().isScalar() && v.dtype() == DType.I32).forEach(v -> ring(v, e, ints)));
        Definitions around = Definitions.in(in.body());
        return Rewrite.ofLoops(in, (e, r) -> e.prim() == Prim.FOR && new Loop(r.old(), ints, around, fast).roll(e, r));
    }

    /** Whether a loop hands on a number and nothing else. */
    private static boolean isFold(RegionView loop) {
        return loop.slots().size() == 1 && loop.slots().get(0).param().type().isScalar();
    }

    private static boolean isEnd(Eqn e) {
        return e.prim() == Prim.UPDATE || e.prim() == Prim.CHECK;
    }

    /** Keeps the value as a polynomial modulo the width. */
    private static void ring(Var v, Eqn e, Map<Var, Poly> ints) {
        try {
            Poly p = arithmetic(e, ints);
            if (p != null) {
                ints.put(v, p);
            }
        } catch (ArithmeticException tooLarge) {
            ints.remove(v);
        }
    }

    /** Sums and products of what is known as such; else the variable itself. */
    private static Poly arithmetic(Eqn e, Map<Var, Poly> ints) {
        if (e.out().size() != 1 || e.in().size() != 2) {
            return null;
        }
        Poly self = Poly.var(e.result().id());
        Poly x = poly(e.in().get(0), ints);
        Poly y = poly(e.in().get(1), ints);
        return x == null || y == null ? self : e.prim() == Prim.ADD ? x.plus(y) : e.prim() == Prim.SUB ? x.minus(y) : e.prim() == Prim.MUL ? x.times(y) : self;
    }

    private static Poly poly(Atom a, Map<Var, Poly> ints) {
        return a.dtype() != DType.I32 || !a.type().isScalar() ? null : a instanceof Lit l ? Poly.of(l.asLong()) : ints.getOrDefault((Var) a, Poly.var(((Var) a).id()));
    }

    /** One loop, and how integers of its first copy grow from copy to copy. */
    private static final class Loop {
        private final RegionView view;
        private final Map<Var, Poly> ints;
        private final Definitions around;
        private final boolean fast;
        private final Set<Integer> inside;
        private final Map<Atom, Eqn> defs = new HashMap<>();
        private final Map<Atom, Long> steps = new HashMap<>();
        private int copies;

        Loop(Eqn e, Map<Var, Poly> ints, Definitions around, boolean fast) {
            this.fast = fast;
            view = RegionView.of(e);
            this.ints = ints;
            this.around = around;
            inside = Regions.defined(view.body());
            view.body().body().forEach(x -> x.out().forEach(v -> defs.put(v, x)));
        }

        boolean roll(Eqn now, Rewrite r) {
            if (view.slots().size() > 1 || view.head().dtype() != DType.I32 || view.body().body().size() > MOST_EQUATIONS || !view.body().body().stream().allMatch(Loop::plain)) {
                return false;
            }
            try {
                return isFold(view) ? rollFold(now, r) : rollEnds(now, r);
            } catch (ArithmeticException tooLarge) {
                return false;
            }
        }

        private boolean rollFold(Eqn now, Rewrite r) {
            if (view.body().body().stream().anyMatch(Reroll::isEnd)) {
                return false;
            }
            for (UnrolledFold f : UnrolledFold.of(view, view.slots().get(0), fast)) {
                steps.clear();
                if (alike(f.terms().stream().map(List::of).toList())) {
                    write(now, f.terms().subList(0, 1), r, (sum, term) -> r.b.emit(f.op(), sum, term.get(0)), true);
                    return true;
                }
            }
            return false;
        }

        private boolean rollEnds(Eqn now, Rewrite r) {
            List<Eqn> ends = view.slots().isEmpty() ? view.body().body().stream().filter(x -> x.prim() == Prim.CHECK).toList() : chain(view.slots().get(0));
            if (view.body().body().stream().filter(Reroll::isEnd).count() != ends.size() || !alike(ends.stream().map(Loop::roots).toList())) {
                return false;
            }
            Eqn end = ends.get(0);
            List<Atom> first = roots(end);
            boolean stores = first.size() > 1;
            if (stores && !(steps.getOrDefault(first.get(0), 0L).equals(1L) && readsBefore(first))) {
                return false;
            }
            // what is stored lies in an array, so that the elements have numbers
            write(now, first, r, (array, roots) -> stores ? r.b.update((Var) array, (Params.Access) end.params(), roots.subList(0, 1), roots.get(1)) : check(end, roots, r.b), !stores);
            return true;
        }

        private static Atom check(Eqn end, List<Atom> roots, Builder b) {
            b.emitAll(Prim.CHECK, end.params(), roots);
            return null;
        }

        /** Whether all copies compute what the first one does, some elements on. */
        private boolean alike(List<List<Atom>> roots) {
            copies = roots.size();
            if (copies < 2 || copies > MOST_COPIES) {
                return false;
            }
            for (int k = 1; k < copies; k++) {
                for (int i = 0; i < roots.get(0).size(); i++) {
                    if (!same(roots.get(0).get(i), roots.get(k).get(i), k)) {
                        return false;
                    }
                }
            }
            return !steps.isEmpty();
        }

        /** Whether a number of trips is a share of some other number, so that all copies have no more than an int holds. */
        private boolean isShare(Atom trips) {
            Eqn e = around.of(trips, Prim.DIV);
            return e != null && e.in().get(1) instanceof Lit l && l.asLong() >= copies;
        }

        /** Whether nothing that a later copy reads has been stored by an earlier one, as all of them have read before the first one stores: a read is of the element stored, of a later one, or of one before this trip's. */
        private boolean readsBefore(List<Atom> first) {
            if (view.slots().isEmpty()) {
                return true;
            }
            Var array = view.slots().get(0).param();
            for (Eqn e : BackwardSlice.of(view.body().body(), first).eqns()) {
                if (e.prim() == Prim.INDEX && e.in().get(0).equals(array)) {
                    Poly at = poly(e.in().get(1), ints);
                    Poly d = at == null ? null : at.minus(poly(first.get(0), ints));
                    if (d == null || !d.isConst() || (int) d.constant() < 0 && (int) d.constant() > -copies) {
                        return false;
                    }
                }
            }
            return true;
        }

        /** What a copy ends with: the place and the value that it stores, or what it checks. */
        private static List<Atom> roots(Eqn end) {
            return end.prim() == Prim.CHECK ? end.in() : List.of(end.in().get(1), end.written());
        }

        private static boolean plain(Eqn e) {
            boolean element = ElementAccess.isOne(e, Prim.INDEX) || ElementAccess.isOne(e, Prim.UPDATE);
            return e.computesScalars() || e.prim() == Prim.CHECK || element && e.indices().size() == 1;
        }

        /** The updates from the carried array to what is yielded, in order. */
        private List<Eqn> chain(RegionView.Slot array) {
            var updates = new ArrayList<Eqn>();
            Atom version = array.yield();
            while (!version.equals(array.param())) {
                Eqn u = defs.get(version);
                if (u == null || u.prim() != Prim.UPDATE) {
                    return List.of();
                }
                updates.add(0, u);
                version = u.in().get(0);
            }
            return updates;
        }

        /** Whether a value of copy {@code k} is what that of the first copy is, {@code k} elements on. */
        private boolean same(Atom x, Atom y, int k) {
            boolean fixed = !(x instanceof Var v) || !inside.contains(v.id()) || view.slots().stream().anyMatch(s -> s.param().equals(x));
            if (fixed) {
                return x.equals(y);
            }
            Poly p = poly(x, ints);
            Poly q = poly(y, ints);
            int trip = view.trip().id();
            Poly c = p == null ? null : p.linear(trip);
            boolean linear = c != null && c.isConst() && !p.minus(Poly.var(trip).times(c)).mentions(inside::contains);
            if (linear) {
                long step = c.constant() / copies;
                steps.put(x, step);
                return q != null && c.constant() % copies == 0 && q.minus(p).equals(Poly.of(step * k));
            }
            Eqn a = defs.get(x);
            Eqn b = defs.get(y);
            if (a == null || b == null || a.prim() == Prim.UPDATE || a.prim() != b.prim() || !a.params().equals(b.params()) || a.in().size() != b.in().size()) {
                return false;
            }
            for (int i = 0; i < a.in().size(); i++) {
                if (!same(a.in().get(i), b.in().get(i), k)) {
                    return false;
                }
            }
            return true;
        }

        /** Writes the loop over copies, {@code join} what a copy ends with; where {@code guarded}, nothing bounds the number of trips but what is asked here. */
        private void write(Eqn e, List<Atom> first, Rewrite r, BiFunction<Var, List<Atom>, Atom> join, boolean guarded) {
            RegionView now = RegionView.of(e);
            if (!guarded || isShare(view.head())) {
                r.replace(view.eqn().out(), loop(now, first, r, join));
                return;
            }
            r.replace(view.eqn().out(), r.b.cond(r.b.emit(Prim.LE, now.head(), Lit.i32(Integer.MAX_VALUE / copies)), () -> loop(now, first, r, join), () -> r.beside().repeat(e)));
        }

        private List<Var> loop(RegionView now, List<Atom> first, Rewrite r, BiFunction<Var, List<Atom>, Atom> join) {
            Builder b = r.b;
            Var trips = b.emit(Prim.MUL, b.emit(Prim.MAX, now.head(), Lit.i32(0)), Lit.i32(copies));
            return b.loop(trips, now.inits(), c -> {
                Rewrite zero = r.beside().replace(view.trip(), Lit.i32(0));
                Rewrite copy = r.beside();
                view.slots().forEach(s -> copy.replace(s.param(), c.get(1)));
                BackwardSlice slice = BackwardSlice.of(view.body().body().stream().filter(x -> x.out().stream().noneMatch(steps::containsKey)).toList(), first);
                for (Var v : slice.from()) {
                    Long step = steps.get(v);
                    if (step != null) {
                        copy.replace(v, b.folded(Prim.ADD, start(v, zero), b.folded(Prim.MUL, c.get(0), Lit.i32((int) (long) step))));
                    }
                }
                copy.append(slice.eqns());
                Atom joined = join.apply(c.size() > 1 ? c.get(1) : null, first.stream().map(copy::atom).toList());
                return joined == null ? List.of() : List.of(joined);
            });
        }

        /** The value in trip 0, computed anew. */
        private Atom start(Var v, Rewrite zero) {
            zero.append(BackwardSlice.of(view.body().body(), List.of(v)).eqns());
            return zero.atom(v);
        }
    }
}
