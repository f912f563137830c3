package dev.jacobi.autodiff.jvp;

import dev.jacobi.autodiff.code.Axes;
import dev.jacobi.autodiff.code.FormulaBuilder;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Forward mode of what works on whole arrays and is not linear in them. */
final class JvpArrays {
    private final JvpRules rules;
    private final FormulaBuilder c;

    JvpArrays(JvpRules rules) {
        this.rules = rules;
        c = rules.c;
    }

    /** A rule for the tangent of the only operand. */
    private void unlessZero(Eqn e, UnaryOperator<Atom> rule) {
        Atom t = rules.tangent(e.in().get(0));
        rules.one(e, () -> t == null ? null : rule.apply(t));
    }

    void bilinear(Eqn e) {
        Atom a = e.in().get(0);
        Atom b = e.in().get(1);
        Atom s = rules.tangent(a);
        Atom t = rules.tangent(b);
        rules.one(e, () -> c.sum(s == null ? null : c.emit(e.prim(), e.params(), s, b), t == null ? null : c.emit(e.prim(), e.params(), a, t)));
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
        Atom x = e.in().get(0);
        unlessZero(e, t -> mean(c.emit(Prim.EQ, x, e.result()), t, y -> c.emit(Prim.PSUM, e.params(), y)));
    }

    void extreme(Eqn e) {
        Atom x = e.in().get(0);
        List<Integer> axes = ((Params.Axes) e.params()).axes();
        unlessZero(e, t -> {
            Atom all = c.broadcast(e.result(), Axes.without(x.type().rank(), axes), x.type().dims(), c.extents(x));
            return mean(c.emit(Prim.EQ, x, all), t, y -> c.reduceAdd(y, axes));
        });
    }

    private Atom mean(Atom hit, Atom t, UnaryOperator<Atom> sum) {
        return c.div(sum.apply(c.where(hit, t)), sum.apply(c.where(hit, c.constant(1, t))));
    }

    /**
     * L' = L phi(L^-1 A' L^-T), phi taking the lower half and half of the diagonal (Smith, "Differentiation of the Cholesky algorithm",
     * 1995). Only the lower half of A is read, so only that of its tangent counts.
     */
    void cholesky(Eqn e) {
        Atom l = e.result();
        unlessZero(e, t -> {
            Atom symmetric = c.add(c.triangle(Prim.GE, t), c.flipped(c.triangle(Prim.GT, t)));
            var plain = new Params.Axis(0, false);
            Atom half = c.emit(Prim.TRIANGULAR_SOLVE, plain, l, symmetric);
            Atom inner = c.emit(Prim.TRIANGULAR_SOLVE, plain, l, c.flipped(half));
            return c.matmul(l, c.halved(c.triangle(Prim.GE, inner)));
        });
    }

    /** a x = b: a x' = b' - a' x, where only the triangle of a counts. */
    void solve(Eqn e) {
        Atom a = e.in().get(0);
        Atom s = rules.tangent(a);
        Atom t = rules.tangent(e.in().get(1));
        Prim side = ((Params.Axis) e.params()).reverse() ? Prim.LE : Prim.GE;
        rules.one(e, () -> {
            Atom right = c.difference(t, s == null ? null : c.matmul(c.triangle(side, s), e.result()));
            return right == null ? null : c.emit(Prim.TRIANGULAR_SOLVE, e.params(), a, right);
        });
    }
}
