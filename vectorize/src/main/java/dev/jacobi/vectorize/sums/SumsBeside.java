package dev.jacobi.vectorize.sums;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Dependence;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.ir.analysis.Poly;
import dev.jacobi.ir.analysis.Versions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A loop whose trips go through an array, each at elements of its own, and all add to one element beside, which may be one of those: the gradient of {@code d[i][j] = min(d[i][j], d[i][k] + d[k][j])}
 * over j adds to {@code d[i][k]}. But for the trip that meets this element, k, the trips are independent, and what they add is a sum.
 *
 * <pre>
 *  for j { y = d[i, j];  d[i, j] = 0;  d[k, j] += y;  d[i, k] += y }
 *  s = reduce j below k { y = d[i, j];  d[i, j] = 0;  d[k, j] += y;  yield y }    d[i, k] += s     the same for j = k as it was     and for those behind k as for those before
 * </pre>
 *
 * Sums of numbers that are carried are such sums, too.
 */
final class SumsBeside {
    private static final Params.Access IN = Params.Access.PROMISED;
    private static final int MOST_EQUATIONS = 60;
    private static final int MOST_TERMS = 8;
    /** Sums of terms with such factors do not wrap around. */
    private static final long LARGEST = 1 << 20;
    private final Eqn loop;
    private final RegionView view;
    private final Map<Eqn, ElementAccess> accesses;
    private final IntValues values;
    /** Additions to one element, and the slots of their arrays. */
    private final List<Eqn> fixed = new ArrayList<>();
    private final List<RegionView.Slot> of = new ArrayList<>();
    private final List<RegionView.Slot> numbers = new ArrayList<>();
    private Poly meeting;
    private boolean down;

    private SumsBeside(Eqn loop, Map<Eqn, ElementAccess> accesses, IntValues values) {
        this.loop = loop;
        this.accesses = accesses;
        this.values = values;
        view = RegionView.of(loop);
    }

    /** What stands in place of the loop; null where it is none of this kind. {@code variables}: those of the function, by their ids. */
    static List<Eqn> of(Eqn loop, Map<Eqn, ElementAccess> accesses, IntValues values, Map<Integer, Var> variables, Builder b) {
        List<Eqn> body = Regions.of(loop).get(0).body();
        boolean plain = loop.prim() == Prim.FOR && !Regions.hasEffect(loop) && Regions.size(body) <= MOST_EQUATIONS
            && !Regions.any(body, e -> e.prim() != Prim.COND && !Regions.of(e).isEmpty() || e.prim() == Prim.CALL);
        var s = plain ? new SumsBeside(loop, accesses, values) : null;
        if (s == null || !s.isOfSums() || s.meeting != null && !s.isLinear(variables)) {
            return null;
        }
        b.open();
        Atom n = s.view.head();
        b.cond(b.emit(Prim.GT, n, Lit.zero(n.dtype())), () -> s.write(variables, b), s.view::inits, loop.out());
        return b.close();
    }

    private boolean isOfSums() {
        var trips = new Dependence(loop, values.shapes.inside(loop), values);
        Set<Integer> inside = Regions.defined(view.body());
        for (RegionView.Slot s : view.slots()) {
            if (s.param().type().isScalar() ? !isSum(s) : !isApart(s, trips, inside)) {
                return false;
            }
        }
        boolean sums = !fixed.isEmpty() || numbers.stream().anyMatch(s -> !s.yield().equals(s.param()));
        return sums && numbers.size() < view.slots().size();
    }

    /** Whether the trips only add to a number. */
    private boolean isSum(RegionView.Slot s) {
        Atom now = s.yield();
        numbers.add(s);
        while (!now.equals(s.param())) {
            Eqn e = now instanceof Var v ? Regions.definition(view.body().body(), v) : null;
            if (e == null || e.prim() != Prim.ACC_ADD || uses(e.result()) != 1) {
                return false;
            }
            now = e.in().get(0);
        }
        return uses(s.param()) == 1;
    }

