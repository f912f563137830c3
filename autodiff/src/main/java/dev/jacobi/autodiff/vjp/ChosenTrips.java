package dev.jacobi.autodiff.vjp;

import dev.jacobi.autodiff.analysis.BlockTree;
import dev.jacobi.autodiff.code.FormulaBuilder;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.RegionView.Slot;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import java.util.List;

/**
 * The adjoint of a fold by min or max whose terms are more than elements. Of
 *
 * <pre>
 *  m = reduce[max](n, m0) { i -> t = ..; yield t }
 * </pre>
 *
 * only the terms that equal {@code m} have a cotangent, and mostly that is one of them. So the backward part first asks the terms, which are there or cheap, where these are,
 *
 * <pre>
 *  ties, first, last = reduce[add, min, max](n, ..) { i -> c = t == m; yield c ? 1 : 0, c ? i : n, c ? i : -1 }
 * </pre>
 *
 * and goes through the trips from the first to the last of them only; through all where none equals {@code m}, which is then no number. Where terms are so cheap that a search in the backward part would take as long as their
 * adjoints, as sums of two elements are, and the fold is one of many, the forward part finds the place right behind the fold ({@link #kept}): the backward part takes a step for each fold instead of one for each term.
 */
final class ChosenTrips {
    /** A term of so many operations on numbers that derivatives flow through is worth a search in the backward part. */
    private static final int WORTH_A_SEARCH = 2;
    /** Fewer trips than this, of terms without loops, are done in lanes together with those of the loop around. */
    private static final int FEW_TRIPS = 16;
    private final Adjoint adjoint;
    private final LoopAdjoints loops;

    ChosenTrips(Adjoint adjoint, LoopAdjoints loops) {
        this.adjoint = adjoint;
        this.loops = loops;
    }

    /** Writes the adjoints of the loop's folds by min and max where its terms are worth a search, and takes their cotangents. */
    void write(Scope s, Eqn e) {
        BlockTree.Block body = adjoint.prog.body(s.block, e);
        List<Slot> slots = RegionView.of(e).slots();
        // what trips hand on in arrays belongs to all of them, and a recursive function's trips pop what they have pushed
        boolean own = slots.stream().noneMatch(x -> x.role() != RegionView.Role.FOLD && adjoint.activity.has(x.param()));
        boolean few = e.in().get(0) instanceof Lit l && l.asLong() < FEW_TRIPS && !hasLoop(body.eqns);
        // a fold that stands alone is done in lanes as quickly
        int worth = s.kind == Scope.Kind.FUNCTION ? WORTH_A_SEARCH : 1;
        if (e.prim() == Prim.REDUCE && own && !few && !adjoint.isPair() && operations(body.eqns) >= worth) {
            slots.stream().filter(x -> x.role() == RegionView.Role.FOLD && x.op() != Prim.ADD && s.has(x.result())).forEach(x -> fold(s, e, body, x));
        }
    }

    private static boolean hasLoop(List<Eqn> eqns) {
        return eqns.stream().anyMatch(x -> x.prim() == Prim.COND ? Regions.of(x).stream().anyMatch(r -> hasLoop(r.body())) : !Regions.of(x).isEmpty());
    }

    /** How many equations derivatives flow through, besides those that load; a loop counts as very many. */
    private int operations(List<Eqn> eqns) {
        int n = 0;
        for (Eqn e : eqns) {
            boolean flows = e.out().stream().anyMatch(adjoint.activity::has);
            n += !flows || e.prim() == Prim.INDEX ? 0 : e.prim() == Prim.COND
                ? Regions.of(e).stream().mapToInt(r -> operations(r.body())).sum() : Regions.of(e).isEmpty() ? 1 : WORTH_A_SEARCH;
        }
        return n;
    }

