package dev.jacobi.vectorize;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** for to hist: a loop that does nothing but combine a term into one element of an array per trip, at any place. */
final class Histogram {
    private Histogram() {
    }

    /** The loop as hist, or null when it is not of that form. */
    static Eqn of(Eqn loop, Map<Integer, Eqn> defs) {
        Region body = Regions.of(loop).get(0);
        if (body.params().size() != 2 || body.params().get(1).type().rank() != 1 || !(body.out().get(0) instanceof Var y)) {
            return null;
        }
        Var bins = body.params().get(1);
        Eqn update = defs.get(y.id());
        if (update == null || update.prim() != Prim.UPDATE || !body.body().contains(update) || !update.in().get(0).equals(bins)
            || !(update.in().get(2) instanceof Var sum) || ((Params.Access) update.params()).op() != null) {
            return null;
        }
        Atom at = update.in().get(1);
        Eqn fold = defs.get(sum.id());
        if (fold == null || !body.body().contains(fold) || !reorders(fold.prim(), sum.dtype())) {
            return null;
        }
        for (int side = 0; side < (2); side++) {
            Eqn read = fold.in().get(side) instanceof Var v ? defs.get(v.id()) : null;
            if (read != null && read.prim() == Prim.INDEX && body.body().contains(read) && read.in().equals(List.of(bins, at))) {
                return build(loop, body, update, fold, read, fold.in().get(1 - side));
            }
        }
        return null;
    }

    private static boolean reorders(Prim p, DType t) {
        return t.isInt() && (p == Prim.ADD || p == Prim.MUL || p == Prim.MIN || p == Prim.MAX || p == Prim.AND || p == Prim.OR || p == Prim.XOR);
    }

    private static Eqn build(Eqn loop, Region body, Eqn update, Eqn fold, Eqn read, Atom term) {
        Var bins = body.params().get(1);
        var rest = new ArrayList<Eqn>();
        for (Eqn e : body.body()) {
            if (e != update && e != fold && e != read) {
                // Extents are those of the array before the loop.
                rest.add(e.prim() == Prim.DIM ? Substitute.eqn(e, Map.of(bins.id(), loop.in().get(1))) : e);
            }
        }
        Atom at = update.in().get(1);
        var uses = Regions.uses(rest, List.of(at, term));
        for (Var gone : List.of(bins, read.result(), fold.result(), update.result())) {
            if (uses.containsKey(gone.id())) {
                return null;
            }
        }
        return new Eqn(Prim.HIST, loop.in(), new Params.Fold(((Params.Loop) loop.params()).extent(), List.of(fold.prim()),
            new Region(List.of(body.params().get(0)), rest, List.of(at, term))), loop.out());
    }
}
