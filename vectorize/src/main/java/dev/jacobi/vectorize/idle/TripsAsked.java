package dev.jacobi.vectorize.idle;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.RegionView.Slot;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.BackwardSlice;
import dev.jacobi.ir.analysis.ElementAccess;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The gradient of a loop whose trips are tried and may be rejected, as the steps of an integrator whose error is too large: a rejected one hands on the cotangents that it was given, and adds nothing. So it is asked first whether
 * there is anything to compute.
 *
 * <pre>
 *  for i { p = ok[i];  x = c * f(i);  c = c + select(p, x, 0);  g[j] += select(p, x * h(i), 0) }
 *  for i { p = ok[i];  if (p) { x = c * f(i);  c = c + x;  g[j] += x * h(i) } }
 * </pre>
 */
public final class TripsAsked {
    /** Operations on numbers that take longer than a wrong guess of what comes next. */
    private static final int FEWEST_OPERATIONS = 24;
    private final Eqn loop;
    private final RegionView view;
    private final List<Eqn> body;
    private final Var question;
    private final Set<Eqn> needed = Collections.newSetFromMap(new IdentityHashMap<>());
    /** What variables are where the answer is no, as far as it is a number or another variable. */
    private final Map<Atom, Atom> ifNot = new HashMap<>();

    private TripsAsked(Eqn loop, Var question) {
        this.loop = loop;
        this.question = question;
        view = RegionView.of(loop);
        body = view.body().body();
    }

    /** The loop that asks first; null where it is no such loop. */
    public static Eqn of(Eqn loop, Builder b) {
        TripsAsked asked = find(loop);
        return asked == null ? null : asked.write(b);
    }

    public static boolean isSuch(Eqn loop) {
        return find(loop) != null;
    }

    private static TripsAsked find(Eqn loop) {
        List<Eqn> body = loop.prim() == Prim.FOR ? Regions.of(loop).get(0).body() : List.of();
        if (body.stream().filter(e -> e.out().size() == 1 && e.result().dtype().isFloat()).count() < FEWEST_OPERATIONS || !body.stream().allMatch(TripsAsked::isPlain)) {
            return null;
        }
        var questions = new LinkedHashSet<Var>();
        body.stream().filter(e -> e.prim() == Prim.SELECT && e.in().get(0) instanceof Var).forEach(e -> questions.add((Var) e.in().get(0)));
        return questions.stream().map(q -> new TripsAsked(loop, q)).filter(TripsAsked::isAsked).findFirst().orElse(null);
    }

    private static boolean isPlain(Eqn e) {
        return Regions.of(e).isEmpty() && !Regions.hasEffect(e)
            && (e.computesScalars() || ElementAccess.isOne(e, Prim.INDEX) || e.prim() == Prim.ACC_ADD && (e.result().type().isScalar() || ElementAccess.isOne(e, Prim.ACC_ADD)));
    }

    /** Whether the question is about what no trip before has computed, and a trip without it changes nothing. */
    private boolean isAsked() {
        BackwardSlice slice = BackwardSlice.of(body, List.of(question));
        needed.addAll(slice.eqns());
        boolean early = slice.eqns().stream().allMatch(e -> e.computesScalars() || e.prim() == Prim.INDEX)
            && view.slots().stream().noneMatch(s -> slice.from().contains(s.param()) && (!s.param().type().isScalar() || s.param().dtype().isFloat()));
        long left = body.stream().filter(e -> !needed.contains(e) && e.computesScalars() && e.result().dtype().isFloat()).count();
        if (!early || left < FEWEST_OPERATIONS || !isChain()) {
            return false;
        }
        body.forEach(this::withoutIt);
        return view.slots().stream().allMatch(s -> still(s.yield()).equals(s.param()) || still(s.yield()) instanceof Lit || isEarly(s.yield()));
    }

    /** Whether all that a trip adds is computed from numbers of the trip before that it hands on changed: other sums have better orders than that of the trips. */
    private boolean isChain() {
        var chain = new HashSet<Var>();
        view.slots().stream().filter(s -> s.param().type().isScalar() && s.param().dtype().isFloat() && !s.yield().equals(s.param()) && !isSum(s.yield())).forEach(s -> chain.add(s.param()));
        for (Eqn e : body) {
            if (e.prim() == Prim.ACC_ADD && !chain.contains(e.written())) {
                return false;
            } else if (e.prim() != Prim.ACC_ADD && e.in().stream().anyMatch(chain::contains)) {
                chain.addAll(e.out());
            }
        }
        return !chain.isEmpty();
    }

    private boolean isSum(Atom a) {
        Eqn e = Regions.definition(body, a);
        return e != null && e.prim() == Prim.ACC_ADD;
    }

    private boolean isEarly(Atom a) {
        return needed.stream().anyMatch(e -> e.out().contains(a));
    }

    private Atom still(Atom a) {
        return ifNot.getOrDefault(a, a);
    }

    private void withoutIt(Eqn e) {
        List<Atom> in = e.in().stream().map(this::still).toList();
        Atom now = null;
        if (e.prim() == Prim.SELECT) {
            now = e.in().get(0).equals(question) ? in.get(2) : in.get(1).equals(in.get(2)) ? in.get(1) : null;
        } else if (e.prim() == Prim.ADD) {
            now = isZero(in.get(0)) ? in.get(1) : isZero(in.get(1)) ? in.get(0) : null;
        } else if (e.prim() == Prim.SUB || e.prim() == Prim.ACC_ADD) {
            now = isZero(in.get(in.size() - 1)) ? in.get(0) : null;
        } else if (e.prim() == Prim.NEG) {
            now = isZero(in.get(0)) ? in.get(0) : null;
        } else if (e.prim() == Prim.MUL) {
            now = isZero(in.get(0)) ? in.get(0) : isZero(in.get(1)) ? in.get(1) : null;
        }
        if (now != null && e.result().dtype().isFloat()) {
            ifNot.put(e.result(), now);
        }
    }

    private static boolean isZero(Atom a) {
        return a instanceof Lit l && l.dtype().isFloat() && l.asDouble() == 0;
    }

    private Eqn write(Builder b) {
        List<Slot> changed = view.slots().stream().filter(s -> s.yield() instanceof Var && !s.yield().equals(s.param()) && !isEarly(s.yield())).toList();
        b.open();
        body.stream().filter(needed::contains).forEach(b::append);
        List<Var> now = b.cond(question, () -> {
            body.stream().filter(e -> !needed.contains(e)).forEach(b::append);
            return changed.stream().map(Slot::yield).toList();
        }, () -> changed.stream().map(s -> still(s.yield())).toList());
        List<Atom> out = view.slots().stream().map(s -> changed.contains(s) ? now.get(changed.indexOf(s)) : s.yield()).toList();
        Region trips = b.close(view.body().params(), out);
        return new Eqn(Prim.FOR, loop.in(), Regions.with(loop.params(), List.of(trips)), loop.out());
    }
}
