package dev.jacobi.vectorize.sums;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.ArrayExtents;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.ir.analysis.Poly;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A loop that adds to some elements in the trips up to one, or from one on, only, as gradients of programs that ask for a neighbour do: loops one after the other, in which nothing is asked.
 *
 * <pre>
 *  for i { x[i] += f(i);  if (i > 0) x[i - 1] += g(i) }      becomes      for i below 1 { x[i] += f(i) }   for i from 1 { x[i] += f(i);  x[i - 1] += g(i) }
 * </pre>
 */
final class SplitSums {
    private static final int MOST_EQUATIONS = 80;
    /** Of a loop there come at most four. */
    private static final int MOST_TESTS = 2;

    /** A comparison in the trips that holds below the number {@code bound} of a trip, or, unless {@code below}, from there on. */
    record Test(Eqn eqn, Poly bound, boolean below) {
    }

    private final Eqn loop;
    private final RegionView view;
    private final List<Test> tests;
    private final IntValues values;
    private final Map<Integer, Var> variables;
    private final Builder b;

    private SplitSums(Eqn loop, List<Test> tests, IntValues values, Map<Integer, Var> variables, Builder b) {
        this.loop = loop;
        this.view = RegionView.of(loop);
        this.tests = tests;
        this.values = values;
        this.variables = variables;
        this.b = b;
    }

    /** What a comparison says of the number of a trip in which it stands, for {@link #of}; null where that is nothing. To be called where the trip is walked through. */
    static Poly difference(Eqn e, IntValues values) {
        boolean order = e.prim() == Prim.LT || e.prim() == Prim.LE || e.prim() == Prim.GT || e.prim() == Prim.GE;
        boolean whole = order && e.in().stream().allMatch(a -> a.type().isScalar() && a.dtype() == DType.I32);
        return whole ? values.exact(e.in().get(0)).minus(values.exact(e.in().get(1))) : null;
    }

    /** The loops; null where there is nothing to part. {@code differences}: by comparisons in the loop, see {@link #difference}. */
    static List<Eqn> of(Eqn loop, Map<Eqn, Poly> differences, IntValues values, Map<Integer, Var> variables, Builder b) {
        List<Eqn> body = Regions.of(loop).get(0).body();
        if (loop.prim() != Prim.FOR || Regions.hasEffect(loop) || Regions.size(body) > MOST_EQUATIONS || Regions.trip(loop).dtype() != DType.I32) {
            return null;
        }
        List<Eqn> branches = body.stream().filter(e -> e.prim() == Prim.COND && Regions.any(List.of(e), x -> x.prim() == Prim.ACC_ADD)).toList();
        var tests = new ArrayList<Test>();
        for (Eqn e : body) {
            boolean asked = branches.stream().anyMatch(c -> e.out().size() == 1 && c.in().get(0).equals(e.result()));
            Test t = asked && differences.containsKey(e) ? test(e, differences.get(e), loop, variables, values) : null;
            if (asked && t == null) {
                return null;
            }
            if (t != null) {
                tests.add(t);
            }
        }
        boolean all = branches.stream().allMatch(c -> tests.stream().anyMatch(t -> t.eqn.result().equals(c.in().get(0))));
        return tests.isEmpty() || tests.size() > MOST_TESTS || !all ? null : new SplitSums(loop, tests, values, variables, b).write();
    }

    /** The comparison of a difference with zero as one of the trip's number with what does not change in the loop. */
    private static Test test(Eqn e, Poly difference, Eqn loop, Map<Integer, Var> variables, IntValues values) {
        Var trip = Regions.trip(loop);
        Set<Integer> inside = Regions.defined(Regions.of(loop).get(0));
        Poly of = difference.linear(trip.id());
        if (of == null || !of.isConst() || Math.abs(of.constant()) != 1) {
            return null;
        }
        Poly rest = difference.minus(Poly.var(trip.id()).times(of.constant()));
        for (int k = 0; k < rest.size(); k++) {
            int[] symbols = Poly.vars(rest.mono(k));
            boolean simple = symbols.length == 0 || symbols.length == 1 && Math.abs(rest.coef(k)) <= 8 && isFixed(symbols[0], inside, variables, values);
            if (!simple) {
                return null;
            }
        }
        // d < 0 or d <= 0, or else
        boolean less = e.prim() == Prim.LT || e.prim() == Prim.LE;
        boolean strict = e.prim() == Prim.LT || e.prim() == Prim.GE;
        boolean up = of.constant() > 0;
        // i + r < 0: i below -r;  i + r <= 0: i below 1 - r;  r - i < 0: i from r + 1 on;  r - i <= 0: i from r on
        Poly bound = up ? rest.negate().plus(strict ? 0 : 1) : rest.plus(strict ? 1 : 0);
        return new Test(e, bound, up == less);
    }

