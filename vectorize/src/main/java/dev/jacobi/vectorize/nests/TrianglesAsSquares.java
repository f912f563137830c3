package dev.jacobi.vectorize.nests;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Two parallel loops right inside of each other of which the inner one's length grows or shrinks with the outer one's trips, and whose bodies have loops of their own, as products of which only the triangle is
 * wanted: the inner one gets the length of the longest, and a trip that would not have been there does nothing. Where a thread has an iteration of both, half of them do nothing; otherwise there would be one for
 * each of the outer loop only.
 *
 * <pre>
 * map(n, d) { i, e -> t = add i 1; r = map(t, e) { j, g -> .. } }
 *     becomes    m = .. t of the last trip;  map(n, d) { i, e -> t = add i 1; r = map(m, e) { j, g -> p = lt j t; s = cond(p) false { yield g } true { .. } } }
 * </pre>
 */
public final class TrianglesAsSquares implements Optimisation {
    private static final long MOST_APART = 1 << 20;

    @Override
    public String name() {
        return "triangles-as-squares";
    }

    @Override
    public Func run(Func f) {
        return Rewrite.ofLoops(f, (e, r) -> {
            Eqn inner = e.prim() != Prim.MAP ? null : inner(r.old());
            if (inner == null) {
                return false;
            }
            r.b.append(square(e, r.old(), inner, r));
            return true;
        });
    }

    /** The loop in which the other's body ends, which does all that this does; null when it is not so, or its length does not depend on the trip in a way that is seen. */
    private static Eqn inner(Eqn e) {
        Region body = Regions.of(e).get(0);
        Eqn last = body.body().isEmpty() ? null : body.body().get(body.body().size() - 1);
        List<Var> written = body.params().subList(1, body.params().size());
        boolean nest = last != null && last.prim() == Prim.MAP && !written.isEmpty() && last.out().equals(body.out()) && last.in().subList(1, last.in().size()).equals(written);
        if (!nest || !body.body().subList(0, body.body().size() - 1).stream().allMatch(Eqn::computesScalars) || body.body().stream().anyMatch(x -> x.prim() == Prim.CHECK)) {
            return null;
        }
        boolean long1 = Regions.of(last).get(0).body().stream().anyMatch(x -> x.prim() == Prim.FOR || x.prim() == Prim.REDUCE || x.prim() == Prim.WHILE);
        boolean stacks = RegionView.of(last).slots().stream().anyMatch(s -> s.role() != RegionView.Role.DEST);
        return long1 && !stacks && slope(last.in().get(0), body) != 0 ? last : null;
    }

    /** 1 for what grows with the trips by one each, or stays, -1 for what shrinks so; 0 where that is not known. */
    private static int slope(Atom length, Region body) {
        Map<Integer, Eqn> made = Regions.definitions(body.body());
        return slope(length, body, made);
    }

    private static int slope(Atom a, Region body, Map<Integer, Eqn> made) {
        if (a.equals(body.params().get(0))) {
            return 1;
        }
        Eqn e = a instanceof Var v ? made.get(v.id()) : null;
        if (e == null || e.in().size() != 2) {
            return 0;
        }
        Atom x = e.in().get(0);
        Atom y = e.in().get(1);
        boolean near = y instanceof Lit l && Math.abs(l.asLong()) <= MOST_APART;
        if (e.prim() == Prim.ADD || e.prim() == Prim.SUB) {
            boolean falls = e.prim() == Prim.SUB && y.equals(body.params().get(0)) && isOutside(x, made);
            return near ? moved(x, body, made) : falls ? -1 : 0;
        }
        boolean extreme = e.prim() == Prim.MIN || e.prim() == Prim.MAX;
        return !extreme ? 0 : near || isOutside(y, made) ? slope(x, body, made) : isOutside(x, made) ? slope(y, body, made) : 0;
    }

    /** The slope of a number that another is added to: of the least or most of several, which may shrink, it is not known, as these may be beyond where sums wrap around. */
    private static int moved(Atom x, Region body, Map<Integer, Eqn> made) {
        int slope = slope(x, body, made);
        Eqn e = x instanceof Var v ? made.get(v.id()) : null;
        return slope < 0 && (e.prim() == Prim.MIN || e.prim() == Prim.MAX) ? 0 : slope;
    }

    private static boolean isOutside(Atom a, Map<Integer, Eqn> made) {
        return a instanceof Lit || a instanceof Var v && !made.containsKey(v.id());
    }

    /** {@code now} has the operands that the new function has, {@code old} those that the body knows. */
    private static Eqn square(Eqn now, Eqn old, Eqn inner, Rewrite r) {
        Region body = Regions.of(old).get(0);
        Atom n = now.in().get(0);
        Atom last = r.b.emit(Prim.SUB, n, Lit.of(n.dtype(), 1));
        if (slope(inner.in().get(0), body) > 0) {
            return squared(now, r, in(inner, body, r, last).atom(inner.in().get(0)));
        }
        Rewrite first = in(inner, body, r, Lit.zero(n.dtype()));
        return squared(now, r, most(inner.in().get(0), Regions.definitions(body.body()), first, in(inner, body, r, last)));
    }

    /** The most that what shrinks is in any trip: what the first trip has, or the largest number there is where it wraps around below the smallest, which shows in the last trip. */
    private static Atom most(Atom a, Map<Integer, Eqn> made, Rewrite first, Rewrite last) {
        if (isOutside(a, made)) {
            return first.atom(a);
        }
        Eqn e = made.get(((Var) a).id());
        if (e.prim() == Prim.MIN || e.prim() == Prim.MAX) {
            return first.b.emit(e.prim(), most(e.in().get(0), made, first, last), most(e.in().get(1), made, first, last));
        }
        Var wraps = first.b.emit(Prim.GT, last.atom(a), first.atom(a));
        long largest = a.dtype() == DType.I64 ? Long.MAX_VALUE : Integer.MAX_VALUE;
        return first.b.emit(Prim.SELECT, wraps, Lit.of(a.dtype(), largest), first.atom(a));
    }

    /** The scalars in front of the inner loop in a trip. */
    private static Rewrite in(Eqn inner, Region body, Rewrite r, Atom trip) {
        var at = new Rewrite(r.b);
        Regions.captures(body).forEach(v -> at.replace(v, r.atom(v)));
        at.replace(body.params().get(0), trip);
        body.body().stream().filter(x -> x != inner).forEach(at::append);
        return at;
    }

    private static Eqn squared(Eqn now, Rewrite r, Atom longest) {
        return Regions.map(r.copy(now), body -> {
            Eqn last = body.body().get(body.body().size() - 1);
            Region in = Regions.of(last).get(0);
            Builder b = r.b;
            b.open();
            Var there = b.emit(Prim.LT, in.params().get(0), last.in().get(0));
            List<Var> written = in.params().subList(1, in.params().size());
            List<Var> out = b.cond(there, () -> {
                in.body().forEach(b::append);
                return in.out();
            }, () -> written);
            Region masked = b.close(in.params(), out);
            var eqns = new ArrayList<Eqn>(body.body().subList(0, body.body().size() - 1));
            var operands = new ArrayList<Atom>(last.in());
            operands.set(0, longest);
            eqns.add(new Eqn(Prim.MAP, operands, new Params.Loop(((Params.Loop) last.params()).extent(), masked), last.out()));
            return new Region(body.params(), eqns, body.out());
        });
    }
}
