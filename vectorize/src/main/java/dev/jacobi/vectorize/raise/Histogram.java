package dev.jacobi.vectorize.raise;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Definitions;
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
    static Eqn of(Eqn e, Definitions defs, Builder fresh) {
        RegionView loop = RegionView.of(e);
        List<Eqn> body = loop.body().body();
        if (loop.slots().size() != 1 || loop.slots().get(0).param().type().rank() != 1) {
            return null;
        }
        RegionView.Slot bins = loop.slots().get(0);
        Step always = step(body, bins.param(), bins.yield(), defs);
        if (always != null) {
            return build(loop, always, without(body, always, bins), List.of(always.at(), always.term()));
        }
        Eqn branch = defs.of(bins.yield(), Prim.COND);
        return branch != null && body.contains(branch) && branch.out().size() == 1 && branch.in().get(0).dtype() == DType.BOOL
            ? sometimes(loop, bins, branch, defs, fresh) : null;
    }

    private static Step step(List<Eqn> block, Var bins, Atom y, Definitions defs) {
        Eqn update = defs.of(y);
        Eqn fold = update == null || update.prim() != Prim.UPDATE || !block.contains(update) || !update.in().get(0).equals(bins)
            || ((Params.Access) update.params()).op() != null ? null : defs.of(update.written());
        if (fold == null || !block.contains(fold) || !fold.result().dtype().isInt() || !fold.prim().isFold()) {
            return null;
        }
        for (int side = 0; side < 2; side++) {
            Eqn read = defs.of(fold.in().get(side));
            if (read != null && read.prim() == Prim.INDEX && block.contains(read) && read.in().equals(List.of(bins, update.in().get(1)))) {
                return new Step(read, fold, update, fold.in().get(1 - side));
            }
        }
        return null;
    }

    /** One side of the branch combines, the other one hands the array on. */
    private static Eqn sometimes(RegionView loop, RegionView.Slot bins, Eqn branch, Definitions defs, Builder fresh) {
        List<Region> sides = Regions.of(branch);
        for (int side = 0; side < sides.size(); side++) {
            Region does = sides.get(side);
            Region not = sides.get(1 - side);
            Step step = step(does.body(), bins.param(), does.out().get(0), defs);
            if (step == null || !not.body().isEmpty() || !not.out().get(0).equals(bins.param())) {
                continue;
            }
            Region some = new Region(List.of(), without(does.body(), step, bins), List.of(step.at(), step.term()));
            Region none = new Region(List.of(), List.of(), List.of(Lit.of(step.at().dtype(), -1), Lit.zero(step.term().dtype())));
            List<Var> out = List.of(fresh.fresh(step.at().type()), fresh.fresh(step.term().type()));
            var chosen = new Eqn(Prim.COND, branch.in(), new Params.Branches(side == 0 ? List.of(some, none) : List.of(none, some)), out);
            List<Eqn> rest = without(loop.body().body(), step, bins).stream().map(e -> e.equals(branch) ? chosen : e).toList();
            // behind the branch nothing may read what it has made of the array
            return Regions.uses(rest, out).containsKey(branch.result().id()) ? null : build(loop, step, rest, out);
        }
        return null;
    }

    /** The equations without the step; extents are those of the array before the loop. */
    private static List<Eqn> without(List<Eqn> block, Step step, RegionView.Slot bins) {
        return block.stream().filter(e -> !step.has(e)).map(e -> e.prim() == Prim.DIM ? Rewrite.substitute(e, Map.of(bins.param().id(), bins.init())) : e).toList();
    }

    private static Eqn build(RegionView loop, Step step, List<Eqn> body, List<? extends Atom> yields) {
        var terms = new Region(List.of(loop.trip()), body, List.copyOf(yields));
        var uses = Regions.uses(terms.body(), terms.out());
        for (Var gone : List.of(loop.slots().get(0).param(), step.read().result(), step.fold().result(), step.update().result())) {
            if (uses.containsKey(gone.id())) {
                return null;
            }
        }
        return new Eqn(Prim.HIST, loop.eqn().in(), new Params.Fold(loop.extent(), List.of(step.fold().prim()), terms), loop.eqn().out());
    }
}
