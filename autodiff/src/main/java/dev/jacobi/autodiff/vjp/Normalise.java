package dev.jacobi.autodiff.vjp;

import dev.jacobi.autodiff.analysis.Activity;
import dev.jacobi.autodiff.analysis.BlockTree;
import dev.jacobi.autodiff.analysis.Nest;
import dev.jacobi.autodiff.code.EquationWriter;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.TypeRules;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.interp.NoRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Rewrites what reverse mode has no rule of its own for, where derivatives flow: while loops count their trips; folds by mul become
 * loops, and so do running products and extremes; scans and histograms read their terms from a map; a min or max fold gets a second
 * fold that counts how many terms equal its result.
 */
final class Normalise {
    private final Builder ids;
    private final Activity activity;
    /** The variable that counts the ties of a min or max fold, by the result. */
    private final Map<Integer, Var> ties = new HashMap<>();

    private final CallAdjoints calls;
    /** Parallel loops become sequential: their trips push on stacks. */
    private final boolean serial;
    private final int firstNew;
    /** The loops around what is being rewritten. */
    private Nest nest = Nest.TOP;

    Normalise(Builder ids, Activity activity, CallAdjoints calls, boolean serial) {
        this.ids = ids;
        firstNew = ids.nextId();
        this.activity = activity;
        this.calls = calls;
        this.serial = serial;
    }

    Map<Integer, Var> ties() {
        return ties;
    }

    List<Eqn> body(List<Eqn> body) {
        var code = new EquationWriter(ids);
        for (Eqn e : body) {
            Nest around = nest;
            nest = Regions.of(e).isEmpty() ? around : e.prim() == Prim.COND ? around.inBranch() : around.in(e);
            Params p = e.params().map(r -> new Region(r.params(), body(r.body()), r.out()));
            nest = around;
            eqn(code, new Eqn(e.prim(), e.in(), p, e.out()));
        }
        return code.eqns;
    }

    private void eqn(EquationWriter code, Eqn e) {
        Prim p = e.prim();
        if (p == Prim.WHILE) {
            code.eqns.add(counted(e));
            return;
        }
        boolean flows = e.out().stream().anyMatch(activity::has);
        if (flows && (p == Prim.MAP || p == Prim.REDUCE)) {
            eqn(code, hoisted(code, e), true);
            return;
        }
        eqn(code, e, flows);
    }

    /**
     * Reads a parallel loop's destination in front of the loop where all trips read the same element: no trip writes it before, as others read
     * it too. In the adjoint that is a sum over the trips and one access.
     */
    private Eqn hoisted(EquationWriter code, Eqn e) {
        Region r = Regions.of(e).get(0);
        Set<Integer> inside = new HashSet<>();
        Regions.definitions(r.body(), inside::add);
        r.params().forEach(v -> inside.add(v.id()));
        int dests = r.params().size() - 1;
        var body = new ArrayList<Eqn>();
        for (Eqn x : r.body()) {
            int slot = x.prim() == Prim.INDEX ? r.params().indexOf(x.in().get(0)) : 0;
            boolean fixed = slot > 0 && x.in().stream().skip(1).noneMatch(a -> a instanceof Var v && inside.contains(v.id()));
            if (fixed) {
                var in = new ArrayList<Atom>(x.in());
                in.set(0, e.in().get(e.in().size() - dests + slot - 1));
                // there may be no trip, and then no such element
                code.eqns.add(new Eqn(Prim.INDEX, in, new Params.Access(Params.Mode.CLAMP, 0, null), x.out()));
                x.out().forEach(v -> inside.remove(v.id()));
            } else {
                body.add(x);
            }
        }
        return new Eqn(e.prim(), e.in(), e.params().map(y -> new Region(y.params(), body, y.out())), e.out());
    }

