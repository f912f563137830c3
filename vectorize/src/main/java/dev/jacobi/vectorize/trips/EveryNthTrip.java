package dev.jacobi.vectorize.trips;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
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
import dev.jacobi.ir.analysis.FoldIdentity;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.ir.analysis.Poly;
import dev.jacobi.ir.analysis.Range;
import dev.jacobi.ir.analysis.Versions;
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Loops that do something in every n-th trip only, as their trips' number says, become loops over these trips. Where trips read what lies beside the elements that they write, as those of a red-black sweep do, lanes that store
 * under a mask would make the next ones wait: these read some of the same bytes.
 *
 * <pre>
 *  map(n) { j -> if ((i + j) &amp; 1 == c) { u[j] = f(u[j - 1], u[j + 1]) } }
 *  becomes      first = (c - i) &amp; 1;  map((n - first + 1) / 2) { k -> j = first + 2 * k;  u[j] = f(u[j - 1], u[j + 1]) }
 * </pre>
 */
public final class EveryNthTrip implements Optimisation {
    /** From so few trips on that do something, lanes under a mask are in vain. */
    private static final int FEW = 4;
    private static final int MOST = 1 << 16;
    /** Larger bodies are not written twice. */
    private static final int MOST_TWICE = 60;

    @Override
    public String name() {
        return "every-nth-trip";
    }

    @Override
    public Func run(Func in) {
        if (!Regions.any(in.body(), e -> e.prim() == Prim.AND || e.prim() == Prim.REM)) {
            return in;
        }
        Map<Eqn, Found> found = new IdentityHashMap<>();
        walk(in.body(), new IntValues(in), found);
        return found.isEmpty() ? in : Rewrite.run(in, (e, r) -> {
            Found f = found.get(r.old());
            if (f != null) {
                f.write(RegionView.of(e), r);
            }
            return f != null;
        });
    }

    private static void walk(List<Eqn> body, IntValues values, Map<Eqn, Found> to) {
        for (Eqn e : body) {
            values.regions(e, b -> {
                walk(b, values, to);
                Found f = e.prim() == Prim.FOR || e.prim() == Prim.MAP ? found(e, values) : null;
                if (f != null) {
                    to.put(e, f);
                }
                return b;
            });
            values.define(e);
        }
    }

    /**
     * A loop's branch, which of its ways does something, and when it is taken: where {@code number + plus} is {@code wanted} modulo {@code n}; {@code asks}: if it is neither negative nor wraps around, which is not known.
     */
    private record Found(Eqn branch, Region taken, Atom number, Atom wanted, int plus, int n, boolean asks) {
        void write(RegionView view, Rewrite r) {
            Builder b = r.b;
            var rest = r.beside().replace(view.trip(), Lit.zero(view.trip().dtype()));
            rest.append(BackwardSlice.of(view.body().body(), List.of(number)).eqns());
            Atom start = rest.atom(number);
            if (!asks) {
                r.replace(view.eqn().out(), some(view, r, start));
                return;
            }
            Var last = b.emit(Prim.ADD, b.convert(start, DType.I64), b.convert(view.head(), DType.I64));
            Var fits = b.emit(Prim.AND, b.emit(Prim.GE, start, i32(0)), b.emit(Prim.LE, last, Lit.i64(Integer.MAX_VALUE)));
            r.replace(view.eqn().out(), b.cond(fits, () -> some(view, r.beside(), start), () -> r.beside().repeat(view.eqn())));
        }

        /** The loop over the trips that do something, of which the first one has a number that is {@code start} larger than its own. */
        private List<Var> some(RegionView view, Rewrite r, Atom start) {
            Builder b = r.b;
            Atom first = modulo(b.emit(Prim.SUB, b.folded(Prim.ADD, r.atom(wanted), i32(plus)), start), b);
            Var behind = b.emit(Prim.SUB, b.emit(Prim.ADD, view.head(), i32(-1)), first);
            Var some = b.emit(Prim.GT, view.head(), first);
            Var count = b.emit(Prim.SELECT, some, b.emit(Prim.ADD, b.emit(Prim.DIV, behind, i32(n)), i32(1)), i32(0));
            Var trip = b.fresh(view.trip().type());
            var params = new ArrayList<Var>(List.of(trip));
            view.slots().forEach(s -> params.add(s.param()));
            b.open();
            r.replace(view.trip(), b.emit(Prim.ADD, first, b.emit(Prim.MUL, trip, i32(n))));
            for (Eqn e : view.body().body()) {
                if (e == branch) {
                    r.append(taken.body());
                    r.replace(branch.out(), r.atoms(taken.out()));
                } else {
                    r.append(e);
                }
            }
            Region body = b.close(params, r.atoms(view.body().out()));
            return b.loop(view.eqn().prim(), Dim.UNKNOWN, body, count, view.inits());
        }

        private Atom modulo(Atom x, Builder b) {
            if ((n & n - 1) == 0) {
                return b.emit(Prim.AND, x, i32(n - 1));
            }
            Var rem = b.emit(Prim.REM, x, i32(n));
            return b.emit(Prim.SELECT, b.emit(Prim.LT, rem, i32(0)), b.emit(Prim.ADD, rem, i32(n)), rem);
        }
    }

    private static Lit i32(int x) {
        return Lit.i32(x);
    }

