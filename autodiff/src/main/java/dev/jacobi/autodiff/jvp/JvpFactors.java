package dev.jacobi.autodiff.jvp;

import dev.jacobi.autodiff.code.FactorFormulas;
import dev.jacobi.autodiff.code.FormulaBuilder;
import dev.jacobi.autodiff.code.Matrix;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;

/** Forward mode of factorisations. Singular and eigenvalues must differ from each other, as their vectors have no derivative elsewhere. */
final class JvpFactors {
    private final JvpRules rules;
    private final FormulaBuilder c;
    private final FactorFormulas f;

    JvpFactors(JvpRules rules) {
        this.rules = rules;
        c = rules.c;
        f = new FactorFormulas(c);
    }

    void rule(Eqn e) {
        Matrix t = tangent(e);
        if (t == null) {
            c.append(e);
        } else if (FactorFormulas.isValuesAlone(e)) {
            Eqn all = FactorFormulas.withVectors(c, e);
            c.append(all);
            Matrix u = Matrix.result(all, 0, 0);
            rules.set(e.result(), f.diagonal(f.matmul(f.adjoint(u), f.matmul(t, f.adjoint(Matrix.result(all, 2, 3))))));
        } else {
            c.append(e);
            factors(e, t);
        }
    }

    /** The operand's, or null. */
    private Matrix tangent(Eqn e) {
        Atom re = rules.tangent(e.in().get(0));
        if (!Matrix.isComplex(e)) {
            return re == null ? null : Matrix.real(re);
        }
        Atom im = rules.tangent(e.in().get(1));
        return re == null && im == null ? null : new Matrix(re == null ? c.constant(0, e.in().get(0)) : re, im == null ? c.constant(0, e.in().get(0)) : im);
    }

    /** Sets the tangent of the factor that {@link Matrix#result} gives for these numbers. */
    private void set(Eqn e, int real, int k, Matrix t) {
        Matrix m = Matrix.result(e, real, k);
        rules.set((Var) m.re(), t.re());
        if (m.isComplex()) {
            rules.set((Var) m.im(), t.im());
        }
    }

    private void factors(Eqn e, Matrix t) {
        if (e.prim() == Prim.LU) {
            lu(e, t);
        } else if (e.prim() == Prim.QR) {
            qr(e, t);
        } else if (e.prim() == Prim.EIGH) {
            eigh(e, t);
        } else {
            svd(e, t);
        }
    }

    /** De Hoog, Anderssen and Lukas, "Differentiation of matrix functionals using triangular factorization" (2011): with M = L^-1 A' U^-1, L' = L tril(M, -1) and U' = triu(M) U. */
    private void lu(Eqn e, Matrix t) {
        Matrix lu = Matrix.result(e, 0, 0);
        Matrix l = f.unitLower(lu);
        Matrix u = f.upper(lu);
        Matrix m = f.solveRight(true, u, f.solve(false, l, f.reordered(e.out().get(e.out().size() - 1), t, false)));
        set(e, 0, 0, f.add(f.matmul(l, f.triangle(Prim.GT, m)), f.matmul(f.triangle(Prim.LE, m), u)));
    }

    /** Of the first columns D = A' R^-1 and K = tril(Q'D, -1): dQ = Q (K - K' - Q'D + i Im diag(Q'D)) + D, as the diagonal of R stays real, and R = Q'A. */
    private void qr(Eqn e, Matrix t) {
        FactorFormulas.needsReduced(e);
        Matrix q = Matrix.result(e, 0, 0);
        Matrix r = Matrix.result(e, 1, 2);
        Matrix d = f.solveRight(true, f.firstColumns(r, q), f.firstColumns(t, q));
        Matrix inner = f.matmul(f.adjoint(q), d);
        Matrix lower = f.triangle(Prim.GT, inner);
        Matrix turn = f.sum(f.sub(f.sub(lower, f.adjoint(lower)), inner), f.imaginaryDiagonal(inner));
        Matrix dq = f.add(f.matmul(q, turn), d);
        set(e, 0, 0, dq);
        set(e, 1, 2, f.triangle(Prim.LE, f.add(f.matmul(f.adjoint(dq), Matrix.operand(e)), f.matmul(f.adjoint(q), t))));
    }

    /** Giles, "Collected matrix derivative results" (2008), 3.1: W' is the diagonal of V'A'V, and dV = V (F * V'A'V) with F_ij = 1 / (w_j - w_i). */
    private void eigh(Eqn e, Matrix t) {
        boolean lower = ((Params.Factor) e.params()).part() == Params.Part.LOWER;
        Matrix whole = f.add(f.triangle(lower ? Prim.GE : Prim.LE, t), f.adjoint(f.triangle(lower ? Prim.GT : Prim.LT, t)));
        Matrix off = f.imaginaryDiagonal(t);
        Matrix symmetric = off == null ? whole : f.sub(whole, off);
        Var w = e.out().get(0);
        Matrix v = Matrix.result(e, 1, 1);
        Matrix inner = f.matmul(f.adjoint(v), f.matmul(symmetric, v));
        rules.set(w, f.diagonal(inner));
        set(e, 1, 1, f.matmul(v, f.scaled(f.inverseBesideDiagonal(c.sub(f.asRows(w, inner.re()), f.asColumns(w, inner.re()))), inner)));
    }

    /**
     * Giles, 3.2: with M = U'A'V, the values have its diagonal, dU = U (F * (M S + S M')) and dV = V (F * (S M + M' S)), F_ij = 1 / (s_j^2 - s_i^2); and what is beside U
     * or V. The phases that complex
     * vectors have together change with those of U: by the imaginary parts of the diagonal of M, divided by the values.
     */
    private void svd(Eqn e, Matrix t) {
        FactorFormulas.needsReduced(e);
        Matrix u = Matrix.result(e, 0, 0);
        Var s = e.out().get(e.out().size() / 2);
        Matrix vt = Matrix.result(e, 2, 3);
        Matrix v = f.adjoint(vt);
        Matrix av = f.matmul(t, v);
        Matrix m = f.matmul(f.adjoint(u), av);
        rules.set(s, f.diagonal(m));
        Atom apart = f.squaresApart(s, m.re());
        Matrix ms = f.scaled(f.asRows(s, m.re()), m);
        Matrix sm = f.scaled(f.asColumns(s, m.re()), m);
        Matrix phases = f.imaginaryDiagonal(m);
        Matrix turn = f.sum(f.scaled(apart, f.add(ms, f.adjoint(ms))), phases == null ? null : f.scaled(f.asRows(f.inverse(s), m.re()), phases));
        Matrix du = f.matmul(u, turn);
        Matrix dv = f.matmul(v, f.scaled(apart, f.add(sm, f.adjoint(sm))));
        set(e, 0, 0, f.sum(du, f.beside(u, av, s)));
        set(e, 2, 3, f.adjoint(f.sum(dv, f.beside(v, f.matmul(f.adjoint(t), u), s))));
    }
}
