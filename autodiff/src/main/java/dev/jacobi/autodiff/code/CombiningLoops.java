package dev.jacobi.autodiff.code;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.FoldIdentity;
import java.util.List;

/**
 * Array primitives that combine elements by another operator than add, as what they stand for: running products and extremes and scatters as loops over rows of
 * the array, a product over axes as one, too, an update as a read, the operator and a write. Forward and reverse mode have rules for these.
 */
public final class CombiningLoops {
    private CombiningLoops() {
    }

    /** Whether the equation is one of them. */
    public static boolean isOne(Eqn e) {
        return e.params() instanceof Params.Access a ? a.op() != null && a.op() != Prim.ADD
            : e.prim() == Prim.CUM_MUL || e.prim() == Prim.CUM_MIN || e.prim() == Prim.CUM_MAX;
    }

    /** Appends equations that define what the equation defines. */
    public static void append(FormulaBuilder c, Eqn e) {
        if (e.prim() == Prim.UPDATE) {
            update(c, e);
        } else if (e.prim() == Prim.SCATTER) {
            scatter(c, e);
        } else {
            running(c, e, e.prim() == Prim.CUM_MUL ? Prim.MUL : e.prim() == Prim.CUM_MIN ? Prim.MIN : Prim.MAX);
        }
    }

    private static void update(FormulaBuilder c, Eqn e) {
        var p = (Params.Access) e.params();
        int last = e.in().size() - 1;
        Params.Access plain = p.plain();
        List<Atom> place = e.in().subList(0, last);
        Atom old = last == 1 ? place.get(0) : c.index(place.get(0), plain, place.subList(1, last));
        Atom now = c.emit(p.op(), old, e.in().get(last));
        c.append(new Eqn(Prim.UPDATE, FormulaBuilder.with(place, now), plain, e.out()));
    }

    /** {@code b[i[k]] = b[i[k]] op u[k]}, one row after the other, as indices may repeat. */
    private static void scatter(FormulaBuilder c, Eqn e) {
        var p = (Params.Access) e.params();
        Atom i = e.in().get(1);
        int places = i.type().rank();
        Atom first = inFront(c, e.in().get(0), p.axis(), 1);
        Atom u = inFront(c, e.in().get(2), p.axis(), places);
        Atom n = c.count(c.extents(i));
        Atom flat = merged(c, i, places, n);
        Atom terms = merged(c, u, places, n);
        var plain = new Params.Access(p.mode(), 0, null);
        List<Var> out = c.loop(n, List.of(first), q -> {
            List<Atom> k = List.of(q.get(0));
            List<Atom> at = List.of(c.index(flat, Params.Access.PROMISED, k));
            Atom now = c.emit(p.op(), c.index(q.get(1), plain, at), c.index(terms, Params.Access.PROMISED, k));
            return List.of(c.update(q.get(1), plain, at, now));
        });
        back(c, out.get(0), p.axis(), e);
    }

    /**
     * The product over axes, {@code p = p a[k]}. Its tangent {@code s a[k] + p t[k]} takes no product of all other elements, which may be infinite where this one is not.
     */
    public static void product(FormulaBuilder c, Eqn e) {
        Atom x = e.in().get(0);
        List<Integer> axes = ((Params.Axes) e.params()).axes();
        Atom a = c.transpose(x, Axes.inFront(x.type().rank(), axes));
        List<Atom> extents = c.extents(a);
        Atom n = c.count(extents.subList(0, axes.size()));
        Atom rows = merged(c, a, axes.size(), n);
        List<Var> out = c.loop(n, List.of(neutral(c, Prim.MUL, a.type().drop(axes.size()), extents)),
            q -> List.of(c.mul(q.get(1), c.index(rows, Params.Access.PROMISED, List.of(q.get(0))))));
        c.append(new Eqn(Prim.COPY, List.of(out.get(0)), Params.NONE, e.out()));
    }

    /** {@code p = p op a[k], b[k] = p} along an axis. */
    private static void running(FormulaBuilder c, Eqn e, Prim op) {
        var p = (Params.Axis) e.params();
        Atom a = inFront(c, e.in().get(0), p.axis(), 1);
        List<Atom> extents = c.extents(a);
        Atom first = neutral(c, op, a.type().drop(1), extents);
        Atom out = c.full(Lit.zero(a.dtype()), a.type().dims(), extents);
        List<Var> results = c.loop(extents.get(0), List.of(first, out), q -> {
            Atom k = p.reverse() ? c.sub(c.sub(extents.get(0), Lit.i32(1)), q.get(0)) : q.get(0);
            Atom x = c.index(a, Params.Access.PROMISED, List.of(k));
            Atom now = c.emit(op, q.get(1), x);
            // the first element is itself the extreme, also when it ties with the infinity that the loop starts from
            Atom value = op == Prim.MUL ? now : c.select(c.emit(Prim.EQ, q.get(0), Lit.i32(0)), x, now);
            return List.of(value, c.update(q.get(2), Params.Access.PROMISED, List.of(k), value));
        });
        back(c, results.get(1), p.axis(), e);
    }

    /** What a loop over rows starts from; the extents are those of the whole array. */
    private static Atom neutral(FormulaBuilder c, Prim op, Type row, List<Atom> extents) {
        Lit value = FoldIdentity.ofNothing(op, row.dtype());
        return row.isScalar() ? value : c.full(value, row.dims(), extents.subList(extents.size() - row.rank(), extents.size()));
    }

    /** The first axes of an array made one of {@code n}. */
    private static Atom merged(FormulaBuilder c, Atom a, int axes, Atom n) {
        if (axes == 1) {
            return a;
        }
        List<Atom> rest = c.extents(a).subList(axes, a.type().rank());
        return c.reshape(a, a.type().drop(axes).stacked(Dim.UNKNOWN).dims(), FormulaBuilder.join(List.of(n), rest));
    }

    private static Atom inFront(FormulaBuilder c, Atom a, int axis, int n) {
        return c.transpose(a, Axes.inFront(a.type().rank(), Axes.range(axis, n)));
    }

    /** Puts the first axis back to its place; that is the result of the equation. */
    private static void back(FormulaBuilder c, Atom a, int axis, Eqn e) {
        List<Integer> order = Axes.inverse(Axes.inFront(a.type().rank(), List.of(axis)));
        c.append(axis == 0 ? new Eqn(Prim.COPY, List.of(a), Params.NONE, e.out()) : new Eqn(Prim.TRANSPOSE, List.of(a), new Params.Axes(order), e.out()));
    }
}
