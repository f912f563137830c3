package dev.jacobi.autodiff.jvp;

import dev.jacobi.autodiff.code.Arithmetic;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** Forward mode of what works on whole arrays and is not linear in them. */
final class JvpArrays {
    private final JvpRules rules;
    private final Builder b;
    private final Arithmetic c;

    JvpArrays(JvpRules rules, Builder b) {
        this.rules = rules;
        this.b = b;
        this.c = rules.c;
    }

    void extreme(Eqn e) {
        unlessZero(e, t -> extreme(e, t));
    }

    void product(Eqn e) {
        unlessZero(e, t -> product(e, t));
    }

    void running(Prim op, Eqn e) {
        unlessZero(e, t -> running(op, e, t));
    }

    void cholesky(Eqn e) {
        unlessZero(e, t -> cholesky(e.result(), t));
    }

    private void unlessZero(Eqn e, java.util.function.UnaryOperator<Atom> rule) {
        b.append(e);
        Atom t = rules.tangent(e.in().get(0));
        rules.set(e.result(), t == null ? null : rule.apply(t));
    }

    void bilinear(Eqn e) {
        b.append(e);
        Atom s = rules.tangent(e.in().get(0));
        Atom t = rules.tangent(e.in().get(1));
        Atom left = s == null ? null : c.same(e.prim(), e.params(), List.of(s, e.in().get(1)));
        Atom right = t == null ? null : c.same(e.prim(), e.params(), List.of(e.in().get(0), t));
        rules.set(e.result(), c.sum(left, right));
    }

    /** The tangents move along with what is sorted. */
    void sort(Eqn e) {
        List<Integer> which = IntStream.range(0, e.in().size()).filter(k -> rules.tangent(e.in().get(k)) != null).boxed().toList();
        var in = new ArrayList<>(e.in());
        which.forEach(k -> in.add(rules.tangent(e.in().get(k))));
        rules.extended(e, in, which);
    }

    /** The extreme over a named axis: the mean of the tangents of those that have it. */
    void across(Eqn e) {
        b.append(e);
        Atom x = e.in().get(0);
        Atom t = rules.tangent(x);
        if (t != null) {
            Atom hit = c.op(Prim.EQ, x, e.result());
            Atom sum = c.same(Prim.PSUM, e.params(), List.of(c.select(hit, t, c.zero(x))));
            rules.set(e.result(), c.div(sum, c.same(Prim.PSUM, e.params(), List.of(c.select(hit, c.like(x, 1), c.zero(x))))));
        }
    }

    private List<Integer> others(int rank, List<Integer> axes) {
        return IntStream.range(0, rank).filter(k -> !axes.contains(k)).boxed().toList();
    }

    private Atom extreme(Eqn e, Atom t) {
        Atom x = e.in().get(0);
        List<Integer> axes = ((Params.Axes) e.params()).axes();
        var in = new ArrayList<Atom>(List.of(e.result()));
        in.addAll(c.extents(x));
        Atom all = c.same(Prim.BROADCAST, new Params.Broadcast(others(x.type().rank(), axes), x.type().dims()), in);
        Atom hit = c.op(Prim.EQ, x, all);
        return c.div(c.reduceAdd(c.select(hit, t, c.zero(x)), axes), c.reduceAdd(c.select(hit, c.like(x, 1), c.zero(x)), axes));
    }

    /** An array as a matrix whose rows run over some of its axes, and the way back. */
    private final class Matrix {
        private final List<Integer> order;
        private final List<Dim> dims;
        private final List<Atom> extents;
        private final int rowAxes;
        final Atom rows;
        final Atom columns;

        Matrix(Atom x, List<Integer> axes) {
            order = new ArrayList<>(others(x.type().rank(), axes));
            rowAxes = order.size();
            order.addAll(axes);
            List<Atom> all = c.extents(x);
            dims = order.stream().map(x.type().dims()::get).toList();
            extents = order.stream().map(all::get).toList();
            rows = count(extents.subList(0, rowAxes));
            columns = count(extents.subList(rowAxes, order.size()));
        }

        private Atom count(List<Atom> of) {
            return of.stream().reduce((x, y) -> c.mul(x, y)).orElse(Lit.i32(1));
        }