    private void fold(Scope s, Eqn e, BlockTree.Block body, Slot slot) {
        Atom y = s.take(slot.result());
        Lit zero = Lit.zero(e.in().get(0).dtype());
        Atom n = s.code.emit(Prim.MAX, e.in().get(0), zero);
        boolean cheap = operations(body.eqns) < WORTH_A_SEARCH;
        List<Var> found = cheap ? kept(s, e, slot) : found(s, n, body, slot);
        // one that is alone, or all between the first and the last, if there are any
        Atom known = s.code.emit(cheap ? Prim.EQ : Prim.GT, found.get(0), FormulaBuilder.lit(slot.result().dtype(), cheap ? 1 : 0));
        Atom first = s.code.select(known, found.get(1), zero);
        Atom end = s.code.select(known, s.code.add(found.get(cheap ? 1 : 2), Lit.of(n.dtype(), 1)), n);
        Atom part = s.code.div(y, found.get(0));
        if (adjoint.activity.has(slot.init())) {
            s.add(slot.init(), s.code.where(s.code.emit(Prim.EQ, slot.init(), slot.result()), part));
        }
        if (!adjoint.activity.has(slot.yield())) {
            return;
        }
        var in = new Scope(Scope.Kind.LOOP, body, s, adjoint);
        in.add(slot.yield(), in.code.where(in.code.emit(Prim.EQ, slot.yield(), slot.result()), part));
        Var trip = in.code.fresh(n.type());
        var front = new FormulaBuilder(adjoint.ids);
        Var primalTrip = front.emit(Prim.ADD, first, trip);
        Atom some = s.code.emit(Prim.MAX, s.code.sub(end, first), zero);
        // all terms of cheap ones take little time: a bound spares the count of what the call takes
        Atom trips = cheap ? s.code.emit(Prim.MIN, some, n) : some;
        adjoint.sweep(in);
        List<Var> out = loops.runBackwards(s, in, List.of(), List.of(), trips, trip, front, primalTrip);
        int k = 0;
        for (Var v : in.touched) {
            s.result(v, out.get(k++));
        }
    }

    /** How many values equal the result, and the sum of their trips' numbers, which is that of the chosen one where it is alone: by a fold of the forward part, which goes by lanes where folds are many. */
    private List<Var> kept(Scope s, Eqn e, Slot slot) {
        var code = new FormulaBuilder(adjoint.ids);
        Atom n = e.in().get(0);
        Atom one = FormulaBuilder.lit(slot.result().dtype(), 1);
        Atom start = code.where(code.emit(Prim.EQ, slot.init(), slot.result()), one);
        Region r = new Rewrite(adjoint.ids).region(RegionView.of(e).body());
        var in = new FormulaBuilder(adjoint.ids);
        in.append(r.body());
        Var equal = in.emit(Prim.EQ, r.out().get(e.out().indexOf(slot.result())), slot.result());
        Var trip = r.params().get(0);
        var fold = new Params.Fold(((Params.Fold) e.params()).extent(), List.of(Prim.ADD, Prim.ADD), in.close(List.of(trip), List.of(in.where(equal, one), in.where(equal, trip))));
        List<Var> found = code.emitAll(Prim.REDUCE, fold, List.of(n, start, Lit.zero(n.dtype())));
        adjoint.prog.insert(s.block, e, code.eqns());
        return found;
    }

    /** How many values equal the result, that before the loop included, and the first and the last of the {@code n} trips that do; {@code n} and -1 where none does. */
    private List<Var> found(Scope s, Atom n, BlockTree.Block body, Slot slot) {
        Var m = slot.result();
        Atom one = FormulaBuilder.lit(m.dtype(), 1);
        Atom none = Lit.of(n.dtype(), -1);
        var in = new Scope(Scope.Kind.PARALLEL, body, s, adjoint);
        Var trip = in.code.fresh(n.type());
        Var equal = in.code.emit(Prim.EQ, slot.yield(), m);
        List<Atom> terms = List.of(in.code.where(equal, one), in.code.select(equal, body.trip(), n), in.code.select(equal, body.trip(), none));
        Region r = PrimalRecovery.loop(adjoint, in, terms, trip);
        Atom start = s.code.where(s.code.emit(Prim.EQ, slot.init(), m), one);
        var fold = new Params.Fold(Dim.UNKNOWN, List.of(Prim.ADD, Prim.MIN, Prim.MAX), new Region(List.of(trip), r.body(), r.out()));
        return s.code.emitAll(Prim.REDUCE, fold, List.of(n, start, n, none));
    }
}