    private void eqn(EquationWriter code, Eqn e, boolean flows) {
        Prim p = e.prim();
        boolean adds = e.params() instanceof Params.Fold f && f.ops().stream().allMatch(op -> op == Prim.ADD);
        if (!flows) {
            code.eqns.add(e);
        } else if (p == Prim.CALL) {
            code.eqns.add(calls.forward(e, ids));
        } else if (p == Prim.MAP && (serial || dynamic(e))) {
            map(code, e);
        } else if (p == Prim.REDUCE && (serial || dynamic(e))) {
            sequential(code, e, (Params.Fold) e.params());
        } else if (p == Prim.CUM_MUL || p == Prim.CUM_MIN || p == Prim.CUM_MAX) {
            running(code, e);
        } else if (p == Prim.UPDATE && ((Params.Access) e.params()).op() != null && ((Params.Access) e.params()).op() != Prim.ADD) {
            combine(code, e);
        } else if (p == Prim.SCATTER && ((Params.Access) e.params()).op() != null && ((Params.Access) e.params()).op() != Prim.ADD) {
            scatter(code, e);
        } else if (p == Prim.SCAN) {
            scan(code, e, adds && !serial);
        } else if (p == Prim.HIST) {
            hist(code, e, adds && !serial);
        } else if (p == Prim.REDUCE && !adds) {
            reduce(code, e);
        } else {
            code.eqns.add(e);
        }
    }

    /** Every while carries the number of its trip, last. */
    private Eqn counted(Eqn e) {
        var w = (Params.While) e.params();
        var code = new EquationWriter(ids);
        var test = new Region(with(w.cond().params(), code.fresh(Type.I32)), w.cond().body(), w.cond().out());
        Var k = code.fresh(Type.I32);
        code.eqns.addAll(w.body().body());
        Var next = code.emit(Prim.ADD, k, Lit.i32(1));
        var body = new Region(with(w.body().params(), k), code.eqns, with(w.body().out(), next));
        return new Eqn(Prim.WHILE, with(e.in(), Lit.i32(0)), new Params.While(test, body), with(e.out(), code.fresh(Type.I32)));
    }

    private static <T> List<T> with(List<? extends T> list, T more) {
        var out = new ArrayList<T>(list);
        out.add(more);
        return out;
    }

    private void combine(EquationWriter code, Eqn e) {
        var p = (Params.Access) e.params();
        int last = e.in().size() - 1;
        var plain = new Params.Access(p.mode(), p.axis(), null);
        Atom old = code.index(e.in().get(0), plain, e.in().subList(1, last));
        var in = new ArrayList<Atom>(e.in());
        in.set(last, code.emit(p.op(), old, e.in().get(last)));
        code.eqns.add(new Eqn(Prim.UPDATE, in, plain, e.out()));
    }

    /** A scatter that combines, one row after the other. */
    private void scatter(EquationWriter code, Eqn e) {
        var p = (Params.Access) e.params();
        Var a = (Var) e.in().get(0);
        Var idx = (Var) e.in().get(1);
        Var u = (Var) e.in().get(2);
        int rank = a.type().rank();
        int places = idx.type().rank();
        var perm = new ArrayList<Integer>(List.of(p.axis()));
        perm.addAll(ArrayAdjoints.without(rank, List.of(p.axis())));
        var rows = new ArrayList<Integer>();
        for (int k = 0; k < places; k++) {
            rows.add(p.axis() + k);
        }
        rows.addAll(ArrayAdjoints.without(rank - 1 + places, rows));
        Atom first = p.axis() == 0 ? a : code.emit(Prim.TRANSPOSE, new Params.Axes(perm), a);
        Var terms = p.axis() == 0 ? u : code.emit(Prim.TRANSPOSE, new Params.Axes(rows), u);
        Atom n = Lit.i32(1);
        for (Atom x : code.extents(idx)) {
            n = code.mul(n, code.convert(x, DType.I32));
        }
        Atom flat = places == 1 ? idx : ArrayAdjoints.reshape(code, idx, List.of(Dim.UNKNOWN), List.of(n));
        if (places != 1) {
            var extents = new ArrayList<Atom>(List.of(n));
            extents.addAll(code.extents(terms).subList(places, rank - 1 + places));
            var dims = new ArrayList<Dim>(List.of(Dim.UNKNOWN));
            dims.addAll(terms.type().dims().subList(places, rank - 1 + places));
            terms = (Var) ArrayAdjoints.reshape(code, terms, dims, extents);
        }
        Var i = code.fresh(Type.I32);
        Var b = code.fresh(first.type());
        var in = new EquationWriter(ids);
        var plain = new Params.Access(p.mode(), 0, null);
        List<Atom> at = List.of(in.index(flat, Params.Access.PROMISED, List.of(i)));
        Atom now = in.emit(p.op(), in.index(b, plain, at), in.index(terms, Params.Access.PROMISED, List.of(i)));
        Var next = in.update(b, plain, at, now);
        Var out = code.emitAll(Prim.FOR, new Params.Loop(Dim.UNKNOWN, new Region(List.of(i, b), in.eqns, List.of(next))), List.of(n, first)).get(0);
        code.eqns.add(p.axis() == 0 ? new Eqn(Prim.COPY, List.of(out), Params.NONE, e.out())
            : new Eqn(Prim.TRANSPOSE, List.of(out), new Params.Axes(ArrayAdjoints.inverse(perm)), e.out()));
    }

