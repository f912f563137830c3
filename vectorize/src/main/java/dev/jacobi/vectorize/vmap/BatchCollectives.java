package dev.jacobi.vectorize.vmap;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.interp.NoRule;
import dev.jacobi.ir.simplify.Sequential;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
    private final Map<Integer, Atom> env = new HashMap<>();
    private final Atom count;
    private final Dim extent;

    private BatchCollectives(Builder b, BatchVarying varying, Atom count, Dim extent) {
        this.b = b;
        this.varying = varying;
        this.count = count;
        this.extent = extent;
    }

    /** True when the function has a collective, or calls one that has. */
    static boolean in(Module m, Func f) {
        return reaches(m, f.body(), new HashSet<>());
    }

    private static boolean reaches(Module m, List<Eqn> body, Set<String> seen) {
        for (Eqn e : body) {
            if (e.prim().group() == Prim.Group.COLLECTIVE) {
                return true;
            }
            if (e.params() instanceof Params.Call c && m.get(c.name()) != null && seen.add(c.name()) && reaches(m, m.get(c.name()).body(), seen)) {
                return true;
            }
            if (Regions.of(e).stream().anyMatch(r -> reaches(m, r.body(), seen))) {
                return true;
            }
        }
        return false;
    }

    /** True when a region of the equation has a collective. */
    static boolean within(Eqn e) {
        return Regions.of(e).stream().anyMatch(r -> r.body().stream().anyMatch(x -> x.prim().group() == Prim.Group.COLLECTIVE || within(x)));
    }

    static Func split(Module m, Func original, List<Integer> inAxes, List<Integer> outAxes, String axisName) {
        Func f = prepared(m, original);
        var varying = BatchVarying.of(f, inAxes, axisName);
        var b = new Builder(Regions.firstFreeId(f));
        var inputs = Batch.Inputs.of(b, f, inAxes);
        var s = new BatchCollectives(b, varying, inputs.count, inputs.extent);
        for (int k = 0; k < inAxes.size(); k++) {
            s.env.put(f.in().get(k).id(), inAxes.get(k) < 0 ? inputs.vars.get(k) : inputs.batched.get(k));
        }
        var used = new LinkedHashSet<Integer>();
        f.out().forEach(a -> used.add(a instanceof Var v ? v.id() : -1));
        s.body(f.body(), used);
        var out = new ArrayList<Atom>();
        for (int k = 0; k < outAxes.size(); k++) {
            out.add(Batch.moveAxis(b, (Var) s.stacked(f.out().get(k)), 0, outAxes.get(k)));
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
            boolean collective = e.prim().group() == Prim.Group.COLLECTIVE;
            if (varying.isSharedExtent(e)) {
                Params.Axis of = (Params.Axis) e.params();
                env.put(e.result().id(), b.dim(now(e.in().get(0)), of.axis() + 1));
                continue;
            }
            if (!collective && !within(e) && !varying.isSharedBranch(e)) {
                if (varying.marks.uses(e)) {
                    pending.add(e);
                } else {
                    shared(e);
                }
                continue;
            }
            flush(pending, body.subList(k, body.size()), needed);
            if (collective) {
                env.put(e.result().id(), collective(e));
            } else {
                var later = new HashSet<>(needed);
                body.subList(k + 1, body.size()).forEach(x -> Regions.uses(x, later::add));
                control(e, later);
            }
        }
        flush(pending, List.of(), needed);
    }

    /** An equation that is the same for all lanes. */
    private void shared(Eqn e) {
        var copy = new Rewrite(b);
        copy.replace(env);
        Eqn c = copy.eqn(e);
        b.append(c);
        define(e.out(), c.out());
    }

    private void flush(List<Eqn> pending, List<Eqn> rest, Set<Integer> needed) {
        if (pending.isEmpty()) {
            return;
        }
        var later = new HashSet<>(needed);
        rest.forEach(e -> Regions.uses(e, later::add));
        var uses = new LinkedHashSet<Integer>();
        pending.forEach(e -> Regions.uses(e, uses::add));
        Regions.definitions(pending, uses::remove);
        var live = new ArrayList<Atom>();
        pending.forEach(e -> e.out().stream().filter(v -> later.contains(v.id())).forEach(live::add));
        var batched = new ArrayList<Var>();
        Map<Integer, Var> types = free(pending, uses);
        var copies = List.of(new Rewrite(b), new Rewrite(b));
        var ins = List.of(new ArrayList<Var>(), new ArrayList<Var>());
        for (int id : uses) {
            Atom now = env.get(id);
            Var v = types.get(id);
            if (varying.marks.contains(v)) {
                batched.add((Var) now);
                for (int c = 0; c < 2; c++) {
                    ins.get(c).add(copies.get(c).rename(v));
                }
            } else if (now instanceof Var s) {
                batched.add(null);
                for (int c = 0; c < 2; c++) {
                    copies.get(c).replace(Map.of(id, s));
                    ins.get(c).add(s);
                }
            } else {
                copies.forEach(c -> c.replace(Map.of(id, now)));
            }
        }
        var funcs = new ArrayList<Func>();
        for (int c = 0; c < 2; c++) {
            List<Eqn> body = copies.get(c).body(pending);
            funcs.add(new Func(ins.get(c), body, copies.get(c).atoms(live)));
        }
        List<Var> results = Batch.lanes(b, funcs.get(0), funcs.get(1), new Batch.Inputs(List.of(), batched, count, extent));
        for (int k = 0; k < results.size(); k++) {
            env.put(((Var) live.get(k)).id(), results.get(k));
        }
        pending.clear();
    }

    /** The variables with these ids, as the equations use them. */
    private static Map<Integer, Var> free(Collection<Eqn> body, Set<Integer> ids) {
        var found = new HashMap<Integer, Var>();
        body.forEach(e -> operands(e, ids, found));
        return found;
    }

    private static void operands(Eqn e, Set<Integer> ids, Map<Integer, Var> found) {
        var all = new ArrayList<>(e.in());
        Regions.of(e).forEach(r -> {
            all.addAll(r.out());
            r.body().forEach(x -> operands(x, ids, found));
        });
        for (Atom a : all) {
            if (a instanceof Var v && ids.contains(v.id())) {
                found.put(v.id(), v);
            }
        }
    }

    private Atom now(Atom a) {
        return a instanceof Var v ? env.get(v.id()) : a;
    }

    /** The value of all lanes; one that they share is repeated. */
    private Atom stacked(Atom a) {
        Atom x = now(a);
        return varying.marks.contains(a) ? x : repeated(x);
    }

    private Var repeated(Atom x) {
        int rank = x.type().rank();
        var dims = new ArrayList<Dim>(List.of(extent));
        dims.addAll(x.type().dims());
        var in = new ArrayList<Atom>(List.of(x, count));
        in.addAll(extents(x));
        List<Integer> axes = java.util.stream.IntStream.rangeClosed(1, rank).boxed().toList();
        return b.emitAll(Prim.BROADCAST, new Params.Broadcast(axes, dims), in).get(0);
    }

    private List<Atom> extents(Atom x) {
        var out = new ArrayList<Atom>();
        for (int d = 0; d < x.type().rank(); d++) {
            out.add(x.type().dims().get(d).isConst() ? Lit.i32((int) x.type().dims().get(d).add()) : b.dim(x, d));
        }
        return out;
    }

    private Atom collective(Eqn e) {
        if (!varying.marks.own(e)) {
            return foreign(e);
        }
        Atom x = e.in().isEmpty() ? null : now(e.in().get(0));
        boolean many = x != null && varying.marks.contains(e.in().get(0));
        var first = new Params.Axes(List.of(0));
        return switch (e.prim().form()) {
            case PSUM -> many ? b.emit(Prim.REDUCE_ADD, first, x) : b.emit(Prim.REDUCE_ADD, first, repeated(x));
            case PMAX -> many ? b.emit(Prim.REDUCE_MAX, first, x) : x;
            case PMIN -> many ? b.emit(Prim.REDUCE_MIN, first, x) : x;
            case ALL_GATHER -> many ? x : repeated(x);
            case AXIS_INDEX -> b.emitAll(Prim.IOTA, new Params.Shape(dev.jacobi.ir.DType.I32, List.of(extent)), List.of(count)).get(0);
            case ELEMENTWISE, FUNCTION, SELECT, FULL, IOTA, COPY, DIM, BROADCAST, RESHAPE, TRANSPOSE, REV, SLICE, UPDATE_SLICE, PAD, CONCAT, INDEX, UPDATE,
                 GATHER, SCATTER, REDUCE_ADD, REDUCE_MUL, REDUCE_MIN, REDUCE_MAX, REDUCE_AND, REDUCE_OR, REDUCE_XOR, ARGMIN, ARGMAX, CUM_ADD,
                 CUM_MUL, CUM_MIN, CUM_MAX, DOT_GENERAL, CONV, SORT, FFT, CHOLESKY, TRIANGULAR_SOLVE, COND, FOR, WHILE, MAP, REDUCE, SCAN, HIST,
                 CALL, CHECK, DEBUG_CALLBACK, ACC_NEW, ACC_ADD, ACC_GET, THREEFRY2X32, STOP_GRADIENT, OPT_BARRIER ->
                throw new IllegalArgumentException(e.prim().text() + " is no collective");
        };
    }

    /** Over another axis: on the stacked value; what it gathers goes behind the batch axis. */
    private Atom foreign(Eqn e) {
        if (e.in().isEmpty()) {
            return b.emit(e.prim(), e.params());
        }
        Var r = b.emit(e.prim(), e.params(), now(e.in().get(0)));
        return e.prim() == Prim.ALL_GATHER && varying.marks.contains(e.in().get(0)) ? Batch.moveAxis(b, r, 1, 0) : r;
    }

    /** A loop or branch around collectives. */
    private void control(Eqn e, Set<Integer> later) {
        if (e.params() instanceof Params.Branches p) {
            uniform(e.in().get(0), "branches of a condition");
            var regions = new ArrayList<Region>();
            for (Region r : p.regions()) {
                b.open();
                regions.add(inner(r, r.params(), e.out(), ids(r)));
            }
            define(e.out(), b.emitAll(e.prim(), new Params.Branches(regions), List.of(now(e.in().get(0)))));
            return;
        }
        boolean isFor = e.prim() == Prim.FOR;
        int skip = isFor ? 1 : 0;
        Region r = isFor ? ((Params.Loop) e.params()).body() : ((Params.While) e.params()).body();
        if (isFor) {
            uniform(e.in().get(0), "trip counts of a loop");
        } else {
            uniform(((Params.While) e.params()).cond().out().get(0), "conditions of a loop");
        }
        var in = new ArrayList<Atom>();
        if (isFor) {
            in.add(now(e.in().get(0)));
        }
        for (int k = skip; k < e.in().size(); k++) {
            in.add(varying.marks.contains(r.params().get(k)) ? stacked(e.in().get(k)) : now(e.in().get(k)));
        }
        Region condition = null;
        if (e.params() instanceof Params.While w) {
            List<Var> seen = entered(w.cond().params());
            b.open();
            body(w.cond().body(), ids(w.cond()));
            condition = b.close(seen, List.of(now(w.cond().out().get(0))));
        }
        List<Var> params = entered(r.params());
        b.open();
        Region body = inner(r, params, r.params().subList(skip, r.params().size()), ids(r));
        Params p = isFor ? new Params.Loop(((Params.Loop) e.params()).extent(), body) : new Params.While(condition, body);
        define(e.out(), b.emitAll(e.prim(), p, in));
    }

    private static Set<Integer> ids(Region r) {
        var ids = new HashSet<Integer>();
        r.out().forEach(a -> ids.add(a instanceof Var v ? v.id() : -1));
        return ids;
    }

    private List<Var> entered(List<Var> params) {
        var out = new ArrayList<Var>();
        for (Var p : params) {
            Type t = varying.marks.contains(p) ? p.type().stacked(extent) : p.type();
            Var v = b.fresh(t);
            env.put(p.id(), v);
            out.add(v);
        }
        return out;
    }

    /** The region's equations, which go where the builder is open, and its yields: stacked where what they become varies. */
    private Region inner(Region r, List<Var> params, List<Var> becomes, Set<Integer> needed) {
        body(r.body(), needed);
        var yields = new ArrayList<Atom>();
        for (int k = 0; k < r.out().size(); k++) {
            yields.add(varying.marks.contains(becomes.get(k)) ? stacked(r.out().get(k)) : now(r.out().get(k)));
        }
        return b.close(params, yields);
    }

    private void define(List<Var> out, List<Var> values) {
        for (int k = 0; k < out.size(); k++) {
            env.put(out.get(k).id(), values.get(k));
        }
    }

    private void uniform(Atom a, String what) {
        if (varying.marks.contains(a)) {
            throw new NoRule("the " + what + " around a collective differ from lane to lane, so the lanes would not meet there;"
                + " make them the same for all lanes, or take the collective out");
        }
    }
}