        Atom of(Atom x) {
            return c.reshape(c.transpose(x, order), List.of(Dim.UNKNOWN, Dim.UNKNOWN), List.of(rows, columns));
        }

        /** One value per row in the shape of what is left when the axes of the rows are gone. */
        Atom column(Atom x) {
            return rowAxes == 0 ? b.index(x, Params.Access.PROMISED, List.of(Lit.i32(0))) : c.reshape(x, dims.subList(0, rowAxes), extents.subList(0, rowAxes));
        }

        Atom back(Atom x) {
            var inverse = new ArrayList<Integer>();
            for (int k = 0; k < order.size(); k++) {
                inverse.add(order.indexOf(k));
            }
            return c.transpose(c.reshape(x, dims, extents), inverse);
        }
    }

    private Atom at(Atom a, Atom i, Atom j) {
        return b.index(a, Params.Access.PROMISED, List.of(i, j));
    }

    /** The product rule along each row, which needs no division. */
    private Atom product(Eqn e, Atom t) {
        Atom x = e.in().get(0);
        var m = new Matrix(x, ((Params.Axes) e.params()).axes());
        Atom xs = m.of(x);
        Atom ts = m.of(t);
        Var i = b.fresh(Type.I32);
        b.open();
        List<Var> pair = b.loop(m.columns, List.of(c.lit(x.type(), 1), c.lit(x.type(), 0)), p -> step(Prim.MUL, p.get(1), p.get(2), at(xs, i, p.get(0)), at(ts, i, p.get(0))));
        var body = b.close(List.of(i), List.of(pair.get(1)));
        return m.column(b.emitAll(Prim.MAP, new Params.Loop(Dim.UNKNOWN, body), List.of(m.rows)).get(0));
    }

    private List<Atom> step(Prim op, Atom p, Atom s, Atom x, Atom t) {
        return List.of(c.op(op, p, x), rules.combined(op, p, s, x, t));
    }

    private Atom running(Prim op, Eqn e, Atom t) {
        Atom x = e.in().get(0);
        Params.Axis axis = (Params.Axis) e.params();
        var m = new Matrix(x, List.of(axis.axis()));
        Atom xs = m.of(x);
        Atom ts = m.of(t);
        Atom last = c.op(Prim.SUB, m.columns, Lit.i32(1));
        Lit start = op == Prim.MUL ? c.lit(x.type(), 1) : c.lit(x.type(), op == Prim.MIN ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY);
        Atom out = b.full(c.lit(x.type(), 0), List.of(Dim.UNKNOWN, Dim.UNKNOWN), List.of(m.rows, m.columns));
        Var i = b.fresh(Type.I32);
        Var dest = b.fresh(out.type());
        b.open();
        List<Var> r = b.loop(m.columns, List.of(start, c.lit(x.type(), 0), dest), p -> {
            Atom j = axis.reverse() ? c.op(Prim.SUB, last, p.get(0)) : p.get(0);
            List<Atom> next = step(op, p.get(1), p.get(2), at(xs, i, j), at(ts, i, j));
            // The first element is itself the extreme, also when it ties with the infinity that the loop starts from.
            Atom first = c.op(Prim.EQ, p.get(0), Lit.i32(0));
            Atom tangent = op == Prim.MUL ? next.get(1) : c.select(first, at(ts, i, j), next.get(1));
            return List.of(next.get(0), tangent, b.update(p.get(3), Params.Access.PROMISED, List.of(i, j), tangent));
        });
        var body = b.close(List.of(i, dest), List.of(r.get(2)));
        return m.back(b.emitAll(Prim.MAP, new Params.Loop(Dim.UNKNOWN, body), List.of(m.rows, out)).get(0));
    }