    private static boolean isFixed(int symbol, Set<Integer> inside, Map<Integer, Var> variables, IntValues values) {
        ArrayExtents.Extent x = values.shapes.extent(symbol);
        Var v = variables.get(symbol);
        return x != null ? !inside.contains(x.array().id()) : v != null && v.type().isScalar() && v.dtype() == DType.I32 && !inside.contains(symbol);
    }

    private List<Eqn> write() {
        b.open();
        Atom n = loop.in().get(0);
        Lit zero = Lit.zero(n.dtype());
        Atom trips = n instanceof Lit ? n : b.emit(Prim.MAX, n, zero);
        List<Atom> bounds = tests.stream().map(t -> bound(t.bound, trips)).toList();
        List<Atom> out = parts(zero, trips, bounds, new ArrayList<>(), view.slots().stream().map(RegionView.Slot::init).toList());
        var eqns = new ArrayList<>(b.close());
        Eqn last = eqns.remove(eqns.size() - 1);
        if (!last.out().equals(out)) {
            throw new IllegalStateException("the last part of a loop does not yield what the loop does");
        }
        eqns.add(new Eqn(last.prim(), last.in(), last.params(), loop.out()));
        return eqns;
    }

    /** The number of a trip, from 0 to as many as there are. */
    private Atom bound(Poly p, Atom trips) {
        Atom sum = Lit.i64(p.constant());
        for (int k = 0; k < p.size(); k++) {
            if (p.mono(k) != 0) {
                int symbol = Poly.vars(p.mono(k))[0];
                ArrayExtents.Extent x = values.shapes.extent(symbol);
                Atom value = b.convert(x != null ? b.dim(x.array(), x.axis()) : variables.get(symbol), DType.I64);
                sum = b.folded(Prim.ADD, b.folded(Prim.MUL, value, Lit.i64(p.coef(k))), sum);
            }
        }
        Atom most = trips instanceof Lit l ? Lit.i64(l.asLong()) : b.convert(trips, DType.I64);
        return b.convert(b.emit(Prim.MIN, b.emit(Prim.MAX, sum, Lit.i64(0)), most), DType.I32);
    }

    /** What trips {@code from} to {@code to}, which does not count, make of the carries; {@code answers}: to the first tests. */
    private List<Atom> parts(Atom from, Atom to, List<Atom> bounds, List<Boolean> answers, List<Atom> init) {
        int k = answers.size();
        if (k == tests.size()) {
            return trips(from, to, answers, init);
        }
        Atom at = k == 0 ? bounds.get(k) : b.emit(Prim.MIN, b.emit(Prim.MAX, bounds.get(k), from), to);
        boolean below = tests.get(k).below;
        return parts(at, to, bounds, with(answers, !below), parts(from, at, bounds, with(answers, below), init));
    }

    private static List<Boolean> with(List<Boolean> answers, boolean one) {
        var all = new ArrayList<>(answers);
        all.add(one);
        return all;
    }

    private List<Atom> trips(Atom from, Atom to, List<Boolean> answers, List<Atom> init) {
        Map<Atom, Boolean> known = new HashMap<>();
        for (int k = 0; k < answers.size(); k++) {
            known.put(tests.get(k).eqn.result(), answers.get(k));
        }
        var copy = new Rewrite(b);
        boolean first = from instanceof Lit l && l.asLong() == 0;
        Atom n = first ? to : b.emit(Prim.SUB, to, from);
        Var trip = b.fresh(view.trip().type());
        var params = new ArrayList<Var>(List.of(trip));
        view.slots().forEach(s -> params.add(copy.rename(s.param())));
        b.open();
        copy.replace(view.trip(), first ? trip : b.emit(Prim.ADD, from, trip));
        for (Eqn x : view.body().body()) {
            Boolean answer = x.prim() == Prim.COND || x.prim() == Prim.SELECT ? known.get(x.in().get(0)) : null;
            if (x.out().size() == 1 && known.containsKey(x.result())) {
                copy.replace(x.result(), Lit.bool(known.get(x.result())));
            } else if (answer != null && x.prim() == Prim.SELECT) {
                copy.replace(x.result(), copy.atom(x.in().get(answer ? 1 : 2)));
            } else if (answer != null) {
                Region taken = Regions.of(x).get(answer ? 1 : 0);
                copy.append(taken.body());
                copy.replace(x.out(), copy.atoms(taken.out()));
            } else {
                copy.append(x);
            }
        }
        Region body = b.close(params, copy.atoms(view.body().out()));
        return List.copyOf(b.loop(Prim.FOR, Dim.UNKNOWN, body, n, init));
    }
}