    /** A running fold along an axis: rows of the array with that axis first, one after the other. */
    private void running(EquationWriter code, Eqn e) {
        var p = (Params.Axis) e.params();
        Prim op = e.prim() == Prim.CUM_MUL ? Prim.MUL : e.prim() == Prim.CUM_MIN ? Prim.MIN : Prim.MAX;
        Atom a = e.in().get(0);
        int rank = a.type().rank();
        var perm = new ArrayList<Integer>(List.of(p.axis()));
        perm.addAll(ArrayAdjoints.without(rank, List.of(p.axis())));
        Atom t = p.axis() == 0 ? a : code.emit(Prim.TRANSPOSE, new Params.Axes(perm), a);
        double start = op == Prim.MUL ? 1 : op == Prim.MIN ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
        List<Atom> extents = code.extents((Var) t);
        Lit identity = EquationWriter.lit(a.dtype(), start);
        Type row = t.type().drop(1);
        Atom first = rank == 1 ? identity : code.full(identity, row.dims(), extents.subList(1, rank));
        Var out = code.full(Lit.zero(a.dtype()), t.type().dims(), extents);
        Var i = code.fresh(Type.I32);
        Var acc = code.fresh(row);
        Var rows = code.fresh(t.type());
        var in = new EquationWriter(ids);
        Atom at = p.reverse() ? in.sub(in.sub(extents.get(0), Lit.i32(1)), i) : i;
        Atom now = in.emit(op, acc, in.index(t, Params.Access.PROMISED, List.of(at)));
        Var next = in.update(rows, Params.Access.PROMISED, List.of(at), now);
        List<Var> results = code.emitAll(Prim.FOR, new Params.Loop(Dim.UNKNOWN, new Region(List.of(i, acc, rows), in.eqns, List.of(now, next))),
            List.of(extents.get(0), first, out));
        if (p.axis() == 0) {
            code.eqns.add(new Eqn(Prim.COPY, List.of(results.get(1)), Params.NONE, e.out()));
        } else {
            code.eqns.add(new Eqn(Prim.TRANSPOSE, List.of(results.get(1)), new Params.Axes(ArrayAdjoints.inverse(perm)), e.out()));
        }
    }

    /** The trips' terms as arrays, and a body that reads them. */
    private Region read(EquationWriter code, Atom n, Params.Fold f) {
        Region r = f.body();
        var l = new Params.Loop(f.extent(), r);
        List<Var> terms = TypeRules.infer(Prim.MAP, List.of(n), l).stream().map(code::fresh).toList();
        var map = new Eqn(Prim.MAP, List.of(n), l, terms);
        if (dynamic(map)) {
            map(code, map);
        } else {
            code.eqns.add(map);
        }
        var in = new EquationWriter(ids);
        Var i = in.fresh(n.type());
        var out = new ArrayList<Atom>();
        terms.forEach(t -> out.add(in.index(t, Params.Access.PROMISED, List.of(i))));
        return new Region(List.of(i), in.eqns, out);
    }