    /** Sums scatter their tangents; products and extremes go through the elements one after the other, as duplicates demand. */
    void scatter(Eqn e, Params.Access p) {
        if (p.op() == null || p.op() == Prim.ADD) {
            rules.linear(e);
            return;
        }
        b.append(e);
        if (!rules.some(e)) {
            return;
        }
        Atom a = e.in().get(0);
        Atom idx = e.in().get(1);
        Atom u = e.in().get(2);
        int axis = p.axis();
        int width = idx.type().rank();
        // The scattered axis in front; in the updates the axes of the indices, made one.
        List<Integer> order = front(a.type().rank(), axis, 1);
        List<Integer> orderU = front(u.type().rank(), axis, width);
        Atom n = c.extents(idx).stream().reduce((x, y) -> c.mul(x, y)).orElse(Lit.i32(1));
        Atom flat = c.reshape(idx, List.of(Dim.UNKNOWN), List.of(n));
        Atom us = rows(c.transpose(u, orderU), width, n);
        Atom ts = rows(c.transpose(rules.tangentOrZero(u), orderU), width, n);
        Atom first = b.emit(Prim.COPY, c.transpose(a, order));
        Atom firstT = b.emit(Prim.COPY, c.transpose(rules.tangentOrZero(a), order));
        Params.Access read = new Params.Access(p.mode(), 0, null);
        BiFunction<Atom, Atom, Atom> row = (x, i) -> b.index(x, read, List.of(i));
        List<Var> r = b.loop(n, List.of(first, firstT), q -> {
            Atom i = b.index(flat, Params.Access.PROMISED, List.of(q.get(0)));
            List<Atom> next = step(p.op(), row.apply(q.get(1), i), row.apply(q.get(2), i), row.apply(us, q.get(0)), row.apply(ts, q.get(0)));
            return List.of(b.update(q.get(1), read, List.of(i), next.get(0)), b.update(q.get(2), read, List.of(i), next.get(1)));
        });
        var inverse = new ArrayList<Integer>();
        for (int k = 0; k < order.size(); k++) {
            inverse.add(order.indexOf(k));
        }
        rules.set(e.result(), c.transpose(r.get(1), inverse));
    }

    /** The order of axes that puts {@code n} axes from {@code axis} on first. */
    private static List<Integer> front(int rank, int axis, int n) {
        var order = new ArrayList<Integer>();
        IntStream.range(axis, axis + n).forEach(order::add);
        IntStream.range(0, rank).filter(k -> k < axis || k >= axis + n).forEach(order::add);
        return order;
    }

    private Atom rows(Atom x, int width, Atom n) {
        var dims = new ArrayList<Dim>(List.of(Dim.UNKNOWN));
        dims.addAll(x.type().dims().subList(width, x.type().rank()));
        var extents = new ArrayList<Atom>(List.of(n));
        extents.addAll(c.extents(x).subList(width, x.type().rank()));
        return c.reshape(x, dims, extents);
    }

    /**
     * L' = L phi(L^-1 A' L^-T), phi taking the lower half and half of the diagonal (Smith, "Differentiation of the Cholesky algorithm",
     * 1995). Only the lower half of A is read, so only that of its tangent counts.
     */
    private Atom cholesky(Atom l, Atom t) {
        Atom zero = c.zero(t);
        Atom below = c.select(c.where(Prim.GT, t), t, zero);
        Atom lower = c.select(c.where(Prim.GE, t), t, zero);
        Atom symmetric = c.add(lower, c.flipped(below));
        var plain = new Params.Axis(0, false);
        Atom half = c.same(Prim.TRIANGULAR_SOLVE, plain, List.of(l, symmetric));
        Atom inner = c.same(Prim.TRIANGULAR_SOLVE, plain, List.of(l, c.flipped(half)));
        Atom phi = c.select(c.where(Prim.GT, t), inner, c.select(c.where(Prim.EQ, t), c.mul(inner, 0.5), zero));
        return c.matmul(l, phi);
    }

    /** a x = b: a x' = b' - a' x, where only the triangle of a counts. */
    void solve(Eqn e) {
        b.append(e);
        Atom a = e.in().get(0);
        Atom s = rules.tangent(a);
        Atom t = rules.tangent(e.in().get(1));
        Atom moved = null;
        if (s != null) {
            Prim side = e.params() instanceof Params.Axis p && p.reverse() ? Prim.LE : Prim.GE;
            moved = c.matmul(c.select(c.where(side, a), s, c.zero(a)), e.result());
        }
        Atom right = moved == null ? t : t == null ? c.neg(moved) : c.sub(t, moved);
        rules.set(e.result(), right == null ? null : c.same(Prim.TRIANGULAR_SOLVE, e.params(), List.of(a, right)));
    }
}
