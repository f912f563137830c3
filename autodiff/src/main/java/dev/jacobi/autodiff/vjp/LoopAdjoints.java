package dev.jacobi.autodiff.vjp;

import dev.jacobi.autodiff.analysis.BlockTree;
import dev.jacobi.autodiff.analysis.TripPrivateAccess;
import dev.jacobi.autodiff.code.FormulaBuilder;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView.Slot;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * The adjoints of equations with regions. A loop becomes one that runs the trips backwards and carries the cotangents of the carry and of
 * what the body takes from around; a parallel loop becomes a parallel one when its trips add to distinct elements.
 */
final class LoopAdjoints {
    private final Adjoint adjoint;

    LoopAdjoints(Adjoint adjoint) {
        this.adjoint = adjoint;
    }

    void cond(Scope s, Eqn e) {
        List<BlockTree.Block> blocks = s.block.inner.get(e);
        var cts = new ArrayList<Atom>();
        e.out().forEach(v -> cts.add(s.take(v)));
        var scopes = new ArrayList<Scope>();
        var changed = new LinkedHashSet<Var>();
        for (BlockTree.Block b : blocks) {
            var in = new Scope(Scope.Kind.BRANCH, b, s, adjoint);
            for (int k = 0; k < cts.size(); k++) {
                in.add(b.out.get(k), cts.get(k));
            }
            adjoint.sweep(in);
            scopes.add(in);
            changed.addAll(in.touched);
        }
        if (changed.isEmpty()) {
            return;
        }
        var regions = new ArrayList<Region>();
        for (Scope in : scopes) {
            var out = new ArrayList<Atom>();
            for (Var v : changed) {
                Atom x = in.get(v);
                boolean added = v.type().isScalar() && !adjoint.isCounter(v);
                out.add(x != null ? x : added ? Lit.zero(v.dtype()) : adjoint.isCounter(v) ? s.counter(v) : s.get(v) != null ? s.get(v) : adjoint.zeros(in.code, v));
            }
            var r = new Region(List.of(), in.code.eqns(), out);
            adjoint.branchOf.put(r, in.block);
            regions.add(r);
        }
        List<Var> results = s.code.emitAll(Prim.COND, new Params.Branches(regions), e.in());
        int k = 0;
        for (Var v : changed) {
            Atom x = results.get(k++);
            int only = onlyBranch(scopes, v);
            if (only >= 0 && !adjoint.isCounter(v) && v.type().isScalar() && e.in().get(0).dtype() == DType.BOOL) {
                s.add(v, x, CotangentMask.EVERYWHERE.and(e.in().get(0), only == 1));
            } else {
                s.result(v, x);
            }
        }
    }

    /** The only branch that knows of the variable, else -1. */
    private static int onlyBranch(List<Scope> scopes, Var v) {
        List<Scope> all = scopes.stream().filter(in -> in.touched.contains(v)).toList();
        return all.size() == 1 ? scopes.indexOf(all.get(0)) : -1;
    }

    /**
     * The cotangents that a loop running backwards carries: per entry the primal's carry, the parameter, what it starts from, and what a trip makes of
     * it.
     */
    private record CarriedCotangents(List<Slot> slots, List<Var> params, List<Atom> init, List<Atom> yields) {
        CarriedCotangents() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    /** A cotangent that no trip changes: what trips read it by, what it starts from, and what it is added to in the end. */
    private record Unchanged(Var param, Atom cotangent, Atom operand) {
    }

    /** for and while, whose trips have been counted. */
    void loop(Scope s, Eqn e) {
        BlockTree.Block body = adjoint.prog.body(s.block, e);
        var in = new Scope(Scope.Kind.LOOP, body, s, adjoint);
        Atom n = Tapes.tripCount(e);
        Var trip = in.code.fresh(n.type());
        CarriedCotangents carry = takeCotangents(s, in, e);
        if (adjoint.isPair()) {
            in.pop(adjoint.stacks().counter, in.code.fresh(adjoint.stacks().counter.type()));
        }
        for (int j = 0; j < carry.slots.size(); j++) {
            in.add(carry.slots.get(j).yield(), carry.params.get(j));
        }
        Atom last = s.code.sub(n, Lit.of(n.dtype(), 1));
        var front = new FormulaBuilder(adjoint.ids);
        Var primalTrip = front.emit(Prim.SUB, last, trip);
        adjoint.sweep(in);
        carry.slots.forEach(c -> carry.yields.add(in.orZero(c.param())));
        List<Unchanged> unchanged = removeUnchanged(carry);
        if (carry.slots.isEmpty() && !adjoint.isPair() && e.prim() == Prim.FOR && in.touched.stream().noneMatch(adjoint::isCounter)) {
            // nothing is handed from trip to trip: only sums, in any order
            var par = new Parallel(adjoint, s, in, n, trip);
            unchanged.forEach(u -> par.reads(u.param, u.cotangent));
            in.touched.stream().filter(v -> v.type().isScalar()).forEach(v -> par.reads(in.entries.get(v), Lit.zero(v.dtype())));
            par.finish();
        } else {
            List<Var> out = runBackwards(s, in, carry, unchanged, n, trip, front, primalTrip);
            // first what replaces a cotangent, then what adds to it: the carry may start from an array that the body reads too
            int entry = carry.slots.size();
            for (Var v : in.touched) {
                s.result(v, out.get(entry++));
            }
            for (int j = 0; j < carry.slots.size(); j++) {
                s.add(carry.slots.get(j).init(), out.get(j));
            }
        }
        unchanged.forEach(u -> s.add(u.operand, u.cotangent));
    }