    /** Whether the body has active loops whose trips the parallel loop would have to count, or calls that push on stacks. */
    private boolean dynamic(Eqn e) {
        return nest.counts(e, this::flows) || Regions.of(e).stream().anyMatch(r -> recurs(r.body()));
    }

    private boolean recurs(List<Eqn> body) {
        return body.stream().anyMatch(e -> flows(e) && calls.isRecursive(e) || Regions.of(e).stream().anyMatch(r -> recurs(r.body())));
    }

    /** Whether derivatives flow through it: what was written here counts as if they did. */
    private boolean flows(Eqn e) {
        return e.out().stream().anyMatch(v -> activity.has(v) || v.dtype().isFloat() && v.id() >= firstNew);
    }

    /** A map as a loop that writes what it stacked. */
    private void map(EquationWriter code, Eqn e) {
        var l = (Params.Loop) e.params();
        int dests = e.in().size() - 1;
        Atom n = e.in().get(0);
        var init = new ArrayList<Atom>(e.in());
        var params = new ArrayList<Var>(l.body().params());
        var in = new EquationWriter(ids);
        in.eqns.addAll(l.body().body());
        var out = new ArrayList<Atom>(l.body().out().subList(0, dests));
        for (int k = dests; k < e.out().size(); k++) {
            Var stacked = e.out().get(k);
            Atom row = l.body().out().get(k);
            var extents = new ArrayList<Atom>(List.of(code.emit(Prim.MAX, n, Lit.zero(n.dtype()))));
            for (int j = 0; j < row.type().rank(); j++) {
                extents.add(extent((Var) row, j, l.body()));
            }
            init.add(code.full(Lit.zero(stacked.dtype()), stacked.type().dims(), extents));
            Var p = in.fresh(stacked.type());
            params.add(p);
            out.add(in.update(p, Params.Access.PROMISED, List.of(params.get(0)), row));
        }
        code.eqns.add(new Eqn(Prim.FOR, init, new Params.Loop(l.extent(), new Region(params, in.eqns, out)), e.out()));
    }

    /** The extent of an array made in a body, known outside of it. */
    private static Atom extent(Var row, int axis, Region body) {
        Dim d = row.type().dims().get(axis);
        if (d.isConst()) {
            return Lit.i32((int) d.add());
        }
        var prog = new BlockTree(new Func(body.params(), body.body(), body.out()));
        Eqn e = prog.defs.get(prog.shapeRoot(row).id());
        Atom n = e != null && (e.prim() == Prim.FULL || e.prim() == Prim.MAP) ? e.in().get(e.prim() == Prim.MAP ? 0 : 1 + axis) : null;
        if (n == null || n instanceof Var v && prog.home.containsKey(v.id())) {
            throw new NoRule("the gradient of a parallel loop that stacks arrays whose extents are not known before it, with loops inside whose "
                + "lengths differ, is not supported");
        }
        return n;
    }

    private void scan(EquationWriter code, Eqn e, boolean adds) {
        var f = (Params.Fold) e.params();
        Atom n = e.in().get(0);
        int ops = f.ops().size();
        if (adds) {
            code.eqns.add(new Eqn(e.prim(), e.in(), new Params.Fold(f.extent(), f.ops(), read(code, n, f)), e.out()));
            return;
        }
        var init = new ArrayList<Atom>(e.in());
        var params = new ArrayList<Var>(f.body().params());
        var in = new EquationWriter(ids);
        in.eqns.addAll(f.body().body());
        var out = new ArrayList<Atom>();
        for (int k = 0; k < ops; k++) {
            Var acc = in.fresh(e.in().get(1 + k).type());
            params.add(acc);
            out.add(in.emit(f.ops().get(k), acc, f.body().out().get(k)));
        }
        Atom trips = code.emit(Prim.MAX, n, Lit.zero(n.dtype()));
        for (int k = 0; k < ops; k++) {
            Var stacked = e.out().get(ops + k);
            var extents = new ArrayList<Atom>(List.of(trips));
            if (!e.in().get(1 + k).type().isScalar()) {
                extents.addAll(code.extents((Var) e.in().get(1 + k)));
            }
            init.add(code.full(Lit.zero(stacked.dtype()), stacked.type().dims(), extents));
            Var p = in.fresh(stacked.type());
            params.add(p);
            out.add(in.update(p, Params.Access.PROMISED, List.of(params.get(0)), out.get(k)));
        }
        code.eqns.add(new Eqn(Prim.FOR, init, new Params.Loop(f.extent(), new Region(params, in.eqns, out)), e.out()));
    }

