package dev.jacobi.vectorize.idle;

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
import dev.jacobi.ir.analysis.BackwardSlice;
import dev.jacobi.ir.analysis.ElementAccess;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The gradient of a row of a table of dynamic programming whose elements are made of those of the row before, the least of some neighbours of each: a trip takes one element's cotangent and adds it to one of these
 * neighbours, or shares it out among them. On the way to a single result few elements of a row have a cotangent, on the way to many results all of them may have one, and only the run shows which it is. So it is asked in
 * front of the loop how many there are, and where: few are gone through from the first to the last, which mostly lie side by side.
 *
 * <pre>
 *  for(n) { i -> x = c[i];  b[i - 1] += p[i] ? x : 0;  b[i] += q[i] ? x : 0 }
 *  k, first, last = reduce[add, min, max](n) { i -> c[i] != 0 ? 1, i, i : 0, n, -1 }
 *  if (8 * k &lt; n) for(i from first to last) { x = c[i];  if (x != 0) { .. } }  else the loop, whose sums are brought in a parallel order
 * </pre>
 *
 * Trips qualify that choose what they add. Zero times a slope is zero only where that is finite: what is not known to be so is asked for, too.
 */
public final class FewCotangents {
    private static final int FEWEST_EQUATIONS = 6;
    /** One element in so many has a cotangent where they are few. */
    private static final int FEW = 8;
    private final RegionView view;
    private final Var root;
    /** What is zero where the element's cotangent is. */
    private final Set<Atom> zeros = new HashSet<>();
    /** What of a trip's element is asked for: the cotangent, and what it makes with slopes that may be infinite or NaN, which are then no zero. */
    private final List<Atom> asks = new ArrayList<>();
    /** What is neither infinite nor NaN. */
    private final Set<Atom> finite = new HashSet<>();
    /** Which of the numbers and arrays that the loop hands on this is, with sums or without. */
    private final Map<Atom, Var> versions = new HashMap<>();
    private final Set<Atom> chosen = new HashSet<>();
    private int choices;
    private int equations;

    private FewCotangents(Eqn loop, Var root) {
        view = RegionView.of(loop);
        this.root = root;
        zeros.add(root);
        asks.add(root);
        view.slots().forEach(s -> versions.put(s.param(), s.param()));
    }

    /** The loop twice: one whose trips ask for a cotangent, which have to stay in order, and one as it was. */
    public record Choice(List<Eqn> before, Atom few, Eqn asking, Eqn all) {
    }

    /** Null where it is no such loop. */
    public static Choice of(Eqn loop, Builder b) {
        boolean counted = loop.prim() == Prim.FOR && loop.in().get(0) instanceof Var n && n.dtype() == DType.I32 && !Regions.hasEffect(loop);
        if (!counted || RegionView.of(loop).slots().isEmpty()) {
            return null;
        }
        Set<Integer> inside = Regions.defined(Regions.of(loop).get(0));
        return Regions.of(loop).get(0).body().stream().filter(e -> isElement(e, Regions.trip(loop), inside)).map(e -> new FewCotangents(loop, e.result())).filter(FewCotangents::finds).findFirst()
            .map(f -> f.write(b)).orElse(null);
    }

    /** Whether an equation reads the trip's element of a row from around. */
    private static boolean isElement(Eqn e, Var trip, Set<Integer> inside) {
        boolean read = ElementAccess.isOne(e, Prim.INDEX) && e.result().type().isScalar() && e.result().dtype().isFloat() && e.in().get(0) instanceof Var v && !inside.contains(v.id());
        return read && e.in().get(e.in().size() - 1).equals(trip) && e.indices().stream().allMatch(a -> a.equals(trip) || !(a instanceof Var v) || !inside.contains(v.id()));
    }

    private boolean finds() {
        // what is asked for is computed without branches, which may add as well
        return block(view.body().body(), true) && BackwardSlice.of(view.body().body(), asks).eqns().stream().allMatch(e -> Regions.of(e).isEmpty()) && choices > 1 && equations >= FEWEST_EQUATIONS && view.slots().stream().allMatch(s -> s.param().equals(versions.get(s.yield())));
    }