    /** Takes the cotangents of a loop's results that are of use, for the loop that runs backwards to start from. */
    private CarriedCotangents takeCotangents(Scope s, Scope in, Eqn e) {
        var carry = new CarriedCotangents();
        for (Slot c : RegionView.of(e).slots()) {
            Atom y = s.orZeroIf(c.result(), adjoint.activity.has(c.param()) || adjoint.activity.has(c.result()) || adjoint.activity.has(c.yield()));
            s.take(c.result());
            if (y != null) {
                carry.slots.add(c);
                carry.params.add(in.code.fresh(c.param().type()));
                carry.init.add(y);
            }
        }
        return carry;
    }

    /** What no trip changes is not carried. */
    private static List<Unchanged> removeUnchanged(CarriedCotangents carry) {
        var unchanged = new ArrayList<Unchanged>();
        for (int j = carry.slots.size() - 1; j >= 0; j--) {
            Var c = carry.params.get(j);
            if (carry.yields.get(j).equals(c)) {
                unchanged.add(new Unchanged(c, carry.init.get(j), carry.slots.get(j).init()));
                carry.slots.remove(j);
                carry.params.remove(j);
                carry.init.remove(j);
                carry.yields.remove(j);
            }
        }
        return unchanged;
    }

    /** Writes the loop that runs the trips backwards, whose body begins with {@code front}. Its results: the carry, then what was touched from around. */
    private List<Var> runBackwards(Scope s, Scope in, CarriedCotangents carry, List<Unchanged> unchanged, Atom n, Var trip, FormulaBuilder front, Var primalTrip) {
        var params = new ArrayList<Var>(List.of(trip));
        params.addAll(carry.params);
        var init = new ArrayList<Atom>(List.of(n));
        init.addAll(carry.init);
        var yields = new ArrayList<>(carry.yields);
        in.touched.forEach(v -> {
            params.add(in.entries.get(v));
            init.add(s.initial(v));
            yields.add(in.get(v));
        });
        PrimalRecovery r = PrimalRecovery.loop(adjoint, in, yields, primalTrip);
        front.append(r.body());
        var copy = new Rewrite(adjoint.ids);
        unchanged.forEach(u -> copy.replace(u.param, u.cotangent));
        Region region = copy.region(new Region(params, front.eqns(), r.yields()));
        return s.code.emitAll(Prim.FOR, new Params.Loop(Dim.UNKNOWN, region), init);
    }

    /** map, and folds by add or of loops that only fold: every trip has the same cotangents of what is folded. */
    void parallel(Scope s, Eqn e) {
        BlockTree.Block body = adjoint.prog.body(s.block, e);
        var in = new Scope(Scope.Kind.PARALLEL, body, s, adjoint);
        Var trip = in.code.fresh(body.trip().type());
        var slots = new ArrayList<Slot>();
        var carries = new ArrayList<Var>();
        var init = new ArrayList<Atom>();
        seed(s, in, e, trip, slots, carries, init);
        adjoint.sweep(in);
        var par = new Parallel(adjoint, s, in, e.in().get(0), trip);
        var carried = new ArrayList<Atom>();
        var unchanged = new ArrayList<List<Atom>>();
        for (int j = 0; j < slots.size(); j++) {
            Atom end = in.orZero(slots.get(j).param());
            Atom operand = slots.get(j).init();
            if (end.equals(carries.get(j))) {
                par.reads(carries.get(j), init.get(j));
                unchanged.add(List.of(operand, init.get(j)));
            } else {
                carried.add(operand);
                par.array(carries.get(j), init.get(j), end, TripPrivateAccess.holds(body, slots.get(j).param()));
            }
        }
        List<Var> out = par.finish();
        for (int j = 0; j < carried.size(); j++) {
            s.add(carried.get(j), out.get(j));
        }
        unchanged.forEach(u -> s.add(u.get(0), u.get(1)));
    }

