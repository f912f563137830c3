package dev.jacobi.vectorize.vmap;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.interp.NoRule;
import dev.jacobi.ir.simplify.Sequential;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * vmap of a function with collectives. At a collective all lanes must have come equally far, so the map over the lanes is split there: what lies
 * between two of them is a map of its own, and values that go on from one to the next are stacked. A collective over the batch axis is
 * a reduction of the stacked value, one over another axis is itself on the stacked value. Loops and branches around collectives stay around
 * the maps, which is possible when all lanes take the same number of trips and the same branch.
 */
final class BatchCollectives {
    private final Builder b;
    private final BatchVarying varying;
    private final BatchValues values;

    private BatchCollectives(Builder b, BatchVarying varying, Batch.Inputs inputs) {
        this.b = b;
        this.varying = varying;
        values = new BatchValues(b, varying.marks, inputs.count, inputs.extent);
    }

    /** True when the function has a collective, or calls one that has. */
    static boolean in(Module m, Func f) {
        return reaches(m, f.body(), new HashSet<>());
    }

    private static boolean reaches(Module m, List<Eqn> body, Set<String> seen) {
        return Regions.any(body, e -> isCollective(e)
            || e.params() instanceof Params.Call c && m.get(c.name()) != null && seen.add(c.name()) && reaches(m, m.get(c.name()).body(), seen));
    }

    private static boolean isCollective(Eqn e) {
        return e.prim().group() == Prim.Group.COLLECTIVE;
    }

    /** True when a region of the equation has a collective. */
    static boolean within(Eqn e) {
        return Regions.of(e).stream().anyMatch(r -> Regions.any(r.body(), BatchCollectives::isCollective));
    }

    static Func split(Module m, Func original, List<Integer> inAxes, List<Integer> outAxes, String axisName, Params.Layout mesh) {
        Func f = prepared(m, original);
        var varying = BatchVarying.of(f, inAxes, axisName);
        var b = new Builder(Regions.firstFreeId(f));
        var inputs = Batch.Inputs.of(b, f, inAxes);
        var s = new BatchCollectives(b, varying, inputs);
        s.values.on(mesh, axisName);
        for (int k = 0; k < inAxes.size(); k++) {
            s.values.set(f.in().get(k), inAxes.get(k) < 0 ? inputs.vars.get(k) : inputs.batched.get(k));
        }
        var used = new LinkedHashSet<Integer>();
        f.out().forEach(a -> used.add(a instanceof Var v ? v.id() : -1));
        s.body(f.body(), used);
        var out = new ArrayList<Atom>();
        for (int k = 0; k < outAxes.size(); k++) {
            out.add(Batch.moveAxis(b, (Var) s.values.stacked(f.out().get(k)), 0, outAxes.get(k)));
        }
        return b.build(inputs.vars, out);
    }

    // Functions with collectives are written out, parallel loops around collectives become for loops.

    static Func prepared(Module m, Func f) {
        var stack = new ArrayList<String>();
        return LaneNumbers.first(Rewrite.run(new Rewrite(0).func(f), (e, r) -> writtenOut(m, e, r, stack)));
    }

    private static boolean writtenOut(Module m, Eqn e, Rewrite r, List<String> stack) {
        if (e.params() instanceof Params.Call c && m.get(c.name()) != null && in(m, m.get(c.name()))) {
            if (stack.contains(c.name())) {
                throw new NoRule(c.name() + " calls itself and has a collective: lanes that recurse differently deep cannot meet there");
            }
            Func callee = new Rewrite(r.b).func(m.get(c.name()));
            r.replace(callee.in(), e.in());
            stack.add(c.name());
            r.append(callee.body());
            stack.remove(c.name());
            r.replace(e.out(), r.atoms(callee.out()));
            return true;
        }
        boolean parallel = e.prim() == Prim.MAP || e.params() instanceof Params.Fold;
        if (!parallel) {
            return false;
        }
        Eqn same = r.copy(e);
        if (within(same)) {
            Sequential.append(r.b, same);
        } else {
            r.b.append(same);
        }
        return true;
    }

    // The split.

