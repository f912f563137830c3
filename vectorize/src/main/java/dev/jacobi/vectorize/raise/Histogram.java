package dev.jacobi.vectorize.raise;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * for to hist: a loop that does nothing but combine a term into one element of an array per trip, at any place, in every trip or only under a
 * condition. A trip that leaves the array alone gives the index -1, which hist drops.
 */
final class Histogram {
    private Histogram() {
    }

    /** {@code array[at] = array[at] op term}: the equations that do it. */
    private record Step(Eqn read, Eqn fold, Eqn update, Atom term) {
        Atom at() {
            return update.in().get(1);
        }

        boolean has(Eqn e) {
            return e.equals(read) || e.equals(fold) || e.equals(update);
        }
    }

    /** The loop as hist, or null when it is not of that form; {@code fresh} gives new variables. */
    static Eqn of(Eqn loop, Map<Integer, Eqn> defs, Builder fresh) {
        Region body = Regions.of(loop).get(0);
        if (body.params().size() != 2 || body.params().get(1).type().rank() != 1 || !(body.out().get(0) instanceof Var y)) {
            return null;
        }
        Var bins = body.params().get(1);
        Step always = step(body.body(), bins, y, defs);
        if (always != null) {
            List<Eqn> rest = without(body.body(), always, loop);
            return build(loop, always, new Region(List.of(body.params().get(0)), rest, List.of(always.at(), always.term())));
        }
        Eqn branch = defs.get(y.id());
        return branch != null && branch.prim() == Prim.COND && body.body().contains(branch) && branch.out().size() == 1
            && branch.in().get(0).dtype() == DType.BOOL ? sometimes(loop, body, branch, defs, fresh) : null;
    }

    private static Step step(List<Eqn> block, Var bins, Atom y, Map<Integer, Eqn> defs) {
        Eqn update = y instanceof Var v ? defs.get(v.id()) : null;
        if (update == null || update.prim() != Prim.UPDATE || !block.contains(update) || !update.in().get(0).equals(bins)
            || !(update.in().get(2) instanceof Var sum) || ((Params.Access) update.params()).op() != null) {
            return null;
        }
        Eqn fold = defs.get(sum.id());
        if (fold == null || !block.contains(fold) || !reorders(fold.prim(), sum.dtype())) {
            return null;
        }
        for (int side = 0; side < 2; side++) {
            Eqn read = fold.in().get(side) instanceof Var v ? defs.get(v.id()) : null;
            if (read != null && read.prim() == Prim.INDEX && block.contains(read) && read.in().equals(List.of(bins, update.in().get(1)))) {
                return new Step(read, fold, update, fold.in().get(1 - side));
            }
        }
        return null;
    }

    private static boolean reorders(Prim p, DType t) {
        return t.isInt() && p.isFold();
    }

    /** One side of the branch combines, the other one hands the array on. */
    private static Eqn sometimes(Eqn loop, Region body, Eqn branch, Map<Integer, Eqn> defs, Builder fresh) {
        Var bins = body.params().get(1);
        List<Region> sides = Regions.of(branch);
        for (int side = 0; side < sides.size(); side++) {
            Region does = sides.get(side);
            Region not = sides.get(1 - side);
            Step step = step(does.body(), bins, does.out().get(0), defs);
            if (step == null || !not.body().isEmpty() || !not.out().get(0).equals(bins)) {
                continue;
            }
            Region some = new Region(List.of(), without(does.body(), step, loop), List.of(step.at(), step.term()));
            Region none = new Region(List.of(), List.of(), List.of(Lit.of(step.at().dtype(), -1), Lit.zero(step.term().dtype())));
            List<Var> out = List.of(fresh.fresh(step.at().type()), fresh.fresh(step.term().type()));
            var chosen = new Eqn(Prim.COND, branch.in(), new Params.Branches(side == 0 ? List.of(some, none) : List.of(none, some)), out);
            List<Eqn> rest = without(body.body(), step, loop).stream().map(e -> e.equals(branch) ? chosen : e).toList();
            return build(loop, step, new Region(List.of(body.params().get(0)), rest, List.copyOf(out)));
        }
        return null;
    }

    /** The equations without the step; extents are those of the array before the loop. */
    private static List<Eqn> without(List<Eqn> block, Step step, Eqn loop) {
        Var bins = Regions.of(loop).get(0).params().get(1);
        var rest = new ArrayList<Eqn>();
        for (Eqn e : block) {
            if (!step.has(e)) {
                rest.add(e.prim() == Prim.DIM ? Rewrite.substitute(e, Map.of(bins.id(), loop.in().get(1))) : e);
            }
        }
        return rest;
    }

    private static Eqn build(Eqn loop, Step step, Region terms) {
        var uses = Regions.uses(terms.body(), terms.out());
        for (Var gone : List.of(Regions.of(loop).get(0).params().get(1), step.read().result(), step.fold().result(), step.update().result())) {
            if (uses.containsKey(gone.id())) {
                return null;
            }
        }
        return new Eqn(Prim.HIST, loop.in(), new Params.Fold(((Params.Loop) loop.params()).extent(), List.of(step.fold().prim()), terms), loop.out());
    }
}