    /** Hands the cotangents of the results to what the trips yield; {@code slots} takes the destinations whose cotangents the trips change. */
    private void seed(Scope s, Scope in, Eqn e, Var trip, List<Slot> slots, List<Var> carries, List<Atom> init) {
        for (Slot slot : RegionView.of(e).slots()) {
            switch (slot.role()) {
                case BINS -> bins(s, in, slot);
                case FOLD -> fold(s, in, e, slot, trip);
                case DEST -> destination(s, in, slot, slots, carries, init);
                case STACK -> {
                    Atom y = s.take(slot.result());
                    if (y != null && adjoint.activity.has(slot.yield())) {
                        in.add(slot.yield(), in.code.index(y, Params.Access.PROMISED, List.of(trip)));
                    }
                }
                case CARRY, BRANCH -> throw new IllegalStateException(e.prim().text() + " is no parallel loop");
            }
        }
    }

    private void bins(Scope s, Scope in, Slot slot) {
        Atom y = s.take(slot.result());
        s.add(slot.init(), y);
        Atom i = slot.yields().get(0);
        if (adjoint.activity.has(slot.yield())) {
            Atom n = in.code.cast(in.code.extent(y, 0), i.dtype());
            Atom inside = in.code.emit(Prim.AND, in.code.emit(Prim.GE, i, Lit.zero(i.dtype())), in.code.emit(Prim.LT, i, n));
            Atom x = in.code.index(y, Params.Access.CLAMP, List.of(i));
            in.add(slot.yield(), in.code.select(inside, x, in.code.constant(0, x)));
        }
    }

    private void destination(Scope s, Scope in, Slot slot, List<Slot> slots, List<Var> carries, List<Atom> init) {
        Var o = slot.result();
        boolean through = adjoint.activity.has(slot.param());
        Atom y = through ? s.orZero(o) : s.get(o);
        s.take(o);
        if (y != null && !through) {
            // nothing active is overwritten: the cotangent is only read
            in.add(slot.yield(), y);
        } else if (y != null) {
            Var c = in.code.fresh(o.type());
            slots.add(slot);
            carries.add(c);
            init.add(y);
            // where nobody needs the result, only what the trips read of the destination adds to its cotangent
            in.add(adjoint.activity.has(slot.yield()) ? slot.yield() : slot.param(), c);
        }
    }

    private void fold(Scope s, Scope in, Eqn e, Slot slot, Var trip) {
        if (e.prim() == Prim.SCAN) {
            scan(s, in, slot, trip);
            return;
        }
        Atom y = s.take(slot.result());
        Atom init = slot.init();
        Atom term = slot.yield();
        if (y == null) {
            return;
        }
        if (slot.op() == Prim.ADD) {
            s.add(init, y);
            in.add(term, y);
            return;
        }
        // min and max: everything that equals the result has an equal part of its cotangent
        Var m = slot.result();
        Atom part = s.code.div(y, ties(s.block, e, slot));
        if (adjoint.activity.has(init)) {
            s.add(init, s.code.select(s.code.emit(Prim.EQ, init, m), part, s.code.constant(0, part)));
        }
        if (adjoint.activity.has(term)) {
            in.add(term, in.code.select(in.code.emit(Prim.EQ, term, m), part, in.code.constant(0, part)));
        }
    }

    /** How many values equal the result of a fold by min or max: a second fold behind it. */
    private Var ties(BlockTree.Block b, Eqn e, Slot slot) {
        var code = new FormulaBuilder(adjoint.ids);
        Atom start = code.where(code.emit(Prim.EQ, slot.init(), slot.result()), FormulaBuilder.lit(slot.result().dtype(), 1));
        Region r = new Rewrite(adjoint.ids).region(RegionView.of(e).body());
        var in = new FormulaBuilder(adjoint.ids);
        in.append(r.body());
        Atom y = r.out().get(e.out().indexOf(slot.result()));
        Atom term = in.where(in.emit(Prim.EQ, y, slot.result()), FormulaBuilder.lit(y.dtype(), 1));
        var fold = new Params.Fold(((Params.Fold) e.params()).extent(), List.of(Prim.ADD), in.close(r.params(), List.of(term)));
        Var n = code.emit(Prim.REDUCE, fold, e.in().get(0), start);
        adjoint.prog.insert(b, e, code.eqns());
        return n;
    }

    private void scan(Scope s, Scope in, Slot slot, Var trip) {
        Atom last = s.take(slot.result());
        Atom prefixes = s.take(slot.results().get(1));
        if (last != null) {
            s.add(slot.init(), last);
            in.add(slot.yield(), last);
        }
        if (prefixes != null) {
            s.add(slot.init(), s.emit(Prim.REDUCE_ADD, new Params.Axes(List.of(0)), prefixes));
            if (adjoint.activity.has(slot.yield())) {
                Atom later = s.emit(Prim.CUM_ADD, new Params.Axis(0, true), prefixes);
                in.add(slot.yield(), in.code.index(later, Params.Access.PROMISED, List.of(trip)));
            }
        }
    }
}