    /** {@code outermost}: what is computed of the cotangent can be asked for in front of the trip. */
    private boolean block(List<Eqn> body, boolean outermost) {
        for (Eqn e : body) {
            boolean adds = e.prim() == Prim.ACC_ADD || e.prim() == Prim.FOR;
            if (!understands(e) || !adds && e.in().stream().anyMatch(versions::containsKey)) {
                return false;
            }
            boolean product = (e.prim() == Prim.MUL || e.prim() == Prim.DIV) && e.result().dtype().isFloat() && e.computesScalars();
            if (e.computesScalars() && isZero(e)) {
                zeros.add(e.result());
            } else if (outermost && product && (isZero(e.in().get(0)) || e.prim() == Prim.MUL && isZero(e.in().get(1)))) {
                zeros.add(e.result());
                asks.add(e.result());
            }
            if (e.computesScalars() && isFinite(e)) {
                finite.add(e.result());
            }
            equations += e.computesScalars() ? 1 : 0;
            if (e.computesScalars() && isChosen(e)) {
                chosen.add(e.result());
            }
        }
        return true;
    }

    private boolean understands(Eqn e) {
        if (e.prim() == Prim.COND) {
            return branches(e);
        } else if (e.prim() == Prim.FOR) {
            return loop(RegionView.of(e));
        }
        return e.prim() == Prim.ACC_ADD ? sum(e) : Regions.of(e).isEmpty() && (e.computesScalars() || e.prim() == Prim.INDEX);
    }

    /** Whether a loop in a trip, as one over neighbours, does nothing but add. */
    private boolean loop(RegionView inner) {
        if (inner.slots().stream().anyMatch(s -> !versions.containsKey(s.init()))) {
            return false;
        }
        inner.slots().forEach(s -> versions.put(s.param(), versions.get(s.init())));
        int before = choices;
        boolean adds = block(inner.body().body(), false) && inner.slots().stream().allMatch(s -> versions.get(s.init()).equals(versions.get(s.yield())));
        inner.slots().forEach(s -> versions.put(s.result(), versions.get(s.init())));
        choices += choices - before;
        return adds;
    }

    private boolean sum(Eqn e) {
        if (!versions.containsKey(e.in().get(0)) || !isZero(e.written()) || e.result().isArray() && !ElementAccess.isOne(e, Prim.ACC_ADD)) {
            return false;
        }
        versions.put(e.result(), versions.get(e.in().get(0)));
        choices += e.result().isArray() && chosen.contains(e.written()) ? 1 : 0;
        return true;
    }

    private boolean branches(Eqn e) {
        List<Region> branches = Regions.of(e);
        if (!branches.stream().allMatch(r -> block(r.body(), false))) {
            return false;
        }
        for (int k = 0; k < e.out().size(); k++) {
            int at = k;
            List<Atom> yields = branches.stream().map(r -> r.out().get(at)).toList();
            List<Var> of = yields.stream().map(versions::get).distinct().toList();
            if (of.size() > 1) {
                return false;
            }
            if (of.get(0) != null) {
                versions.put(e.out().get(k), of.get(0));
            } else if (yields.stream().allMatch(this::isZero)) {
                zeros.add(e.out().get(k));
            }
            if (yields.stream().allMatch(this::isFinite)) {
                finite.add(e.out().get(k));
            }
            if (yields.stream().anyMatch(chosen::contains)) {
                chosen.add(e.out().get(k));
            }
        }
        return true;
    }

    private boolean isZero(Eqn e) {
        List<Atom> in = e.in();
        Prim p = e.prim();
        if (p == Prim.MUL) {
            return isZero(in.get(0)) && isFinite(in.get(1)) || isZero(in.get(1)) && isFinite(in.get(0));
        } else if (p == Prim.DIV) {
            return isZero(in.get(0)) && in.get(1) instanceof Lit l && l.asDouble() != 0 && isFinite(l);
        }
        boolean keeps = p == Prim.NEG || p == Prim.ADD || p == Prim.SUB || p == Prim.SELECT;
        return keeps && in.subList(p == Prim.SELECT ? 1 : 0, in.size()).stream().allMatch(this::isZero);
    }

    /** Zero times an infinite slope is no number, whether other elements have a cotangent or not. */
    private boolean isFinite(Atom a) {
        return a instanceof Lit l && Double.isFinite(l.asDouble()) || finite.contains(a);
    }