    /** {@code needed}: ids that are used after these equations. */
    private void body(List<Eqn> body, Set<Integer> needed) {
        var pending = new ArrayList<Eqn>();
        for (int k = 0; k < body.size(); k++) {
            Eqn e = body.get(k);
            boolean collective = isCollective(e);
            if (varying.isSharedExtent(e)) {
                Params.Axis of = (Params.Axis) e.params();
                values.set(e.result(), b.dim(values.now(e.in().get(0)), of.axis() + 1));
                continue;
            }
            boolean mark = e.params() instanceof Params.Layout l && !l.whole().isEmpty();
            if (!collective && !mark && !within(e) && !varying.isSharedBranch(e)) {
                if (varying.marks.uses(e)) {
                    pending.add(e);
                } else {
                    b.append(values.copied(e));
                }
                continue;
            }
            flush(pending, body.subList(k, body.size()), needed);
            if (mark) {
                values.set(e.result(), values.whole(e));
            } else if (collective) {
                values.set(e.result(), values.collective(e));
            } else {
                control(e);
            }
        }
        flush(pending, List.of(), needed);
    }

    private void flush(List<Eqn> pending, List<Eqn> rest, Set<Integer> needed) {
        if (pending.isEmpty()) {
            return;
        }
        var later = new HashSet<>(needed);
        rest.forEach(e -> Regions.uses(e, later::add));
        var live = new ArrayList<Atom>();
        pending.forEach(e -> e.out().stream().filter(v -> later.contains(v.id())).forEach(live::add));
        var batched = new ArrayList<Var>();
        var copies = List.of(new Rewrite(b), new Rewrite(b));
        var ins = List.of(new ArrayList<Var>(), new ArrayList<Var>());
        for (Var v : Regions.captures(pending)) {
            Atom now = values.now(v);
            boolean differs = values.differs(v);
            if (differs || now instanceof Var) {
                batched.add(differs ? (Var) now : null);
            }
            for (int c = 0; c < 2; c++) {
                if (differs) {
                    ins.get(c).add(copies.get(c).rename(v));
                } else {
                    copies.get(c).replace(v, now);
                    ins.get(c).addAll(Var.among(List.of(now)));
                }
            }
        }
        var funcs = new ArrayList<Func>();
        for (int c = 0; c < 2; c++) {
            List<Eqn> body = copies.get(c).body(pending);
            funcs.add(new Func(ins.get(c), body, copies.get(c).atoms(live)));
        }
        List<Var> results = Batch.lanes(b, funcs.get(0), funcs.get(1), new Batch.Inputs(List.of(), batched, values.count, values.extent));
        values.set(Var.among(live), results);
        pending.clear();
    }

    /** A loop or branch around collectives. */
    private void control(Eqn e) {
        RegionView view = RegionView.of(e);
        Atom steers = e.params() instanceof Params.While w ? w.cond().out().get(0) : view.head();
        uniform(steers, e.prim() == Prim.COND ? "branches of a condition" : e.prim() == Prim.FOR ? "trip counts of a loop" : "conditions of a loop");
        List<Atom> in = new ArrayList<>(view.head() == null ? List.of() : List.of(values.now(view.head())));
        in.addAll(values.as(view.params(), view.inits()));
        var regions = new ArrayList<Region>();
        for (Region r : Regions.of(e)) {
            boolean condition = e.prim() == Prim.WHILE && regions.isEmpty();
            List<Var> params = values.entered(r.params());
            b.open();
            body(r.body(), ids(r));
            regions.add(b.close(params, condition ? values.now(r.out()) : values.as(e.prim() == Prim.COND ? e.out() : view.params(), r.out())));
        }
        values.set(e.out(), b.emitAll(e.prim(), Regions.with(e.params(), regions), in));
    }

    private static Set<Integer> ids(Region r) {
        var ids = new HashSet<Integer>();
        r.out().forEach(a -> ids.add(a instanceof Var v ? v.id() : -1));
        return ids;
    }

    private void uniform(Atom a, String what) {
        if (values.differs(a)) {
            throw new NoRule("the " + what + " around a collective differ from lane to lane, so the lanes would not meet there;"
                + " make them the same for all lanes, or take the collective out");
        }
    }
}