    private void hist(EquationWriter code, Eqn e, boolean adds) {
        var f = (Params.Fold) e.params();
        if (adds) {
            code.eqns.add(new Eqn(e.prim(), e.in(), new Params.Fold(f.extent(), f.ops(), read(code, e.in().get(0), f)), e.out()));
            return;
        }
        var in = new EquationWriter(ids);
        in.eqns.addAll(f.body().body());
        Var bins = in.fresh(e.result().type());
        Atom at = f.body().out().get(0);
        Var old = in.index(bins, Params.Access.CLAMP, List.of(at));
        Var now = in.update(bins, Params.Access.CLAMP, List.of(at), in.emit(f.ops().get(0), old, f.body().out().get(1)));
        code.eqns.add(new Eqn(Prim.FOR, e.in(), new Params.Loop(f.extent(), new Region(with(f.body().params(), bins), in.eqns, List.of(now))), e.out()));
    }

    private void reduce(EquationWriter code, Eqn e) {
        var f = (Params.Fold) e.params();
        int ops = f.ops().size();
        boolean counts = e.in().size() == 1 + ops && f.body().body().stream().noneMatch(Normalise::hasEffect);
        for (int k = 0; k < ops; k++) {
            Prim op = f.ops().get(k);
            boolean ok = op == Prim.ADD || (op == Prim.MIN || op == Prim.MAX) && counts && e.out().get(k).type().isScalar();
            if (activity.has(e.out().get(k)) && !ok) {
                sequential(code, e, f);
                return;
            }
        }
        code.eqns.add(e);
        for (int k = 0; k < ops; k++) {
            if (activity.has(e.out().get(k)) && f.ops().get(k) != Prim.ADD) {
                ties.put(e.out().get(k).id(), countTies(code, e, f, k));
            }
        }
    }

    private static boolean hasEffect(Eqn e) {
        return e.prim().hasEffect() || e.prim() == Prim.CALL
            || Regions.of(e).stream().anyMatch(r -> r.body().stream().anyMatch(Normalise::hasEffect));
    }

    private Var countTies(EquationWriter code, Eqn e, Params.Fold f, int k) {
        Var m = e.out().get(k);
        DType d = m.dtype();
        Atom one = EquationWriter.lit(d, 1);
        Atom start = code.select(code.emit(Prim.EQ, e.in().get(1 + k), m), one, Lit.zero(d));
        var copy = new Rewrite(ids);
        Region r = copy.region(f.body());
        var in = new EquationWriter(ids);
        in.eqns.addAll(r.body());
        Atom term = in.select(in.emit(Prim.EQ, r.out().get(k), m), one, Lit.zero(d));
        return code.emitAll(Prim.REDUCE, new Params.Fold(f.extent(), List.of(Prim.ADD), new Region(r.params(), in.eqns, List.of(term))),
            List.of(e.in().get(0), start)).get(0);
    }

    private void sequential(EquationWriter code, Eqn e, Params.Fold f) {
        int ops = f.ops().size();
        var in = new EquationWriter(ids);
        in.eqns.addAll(f.body().body());
        var params = new ArrayList<Var>(List.of(f.body().params().get(0)));
        var out = new ArrayList<Atom>();
        for (int k = 0; k < ops; k++) {
            Var acc = in.fresh(e.in().get(1 + k).type());
            params.add(acc);
            out.add(in.emit(f.ops().get(k), acc, f.body().out().get(k)));
        }
        params.addAll(f.body().params().subList(1, f.body().params().size()));
        out.addAll(f.body().out().subList(ops, f.body().out().size()));
        code.eqns.add(new Eqn(Prim.FOR, e.in(), new Params.Loop(f.extent(), new Region(params, in.eqns, out)), e.out()));
    }
}