    /** The branch of a loop, with what is known in its trips; null where it is another loop. */
    private static Found found(Eqn loop, IntValues values) {
        RegionView view = RegionView.of(loop);
        List<Eqn> body = view.body().body();
        List<Eqn> branches = body.stream().filter(e -> e.prim() == Prim.COND).toList();
        if (branches.size() != 1 || body.stream().anyMatch(e -> e != branches.get(0) && (e.prim().hasEffect() || !Regions.of(e).isEmpty() || e.out().stream().anyMatch(v -> v.isArray())))) {
            return null;
        }
        Eqn branch = branches.get(0);
        Eqn test = Definitions.in(body).of(branch.in().get(0));
        List<Region> ways = Regions.of(branch);
        if (ways.size() != 2 || test == null || test.prim() != Prim.EQ && test.prim() != Prim.NE) {
            return null;
        }
        int idle = test.prim() == Prim.EQ ? 0 : 1;
        boolean other = !isIdle(ways.get(idle), branch, view);
        if (other && !isIdle(ways.get(1 - idle), branch, view)) {
            return null;
        }
        Region taken = ways.get(other ? idle : 1 - idle);
        Found f = found(branch, taken, test, other, view, values);
        return f != null && (f.n >= FEW || view.slots().stream().anyMatch(s -> readsBeside(view, s))) ? f : null;
    }

    /** Whether a way through the branch leaves what the loop hands on as it is. */
    private static boolean isIdle(Region way, Eqn branch, RegionView view) {
        boolean idle = way.body().isEmpty();
        for (RegionView.Slot s : view.slots()) {
            int k = branch.out().indexOf(s.yield());
            idle &= s.param() != null && s.results().size() == 1 && ((k < 0 ? s.yield() : way.out().get(k)).equals(s.param()) || addsNothing(way, branch, view, s));
        }
        return idle;
    }

    /** Whether what such a way finds is added to what the loop hands on, or folded into it, and changes nothing. */
    private static boolean addsNothing(Region way, Eqn branch, RegionView view, RegionView.Slot s) {
        Eqn fold = Definitions.in(view.body().body()).of(s.yield());
        if (fold == null || !fold.prim().isFold() || !s.param().type().isScalar() || !fold.in().contains(s.param())) {
            return false;
        }
        int k = branch.out().indexOf(fold.in().get(fold.in().get(0).equals(s.param()) ? 1 : 0));
        return k >= 0 && way.out().get(k).equals(FoldIdentity.neutral(fold.prim(), s.param().dtype()));
    }

    /** Such a branch by its test, which is whether a number is another one modulo a constant; {@code other}: whether it is not. */
    private static Found found(Eqn branch, Region taken, Eqn test, boolean other, RegionView view, IntValues values) {
        Set<Integer> inside = Regions.defined(view.body());
        for (int k = 0; k < 2; k++) {
            Eqn place = values.definition(test.in().get(k));
            Atom wanted = test.in().get(1 - k);
            long n = place == null ? 0 : modulus(place);
            if (n < 2 || n > MOST || other && n > 2 || !place.result().dtype().equals(view.trip().dtype()) || !place.result().dtype().equals(Lit.i32(0).dtype())) {
                continue;
            }
            Atom number = place.in().get(0);
            boolean fixed = !(wanted instanceof Var v && inside.contains(v.id())) && BackwardSlice.of(view.body().body(), List.of(number)).isOfOnly(view.trip(), inside);
            boolean within = values.facts.range(values.exact(wanted)).within(new Range(0, n - 1));
            boolean known = wraps(place, wanted, (int) n, values);
            if (fixed && within && (known || Regions.size(view.body().body()) <= MOST_TWICE) && goesByOne(number, known && n == 2, view.trip(), inside, values)) {
                return new Found(branch, taken, number, wanted, other ? 1 : 0, (int) n, !known);
            }
        }
        return null;
    }

    /** The number n for a remainder by n, or the same by a mask; 0 for others. */
    private static long modulus(Eqn e) {
        long last = e.in().size() == 2 && e.in().get(1) instanceof Lit l && l.dtype().isInt() ? l.asLong() : 0;
        return e.prim() == Prim.REM ? last : e.prim() == Prim.AND && (last & last + 1) == 0 ? last + 1 : 0;
    }

    /** Whether a number is larger by one in each trip, modulo 2^32, or by anything {@code odd} where only that counts. */
    private static boolean goesByOne(Atom number, boolean odd, Var trip, Set<Integer> inside, IntValues values) {
        try {
            Poly p = values.ring(number);
            Poly by = p.linear(trip.id());
            boolean fits = by != null && by.isConst() && (odd ? (by.constant() & 1) == 1 : by.constant() == 1);
            return fits && !p.minus(Poly.var(trip.id()).times(by)).mentions(inside::contains);
        } catch (ArithmeticException tooLarge) {
            return false;
        }
    }

    /** Whether the remainder says the same where the number wraps around or is negative: masks do, and remainders by 2 that are compared with 0. */
    private static boolean wraps(Eqn place, Atom wanted, int n, IntValues values) {
        boolean even = n == 2 && wanted instanceof Lit l && l.asLong() == 0;
        Atom number = place.in().get(0);
        return place.prim() == Prim.AND || even || values.isExact(number) && values.facts.prove(values.exact(number));
    }

    /** Whether trips read other elements of an array than those that they write. */
    private static boolean readsBeside(RegionView view, RegionView.Slot s) {
        Set<Integer> versions = s.param().isArray() ? Versions.of(view, s) : null;
        if (versions == null) {
            return false;
        }
        var written = new ArrayList<List<Atom>>();
        Regions.each(view.body().body(), e -> {
            if (e.prim() == Prim.UPDATE && e.in().get(0) instanceof Var v && versions.contains(v.id())) {
                written.add(e.indices());
            }
        });
        return Regions.any(view.body().body(), e -> e.prim() == Prim.INDEX && e.in().get(0) instanceof Var v && versions.contains(v.id()) && !written.contains(e.indices()));
    }
}