    private long uses(Var v) {
        long[] n = {view.body().out().stream().filter(v::equals).count()};
        Regions.each(view.body().body(), e -> {
            n[0] += e.in().stream().filter(v::equals).count();
            Regions.of(e).forEach(r -> n[0] += r.out().stream().filter(v::equals).count());
        });
        return n[0];
    }

    /** Whether the trips go through an array, each elsewhere, but for what they add to one element. */
    private boolean isApart(RegionView.Slot s, Dependence trips, Set<Integer> inside) {
        Set<Integer> versions = Versions.of(view, s, true);
        if (versions == null) {
            return false;
        }
        var own = new ArrayList<ElementAccess>();
        var one = new ArrayList<ElementAccess>();
        var known = new boolean[] {true};
        Regions.each(view.body().body(), e -> {
            boolean access = e.prim() != Prim.DIM && !e.in().isEmpty() && e.in().get(0) instanceof Var v && versions.contains(v.id()) && Regions.of(e).isEmpty();
            ElementAccess a = access ? accesses.get(e) : null;
            known[0] &= !access || a != null && e.params().equals(IN) && !a.index().contains(null);
            if (a != null && known[0]) {
                boolean sum = view.body().body().contains(e) && ElementAccess.isOne(e, Prim.ACC_ADD) && e.indices().stream().noneMatch(x -> x instanceof Var v && inside.contains(v.id()));
                (sum ? one : own).add(a);
            }
        });
        if (!known[0] || !trips.independent(own)) {
            return false;
        }
        for (ElementAccess f : one) {
            fixed.add(f.eqn());
            of.add(s);
            for (ElementAccess a : own) {
                if (!trips.apart(a, f) && !meets(trips.meetings().of(a, f))) {
                    return false;
                }
            }
        }
        down |= own.stream().anyMatch(this::goesDown);
        return true;
    }

    private boolean meets(Poly trip) {
        boolean same = trip != null && (meeting == null || meeting.equals(trip));
        meeting = trip;
        return same;
    }

    private boolean goesDown(ElementAccess a) {
        try {
            Poly along = a.index().isEmpty() ? null : a.index().get(a.index().size() - 1).linear(Regions.trip(loop).id());
            return along != null && along.isConst() && along.constant() == -1;
        } catch (ArithmeticException tooLarge) {
            return false;
        }
    }

    /** Whether the trip that meets the element is a sum of few multiples of variables. */
    private boolean isLinear(Map<Integer, Var> variables) {
        for (int k = 0; k < meeting.size(); k++) {
            int[] vars = Poly.vars(meeting.mono(k));
            Var v = vars.length == 1 ? variables.get(vars[0]) : null;
            if (meeting.mono(k) != 0 && (v == null || v.dtype() != DType.I32 && v.dtype() != DType.I64 || Math.abs(meeting.coef(k)) > LARGEST)) {
                return false;
            }
        }
        return meeting.size() <= MOST_TERMS && values.facts.range(meeting).bounded();
    }

    /** The trip's number in 64 bits. */
    private Atom number(Map<Integer, Var> variables, Builder b) {
        Atom sum = Lit.i64(meeting.constant());
        for (int k = 0; k < meeting.size(); k++) {
            if (meeting.mono(k) != 0) {
                Var v = variables.get(Poly.vars(meeting.mono(k))[0]);
                Atom wide = v.dtype() == DType.I64 ? v : b.convert(v, DType.I64);
                sum = b.folded(Prim.ADD, sum, b.folded(Prim.MUL, wide, Lit.i64(meeting.coef(k))));
            }
        }
        return sum;
    }

    /** The trips in front of the one that meets the element, this one, and those behind it; there is a trip. */
    private List<Atom> write(Map<Integer, Var> variables, Builder b) {
        Atom n = view.head();
        DType type = view.trip().dtype();
        if (meeting == null) {
            return part(Lit.of(type, 0), n, view.inits(), b);
        }
        boolean wide = type == DType.I64;
        Atom within = b.emit(Prim.MIN, b.emit(Prim.MAX, number(variables, b), Lit.i64(0)), wide ? n : b.convert(n, DType.I64));
        Atom until = wide ? within : b.convert(within, type);
        List<Atom> now = part(Lit.of(type, 0), until, view.inits(), b);
        now = asItWas(until, b.emit(Prim.LT, until, n), now, b);
        return part(b.emit(Prim.ADD, until, Lit.of(type, 1)), b.emit(Prim.SUB, b.emit(Prim.SUB, n, Lit.of(type, 1)), until), now, b);
    }

