package dev.jacobi.ir.simplify;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A parallel loop written as the for that it stands for: for transformations that have no rule of their own for it. Ids are kept; new
 * variables come from the builder, to which the equations are appended.
 */
public final class Sequential {
    private final Builder b;
    private final Function<Atom, List<Atom>> rowExtents;

    private Sequential(Builder b, Function<Atom, List<Atom>> rowExtents) {
        this.b = b;
        this.rowExtents = rowExtents;
    }

    /** Appends equations that define what the map, reduce, scan or hist defines. */
    public static void append(Builder b, Eqn e) {
        append(b, e, Sequential::constantExtents);
    }

    /** The same where {@code rowExtents} knows before a map what the extents of an array are that its trips stack. */
    public static void append(Builder b, Eqn e, Function<Atom, List<Atom>> rowExtents) {
        var s = new Sequential(b, rowExtents);
        if (e.prim() == Prim.MAP) {
            s.map(e, ((Params.Loop) e.params()).body());
        } else if (e.prim() == Prim.REDUCE) {
            s.reduce(e, (Params.Fold) e.params());
        } else if (e.prim() == Prim.SCAN) {
            s.scan(e, (Params.Fold) e.params());
        } else if (e.prim() == Prim.HIST) {
            s.hist(e, (Params.Fold) e.params());
        } else {
            throw new IllegalArgumentException(e.prim().text() + " is no parallel loop");
        }
    }

    private void loop(Eqn e, List<Atom> init, List<Var> params, Region body, List<Atom> yields) {
        var in = new ArrayList<Atom>(List.of(e.in().get(0)));
        in.addAll(init);
        Dim extent = e.params() instanceof Params.Fold f ? f.extent() : ((Params.Loop) e.params()).extent();
        b.append(new Eqn(Prim.FOR, in, new Params.Loop(extent, new Region(params, body.body(), yields)), e.out()));
    }

    /** An array for what the trips yield; its rows must have extents that are known before the loop. */
    private Var stack(Atom n, Dim extent, Atom row, List<Atom> extents) {
        var dims = new ArrayList<Dim>(List.of(extent));
        var operands = new ArrayList<Atom>(List.of(b.emit(Prim.MAX, n, Lit.of(n.dtype(), 0))));
        dims.addAll(row.type().dims());
        operands.addAll(extents);
        return b.full(Lit.zero(row.dtype()), dims, operands);
    }

    private static List<Atom> constantExtents(Atom row) {
        if (row.type().dims().stream().anyMatch(d -> !d.isConst())) {
            throw new IllegalArgumentException("a map that stacks rows of unknown extents cannot be written as a for");
        }
        return row.type().dims().stream().map(d -> (Atom) Lit.i32((int) d.add())).toList();
    }

    private List<Atom> extentsOf(Atom row) {
        var out = new ArrayList<Atom>();
        for (int k = 0; k < row.type().rank(); k++) {
            Dim d = row.type().dims().get(k);
            out.add(d.isConst() ? Lit.i32((int) d.add()) : b.dim(row, k));
        }
        return out;
    }

    private void map(Eqn e, Region r) {
        int dests = e.in().size() - 1;
        var init = new ArrayList<>(e.in().subList(1, e.in().size()));
        var params = new ArrayList<>(r.params());
        for (Atom y : r.out().subList(dests, r.out().size())) {
            Var s = stack(e.in().get(0), ((Params.Loop) e.params()).extent(), y, rowExtents.apply(y));
            init.add(s);
            params.add(b.fresh(s.type()));
        }
        b.open();
        r.body().forEach(b::append);
        var yields = new ArrayList<>(r.out().subList(0, dests));
        for (int k = dests; k < r.out().size(); k++) {
            yields.add(b.update(params.get(1 + k), Params.Access.PROMISED, List.of(params.get(0)), r.out().get(k)));
        }
        loop(e, init, params, b.close(params, yields), yields);
    }

    private void reduce(Eqn e, Params.Fold f) {
        int ops = f.ops().size();
        var params = new ArrayList<>(f.body().params().subList(0, 1));
        e.in().subList(1, 1 + ops).forEach(a -> params.add(b.fresh(a.type())));
        params.addAll(f.body().params().subList(1, f.body().params().size()));
        b.open();
        f.body().body().forEach(b::append);
        var yields = new ArrayList<Atom>();
        for (int k = 0; k < ops; k++) {
            yields.add(b.emit(f.ops().get(k), params.get(1 + k), f.body().out().get(k)));
        }
        yields.addAll(f.body().out().subList(ops, f.body().out().size()));
        loop(e, e.in().subList(1, e.in().size()), params, b.close(params, yields), yields);
    }

    private void scan(Eqn e, Params.Fold f) {
        int ops = f.ops().size();
        var init = new ArrayList<>(e.in().subList(1, 1 + ops));
        for (int k = 0; k < ops; k++) {
            init.add(stack(e.in().get(0), f.extent(), init.get(k), extentsOf(init.get(k))));
        }
        var params = new ArrayList<>(f.body().params());
        init.forEach(a -> params.add(b.fresh(a.type())));
        b.open();
        f.body().body().forEach(b::append);
        var yields = new ArrayList<Atom>();
        for (int k = 0; k < ops; k++) {
            yields.add(b.emit(f.ops().get(k), params.get(1 + k), f.body().out().get(k)));
        }
        for (int k = 0; k < ops; k++) {
            yields.add(b.update(params.get(1 + ops + k), Params.Access.PROMISED, List.of(params.get(0)), yields.get(k)));
        }
        loop(e, init, params, b.close(params, yields), yields);
    }

    private void hist(Eqn e, Params.Fold f) {
        var params = new ArrayList<>(f.body().params());
        params.add(b.fresh(e.in().get(1).type()));
        b.open();
        f.body().body().forEach(b::append);
        var access = new Params.Access(Params.Mode.CLAMP, 0, f.ops().get(0));
        List<Atom> yields = List.of(b.update(params.get(1), access, List.of(f.body().out().get(0)), f.body().out().get(1)));
        loop(e, List.of(e.in().get(1)), params, b.close(params, yields), yields);
    }
}
