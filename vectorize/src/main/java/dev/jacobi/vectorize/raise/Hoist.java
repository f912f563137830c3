package dev.jacobi.vectorize.raise;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Moves scalar arithmetic on values that a loop does not change in front of the loop, where range analysis sees one symbol in place
 * of one per trip. Every such primitive is total, so it may run though the loop makes no trip. Element reads stay, as
 * only a check in the loop may make them valid. A loop that does nothing but check what the loop around it does not change, with nothing in front of it that may fail,
 * is made once, in front, where there is a trip.
 */
public final class Hoist implements Optimisation {
    private static final Set<Prim> CHECKING = EnumSet.of(Prim.DIM, Prim.INDEX, Prim.CHECK, Prim.COND, Prim.MAP, Prim.FOR);
    private static final Set<Prim> FAILS = EnumSet.of(Prim.CHECK, Prim.WHILE, Prim.CALL, Prim.DEBUG_CALLBACK);

    /** Equations of a condition that is asked once more. */
    private static final int FEW = 12;

    @Override
    public String name() {
        return "hoist";
    }

    @Override
    public Func run(Func in) {
        List<Eqn> body = block(in.body(), new Builder(Regions.firstFreeId(in)));
        return body == in.body() ? in : new Func(in.in(), body, in.out());
    }

    /** The same list when nothing moves. */
    private static List<Eqn> block(List<Eqn> body, Builder b) {
        var out = new ArrayList<Eqn>(body.size());
        boolean same = true;
        for (Eqn e : body) {
            Eqn now = Regions.of(e).isEmpty() ? e : control(e, out, b);
            out.add(now);
            same &= now == e;
        }
        return same ? body : out;
    }

    /** The equation without what is fixed in its regions, which is appended to {@code before}. */
    private static Eqn control(Eqn e, List<Eqn> before, Builder b) {
        var now = new ArrayList<Region>();
        boolean same = true;
        for (Region r : Regions.of(e)) {
            List<Eqn> inner = block(r.body(), b);
            // A while evaluates its condition at least once, so what is fixed in it may fail or read before the loop.
            List<Eqn> kept = e.prim() == Prim.COND ? inner : kept(r.params(), inner, e.prim() == Prim.WHILE && now.isEmpty(), before);
            kept = e.prim() == Prim.FOR || e.prim() == Prim.MAP ? unchecked(new Region(r.params(), kept, r.out()), e.in().get(0), before, b) : kept;
            kept = e.prim() == Prim.WHILE && !now.isEmpty() ? unasked(e, new Region(r.params(), kept, r.out()), now.get(0), before, b) : kept;
            now.add(kept == r.body() ? r : new Region(r.params(), kept, r.out()));
            same &= kept == r.body();
        }
        return same ? e : e.withRegions(now);
    }

    private static List<Eqn> kept(List<Var> params, List<Eqn> body, boolean certain, List<Eqn> before) {
        var inside = new BitSet();
        params.forEach(v -> inside.set(v.id()));
        Regions.definitions(body, inside::set);
        var kept = new ArrayList<Eqn>(body.size());
        for (Eqn x : body) {
            if ((isScalarArithmetic(x) || certain && (x.prim() == Prim.CHECK || x.prim() == Prim.INDEX)) && isFixed(x, inside)) {
                before.add(x);
                x.out().forEach(v -> inside.clear(v.id()));
            } else {
                kept.add(x);
            }
        }
        return kept.size() == body.size() ? body : kept;
    }

    /** A body without the loops of checks in it that each trip would make alike, which are appended to {@code before}. */
    private static List<Eqn> unchecked(Region body, Atom trips, List<Eqn> before, Builder b) {
        var inside = new BitSet();
        body.params().forEach(v -> inside.set(v.id()));
        Regions.definitions(body.body(), inside::set);
        var kept = new ArrayList<Eqn>(body.body().size());
        boolean mayFail = false;
        for (Eqn x : body.body()) {
            if (!mayFail && !Regions.of(x).isEmpty() && x.out().isEmpty() && onlyChecks(x) && isFixedWithin(x, inside)) {
                Var some = b.fresh(Type.BOOL);
                before.add(new Eqn(Prim.GT, List.of(trips, Lit.zero(trips.dtype())), Params.NONE, List.of(some)));
                before.add(new Eqn(Prim.COND, List.of(some), new Params.Branches(List.of(new Region(List.of(), List.of(), List.of()), new Region(List.of(), List.of(x), List.of()))), List.of()));
            } else {
                kept.add(x);
                mayFail |= Regions.any(List.of(x), e -> FAILS.contains(e.prim()));
            }
        }
        return kept.size() == body.body().size() ? body.body() : kept;
    }

    /** A body without the early checks that each trip would make alike, with nothing in front of them that does more than that: they are made in front of the loop, if its condition holds there. */
    private static List<Eqn> unasked(Eqn loop, Region body, Region condition, List<Eqn> before, Builder b) {
        var inside = new BitSet();
        body.params().forEach(v -> inside.set(v.id()));
        Regions.definitions(body.body(), inside::set);
        var fixed = new ArrayList<Eqn>();
        for (Eqn x : body.body()) {
            if (x.prim() == Prim.CHECK && ((Params.Check) x.params()).early()) {
                fixed.addAll(isFixed(x, inside) ? List.of(x) : List.of());
            } else if (Regions.any(List.of(x), e -> FAILS.contains(e.prim()))) {
                break;
            }
        }
        if (fixed.isEmpty() || condition.body().size() > FEW || !condition.body().stream().allMatch(Hoist::isScalarArithmetic)) {
            return body.body();
        }
        b.open();
        Var none = b.emit(Prim.NOT, new Rewrite(b).asked(loop));
        fixed.forEach(x -> b.checkEarly(b.emit(Prim.OR, none, x.in().get(0)), ((Params.Check) x.params()).code(), ((Params.Check) x.params()).where()));
        before.addAll(b.close());
        return body.body().stream().filter(x -> !fixed.contains(x)).toList();
    }

    private static boolean onlyChecks(Eqn e) {
        return Regions.any(List.of(e), x -> x.prim() == Prim.CHECK)
            && !Regions.any(List.of(e), x -> Atom.anyArray(x.out()) || !x.prim().isElementwise() && !CHECKING.contains(x.prim()));
    }

    private static boolean isFixedWithin(Eqn e, BitSet inside) {
        var own = new BitSet();
        Regions.definitions(List.of(e), own::set);
        var used = new BitSet();
        Regions.uses(e, used::set);
        used.andNot(own);
        return !used.intersects(inside);
    }

    private static boolean isFixed(Eqn e, BitSet inside) {
        for (int i = 0, n = e.in().size(); i < n; i++) {
            if (e.in().get(i) instanceof Var v && inside.get(v.id())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isScalarArithmetic(Eqn e) {
        return e.prim() == Prim.DIM || e.prim().isElementwise() && !Atom.anyArray(e.in()) && !Atom.anyArray(e.out());
    }
}
