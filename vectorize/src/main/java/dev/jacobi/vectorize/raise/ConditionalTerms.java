package dev.jacobi.vectorize.raise;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.FoldIdentity;
import dev.jacobi.ir.pass.Optimisation;
import dev.jacobi.vectorize.nests.CertainStores;
import java.util.ArrayList;
import java.util.List;

/**
 * A sequential loop that adds a term only where a condition holds adds -0.0, which changes nothing, where it does not: the choice is then made beside the sum, and not between one addition and the next. Elements that are
 * written only where a condition holds are written in any case where that may be ({@link CertainStores}).
 */
public final class ConditionalTerms implements Optimisation {
    private final boolean sequential;

    /** {@code sequential}: elements are written in any case by loops in order, too, as derivatives are still to be taken. */
    public ConditionalTerms(boolean sequential) {
        this.sequential = sequential;
    }

    @Override
    public String name() {
        return "conditional-terms";
    }

    @Override
    public Func run(Func in) {
        return CertainStores.run(Rewrite.ofLoops(in, (e, r) -> e.prim() == Prim.FOR && beside(e, r)), sequential);
    }

    /** Where in a block a value is defined; -1 when it is not. */
    private static int placeOf(Atom value, List<Eqn> block) {
        for (int k = 0; k < block.size(); k++) {
            if (block.get(k).out().contains(value)) {
                return k;
            }
        }
        return -1;
    }

    private static boolean beside(Eqn e, Rewrite r) {
        RegionView view = RegionView.of(e);
        var out = new ArrayList<>(view.body().body());
        for (RegionView.Slot s : view.slots()) {
            int at = placeOf(s.yield(), out);
            if (at < 0 || !s.param().type().isScalar() || !s.param().dtype().isFloat()) {
                continue;
            }
            Var term = r.b.fresh(s.param().type());
            Prim op = out.get(at).prim() == Prim.SELECT ? choice(out, at, s, view.body(), term) : out.get(at).prim() == Prim.COND ? branch(out, at, s, term) : null;
            if (op != null) {
                int place = placeOf(term, out);
                out.add(place + 1, new Eqn(op, List.of(s.param(), term), Params.NONE, List.of((Var) s.yield())));
            }
        }
        if (out.equals(view.body().body())) {
            return false;
        }
        r.append(RegionView.loop(Prim.FOR, view.extent(), view.head(), view.trip(), view.slots(), out));
        return true;
    }

    /** Makes a choice between the carry and its sum with a term one between terms; the operator of the sum, or null where it is none. */
    private static Prim choice(List<Eqn> body, int at, RegionView.Slot s, Region loop, Var term) {
        Eqn choice = body.get(at);
        int sumAt = choice.in().get(1).equals(s.param()) ? 2 : 1;
        Eqn sum = Regions.definition(body, choice.in().get(sumAt));
        Atom added = choice.in().contains(s.param()) ? added(sum, s.param()) : null;
        if (added == null || Regions.uses(loop.body(), loop.out()).get(sum.result().id()) != 1) {
            return null;
        }
        var in = new ArrayList<>(choice.in());
        in.set(sumAt, added);
        in.set(3 - sumAt, FoldIdentity.neutral(sum.prim(), s.param().dtype()));
        body.set(at, new Eqn(Prim.SELECT, in, choice.params(), List.of(term)));
        body.remove(sum);
        return sum.prim();
    }

    /** The same for two branches. */
    private static Prim branch(List<Eqn> body, int at, RegionView.Slot s, Var term) {
        Eqn cond = body.get(at);
        List<Region> regions = Regions.of(cond);
        int k = cond.out().indexOf(s.yield());
        int same = regions.get(0).out().get(k).equals(s.param()) ? 0 : 1;
        if (regions.size() != 2 || !regions.get(same).out().get(k).equals(s.param())) {
            return null;
        }
        Region other = regions.get(1 - same);
        Eqn sum = Regions.definition(other.body(), other.out().get(k));
        Atom added = added(sum, s.param());
        if (added == null || Regions.uses(other.body(), other.out()).get(sum.result().id()) != 1) {
            return null;
        }
        var now = new ArrayList<>(regions);
        now.set(same, yielding(regions.get(same), null, k, FoldIdentity.neutral(sum.prim(), s.param().dtype())));
        now.set(1 - same, yielding(other, sum, k, added));
        var out = new ArrayList<>(cond.out());
        out.set(k, term);
        body.set(at, new Eqn(Prim.COND, cond.in(), new Params.Branches(now), out));
        return sum.prim();
    }

    private static Region yielding(Region r, Eqn without, int k, Atom value) {
        var out = new ArrayList<>(r.out());
        out.set(k, value);
        return new Region(r.params(), r.body().stream().filter(x -> x != without).toList(), out);
    }

    /** What a sum or product joins to the carry; null when it is neither. */
    private static Atom added(Eqn sum, Var carry) {
        if (sum == null || sum.prim() != Prim.ADD && sum.prim() != Prim.MUL) {
            return null;
        }
        Atom x = sum.in().get(0);
        Atom y = sum.in().get(1);
        return x.equals(y) ? null : x.equals(carry) ? y : y.equals(carry) ? x : null;
    }
}