    /** Whether it is one of two finite numbers, as a maximum's slopes are, or was no real. */
    private boolean isFinite(Eqn e) {
        boolean whole = e.prim() == Prim.CONVERT && !e.in().get(0).dtype().isFloat() && e.result().dtype() == DType.F64;
        return whole || e.prim() == Prim.SELECT && isFinite(e.in().get(1)) && isFinite(e.in().get(2));
    }

    private boolean isZero(Atom a) {
        return zeros.contains(a) || a instanceof Lit l && l.dtype().isFloat() && l.asDouble() == 0;
    }

    /** Whether it is the cotangent or nothing, as data say, or made of what is. */
    private boolean isChosen(Eqn e) {
        boolean selects = e.prim() == Prim.SELECT && e.in().subList(1, 3).stream().anyMatch(zeros::contains) && e.in().subList(1, 3).stream().anyMatch(a -> a instanceof Lit && isZero(a));
        return selects || zeros.contains(e.result()) && e.in().stream().anyMatch(chosen::contains);
    }

    private Choice write(Builder b) {
        Eqn loop = view.eqn();
        Set<Eqn> first = Collections.newSetFromMap(new IdentityHashMap<>());
        first.addAll(BackwardSlice.of(view.body().body(), asks).eqns());
        b.open();
        Atom n = loop.in().get(0);
        List<Var> found = b.emitAll(Prim.REDUCE, new Params.Fold(Dim.UNKNOWN, List.of(Prim.ADD, Prim.MIN, Prim.MAX), asked(first, n, b)), List.of(n, Lit.i32(0), n, Lit.i32(-1)));
        Var few = b.emit(Prim.LT, b.emit(Prim.MUL, b.convert(found.get(0), DType.I64), Lit.i64(FEW)), b.convert(n, DType.I64));
        Var trips = b.emit(Prim.ADD, b.emit(Prim.SUB, found.get(2), found.get(1)), Lit.i32(1));
        return new Choice(b.close(), few, asking(first, found.get(1), trips, b), copy(loop, b));
    }

    /** Of a trip: whether there is a cotangent, and where. */
    private Region asked(Set<Eqn> first, Atom n, Builder b) {
        Var i = b.fresh(n.type());
        b.open();
        var w = new Rewrite(b).replace(view.trip(), i);
        view.body().body().stream().filter(first::contains).forEach(w::append);
        Atom is = has(w.atoms(asks), b);
        return b.close(List.of(i), List.of(b.emit(Prim.SELECT, is, Lit.i32(1), Lit.i32(0)), b.emit(Prim.SELECT, is, i, n), b.emit(Prim.SELECT, is, i, Lit.i32(-1))));
    }

    private static Atom has(List<Atom> asks, Builder b) {
        Atom any = null;
        for (Atom a : asks) {
            Var is = b.emit(Prim.NE, a, Lit.zero(a.dtype()));
            any = any == null ? is : b.emit(Prim.OR, any, is);
        }
        return any;
    }

    /** The loop from the first element with a cotangent to the last one, without a trip where there is none. */
    private Eqn asking(Set<Eqn> first, Var begin, Var trips, Builder b) {
        Region r = view.body();
        Var k = b.fresh(view.trip().type());
        b.open();
        b.append(new Eqn(Prim.ADD, List.of(begin, k), Params.NONE, List.of(view.trip())));
        r.body().stream().filter(first::contains).forEach(b::append);
        List<Var> params = r.params().subList(1, r.params().size());
        List<Var> now = b.cond(has(asks, b), () -> {
            r.body().stream().filter(e -> !first.contains(e)).forEach(b::append);
            return r.out();
        }, () -> params);
        Region body = b.close(Stream.concat(Stream.of(k), params.stream()).toList(), now);
        List<Atom> in = Stream.concat(Stream.of(trips), view.inits().stream()).toList();
        return new Eqn(Prim.FOR, in, Regions.with(view.eqn().params(), List.of(body)), view.eqn().out().stream().map(v -> b.fresh(v.type())).toList());
    }

    private static Eqn copy(Eqn loop, Builder b) {
        b.open();
        Rewrite.repeat(b, loop);
        return b.close().get(0);
    }
}