    /** The trip that meets the element. */
    private List<Atom> asItWas(Atom trip, Atom runs, List<Atom> now, Builder b) {
        return List.copyOf(b.cond(runs, () -> {
            var copy = new Rewrite(b).replace(view.trip(), trip);
            for (int k = 0; k < now.size(); k++) {
                copy.replace(view.slots().get(k).param(), now.get(k));
            }
            copy.append(view.body().body());
            return copy.atoms(view.body().out());
        }, () -> now));
    }

    /** So many trips from one on, whose order is free: numbers that trips add up first, then arrays that they go through. */
    private List<Atom> part(Atom from, Atom trips, List<Atom> now, Builder b) {
        Atom start = down ? b.folded(Prim.ADD, b.folded(Prim.ADD, from, trips), Lit.of(from.dtype(), -1)) : from;
        List<RegionView.Slot> arrays = view.slots().stream().filter(s -> !numbers.contains(s)).toList();
        Set<Eqn> left = Collections.newSetFromMap(new IdentityHashMap<>());
        left.addAll(fixed);
        Rewrite copy = new Rewrite(b, (e, w) -> {
            boolean beside = left.contains(w.old());
            if (beside) {
                w.replace(w.old().result(), e.in().get(0));
            }
            return beside;
        });
        Var u = b.fresh(view.trip().type());
        var params = new ArrayList<Var>(List.of(u));
        var in = new ArrayList<Atom>(List.of(trips));
        fixed.forEach(e -> in.add(Lit.zero(e.written().dtype())));
        numbers.forEach(s -> in.add(Lit.zero(s.param().dtype())));
        for (RegionView.Slot s : arrays) {
            in.add(now.get(view.slots().indexOf(s)));
            params.add(copy.rename(s.param()));
        }
        numbers.forEach(s -> copy.replace(s.param(), Lit.zero(s.param().dtype())));
        b.open();
        copy.replace(view.trip(), b.emit(down ? Prim.SUB : Prim.ADD, start, u));
        copy.append(view.body().body());
        var yields = new ArrayList<Atom>(fixed.stream().map(e -> copy.atom(e.written())).toList());
        numbers.forEach(s -> yields.add(copy.atom(s.yield())));
        arrays.forEach(s -> yields.add(copy.atom(s.yield())));
        Region body = b.close(params, yields);
        int sums = fixed.size() + numbers.size();
        List<Var> out = b.emitAll(Prim.REDUCE, new Params.Fold(Dim.UNKNOWN, Collections.nCopies(sums, Prim.ADD), body), in);
        return added(trips, out, arrays, now, b);
    }

    /** The carry behind such a part: where it had no trip, the element may not be there. */
    private List<Atom> added(Atom trips, List<Var> out, List<RegionView.Slot> arrays, List<Atom> now, Builder b) {
        var after = new ArrayList<>(now);
        for (RegionView.Slot s : arrays) {
            after.set(view.slots().indexOf(s), out.get(fixed.size() + numbers.size() + arrays.indexOf(s)));
        }
        for (RegionView.Slot s : numbers) {
            int k = view.slots().indexOf(s);
            after.set(k, b.emit(Prim.ADD, now.get(k), out.get(fixed.size() + numbers.indexOf(s))));
        }
        if (fixed.isEmpty()) {
            return after;
        }
        return List.copyOf(b.cond(b.emit(Prim.GT, trips, Lit.zero(trips.dtype())), () -> {
            var with = new ArrayList<>(after);
            for (int k = 0; k < fixed.size(); k++) {
                int array = view.slots().indexOf(of.get(k));
                Var sum = b.emit(Prim.ADD, b.index(with.get(array), IN, fixed.get(k).indices()), out.get(k));
                with.set(array, b.update(with.get(array), IN, fixed.get(k).indices(), sum));
            }
            return with;
        }, () -> after));
    }
}
