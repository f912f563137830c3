package dev.jacobi.autodiff.vjp;

import dev.jacobi.autodiff.analysis.BlockTree;
import dev.jacobi.autodiff.analysis.TripPrivateAccess;
import dev.jacobi.autodiff.code.FormulaBuilder;
import dev.jacobi.autodiff.code.RecurrenceSteps;
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
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * The adjoints of equations with regions. A loop becomes one that runs the trips backwards and carries the cotangents of the carry and of
 * what the body takes from around; a parallel loop becomes a parallel one when its trips add to distinct elements.
 */
final class LoopAdjoints {
    private final Adjoint adjoint;
    private final ChosenTrips chosen;

    LoopAdjoints(Adjoint adjoint) {
        this.adjoint = adjoint;
        chosen = new ChosenTrips(adjoint, this);
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

    /** The cotangent of a slot that goes through the trips: its parameter, and what it starts from. */
    record Carried(Slot slot, Var param, Atom init) {
        /** Whether the trips leave it as it is, or only read it. */
        boolean isUnchanged(Scope in) {
            return param.equals(in.get(slot.param()));
        }
    }

    /** for and while, whose trips have been counted. */
    void loop(Scope s, Eqn e) {
        BlockTree.Block body = adjoint.prog.body(s.block, e);
        var in = new Scope(Scope.Kind.LOOP, body, s, adjoint);
        Atom n = Tapes.tripCount(e);
        Var trip = in.code.fresh(n.type());
        List<Carried> carried = takeCotangents(s, in, e);
        if (adjoint.isPair()) {
            in.pop(adjoint.stacks().counter, in.code.fresh(adjoint.stacks().counter.type()));
        }
        carried.forEach(c -> in.add(c.slot.yield(), c.param));
        Atom last = s.code.sub(n, Lit.of(n.dtype(), 1));
        var front = new FormulaBuilder(adjoint.ids);
        Var primalTrip = front.emit(Prim.SUB, last, trip);
        adjoint.sweep(in);
        var unchanged = new ArrayList<>(carried.stream().filter(c -> c.isUnchanged(in)).toList());
        List<Carried> changed = carried.stream().filter(c -> !unchanged.contains(c)).toList();
        // backwards, as cotangents are handed on: several may add to one, and sums of floats depend on the order
        Collections.reverse(unchanged);
        if (changed.isEmpty() && !adjoint.isPair() && e.prim() == Prim.FOR && in.touched.stream().noneMatch(adjoint::isCounter)) {
            // nothing is handed from trip to trip: only sums, in any order
            var par = new Parallel(adjoint, s, in, n, trip);
            unchanged.forEach(u -> par.reads(u.param, u.init));
            in.touched.stream().filter(v -> v.type().isScalar()).forEach(v -> par.reads(in.entries.get(v), Lit.zero(v.dtype())));
            par.finish();
        } else {
            List<Var> out = runBackwards(s, in, changed, unchanged, n, trip, front, primalTrip);
            // first what replaces a cotangent, then what adds to it: the carry may start from an array that the body reads too
            int entry = changed.size();
            for (Var v : in.touched) {
                s.result(v, out.get(entry++));
            }
            for (int j = 0; j < changed.size(); j++) {
                s.add(changed.get(j).slot.init(), out.get(j));
            }
        }
        unchanged.forEach(u -> s.add(u.slot.init(), u.init));
    }

    /** Takes the cotangents of a loop's results that are of use, for the loop that runs backwards to start from. */
    private List<Carried> takeCotangents(Scope s, Scope in, Eqn e) {
        var carried = new ArrayList<Carried>();
        for (Slot c : RegionView.of(e).slots()) {
            boolean flows = adjoint.activity.has(c.param()) || adjoint.activity.has(c.result()) || adjoint.activity.has(c.yield());
            Atom y = flows ? s.orZero(c.result()) : null;
            s.take(c.result());
            if (y != null) {
                carried.add(new Carried(c, in.code.fresh(c.param().type()), y));
            }
        }
        return carried;
    }

    /** Writes the loop that runs the trips backwards, whose body begins with {@code front}. Its results: the carry, then what was touched from around. */
    List<Var> runBackwards(Scope s, Scope in, List<Carried> carried, List<Carried> unchanged, Atom n, Var trip, FormulaBuilder front, Var primalTrip) {
        var params = new ArrayList<Var>(List.of(trip));
        var init = new ArrayList<Atom>(List.of(n));
        var yields = new ArrayList<Atom>();
        carried.forEach(c -> {
            params.add(c.param);
            init.add(c.init);
            yields.add(in.orZero(c.slot.param()));
        });
        in.touched.forEach(v -> {
            params.add(in.entries.get(v));
            init.add(s.initial(v));
            yields.add(in.get(v));
        });
        Region r = PrimalRecovery.loop(adjoint, in, yields, primalTrip);
        List<Eqn> eqns = r.body();
        for (Var v : in.touched) {
            eqns = v.type().isScalar() && !adjoint.isCounter(v) ? unordered(eqns, in.entries.get(v)) : eqns;
        }
        front.append(RecurrenceSteps.fused(eqns, params.subList(1, params.size()), r.out(), new FormulaBuilder(adjoint.ids)));
        var copy = new Rewrite(adjoint.ids);
        unchanged.forEach(u -> copy.replace(u.param, u.init));
        Region region = copy.region(front.close(params, r.out()));
        return s.code.emitAll(Prim.FOR, new Params.Loop(Dim.UNKNOWN, region), init);
    }

    /** The additions to a scalar's cotangent as sums whose order is free. */
    private static List<Eqn> unordered(List<Eqn> eqns, Var from) {
        var out = new ArrayList<Eqn>();
        Var now = from;
        for (Eqn e : eqns) {
            boolean adds = e.prim() == Prim.ADD && e.in().get(0).equals(now);
            out.add(adds ? new Eqn(Prim.ACC_ADD, e.in(), Params.Access.PROMISED, e.out()) : e);
            now = adds ? e.result() : now;
        }
        return out;
    }

    /** map, and folds but for those of {@link ChosenTrips}: every trip has the same cotangents of what is folded. */
    void parallel(Scope s, Eqn e) {
        chosen.write(s, e);
        if (e.out().stream().noneMatch(s::has)) {
            return;
        }
        BlockTree.Block body = adjoint.prog.body(s.block, e);
        var in = new Scope(Scope.Kind.PARALLEL, body, s, adjoint);
        Var trip = in.code.fresh(body.trip().type());
        List<Carried> carried = seed(s, in, e, trip);
        adjoint.sweep(in);
        var par = new Parallel(adjoint, s, in, e.in().get(0), trip);
        List<Carried> unchanged = carried.stream().filter(c -> c.isUnchanged(in)).toList();
        List<Carried> changed = carried.stream().filter(c -> !unchanged.contains(c)).toList();
        unchanged.forEach(u -> par.reads(u.param, u.init));
        changed.forEach(c -> par.array(c.param, c.init, in.orZero(c.slot.param()), TripPrivateAccess.holds(e, c.slot.param())));
        List<Var> out = par.finish();
        for (int j = 0; j < changed.size(); j++) {
            s.add(changed.get(j).slot.init(), out.get(j));
        }
        unchanged.forEach(u -> s.add(u.slot.init(), u.init));
    }

    /** Hands the cotangents of the results to what the trips yield; those of the destinations go through the trips. */
    private List<Carried> seed(Scope s, Scope in, Eqn e, Var trip) {
        var carried = new ArrayList<Carried>();
        for (Slot slot : RegionView.of(e).slots()) {
            switch (slot.role()) {
                case BINS -> bins(s, in, slot);
                case FOLD -> fold(s, in, e, slot, trip);
                case DEST -> destination(s, in, slot, carried);
                case STACK -> {
                    Atom y = s.take(slot.result());
                    if (y != null && adjoint.activity.has(slot.yield())) {
                        in.add(slot.yield(), in.code.index(y, Params.Access.PROMISED, List.of(trip)));
                    }
                }
                case CARRY, BRANCH -> throw new IllegalStateException(e.prim().text() + " is no parallel loop");
            }
        }
        return carried;
    }

    private void bins(Scope s, Scope in, Slot slot) {
        Atom y = s.take(slot.result());
        s.add(slot.init(), y);
        Atom i = slot.yields().get(0);
        if (adjoint.activity.has(slot.yield())) {
            Atom inside = in.code.isInside(i, in.code.extent(y, 0));
            in.add(slot.yield(), in.code.where(inside, in.code.index(y, Params.Access.CLAMP, List.of(i))));
        }
    }

    private void destination(Scope s, Scope in, Slot slot, List<Carried> carried) {
        Var o = slot.result();
        boolean through = adjoint.activity.has(slot.param());
        Atom y = through ? s.orZero(o) : s.get(o);
        s.take(o);
        if (y != null && !through) {
            // nothing active is overwritten: the cotangent is only read
            in.add(slot.yield(), y);
        } else if (y != null) {
            Var c = in.code.fresh(o.type());
            carried.add(new Carried(slot, c, y));
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
            s.add(init, s.code.where(s.code.emit(Prim.EQ, init, m), part));
        }
        if (adjoint.activity.has(term)) {
            in.add(term, in.code.where(in.code.emit(Prim.EQ, term, m), part));
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
            s.add(slot.init(), s.code.emit(Prim.REDUCE_ADD, new Params.Axes(List.of(0)), prefixes));
            if (adjoint.activity.has(slot.yield())) {
                Atom later = s.code.emit(Prim.CUM_ADD, new Params.Axis(0, true), prefixes);
                in.add(slot.yield(), in.code.index(later, Params.Access.PROMISED, List.of(trip)));
            }
        }
    }
}
