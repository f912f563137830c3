package dev.jacobi.autodiff.jvp;

import dev.jacobi.autodiff.code.FactorFormulas;
import dev.jacobi.autodiff.code.FormulaBuilder;
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
        Atom t = rules.tangent(e.in().get(0));
        if (t == null) {
            c.append(e);
        } else if (FactorFormulas.isValuesAlone(e)) {
            Eqn all = FactorFormulas.withVectors(c, e);
            c.append(all);
            rules.set(e.result(), f.diagonal(c.matmul(c.flipped(all.out().get(0)), c.matmul(t, c.flipped(all.out().get(2))))));
        } else {
            c.append(e);
            factors(e, t);
        }
    }

    private void factors(Eqn e, Atom t) {
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
    private void lu(Eqn e, Atom t) {
        Atom l = f.unitLower(e.out().get(0));
        Atom u = f.upper(e.out().get(0));
        Atom m = f.solveRight(true, u, f.solve(false, l, f.reordered(e.out().get(2), t, false)));
        rules.set(e.out().get(0), c.add(c.matmul(l, c.triangle(Prim.GT, m)), c.matmul(c.triangle(Prim.LE, m), u)));
    }

    /** Of the first columns D = A' R^-1 and K = tril(Q'D, -1): dQ = Q (K - K' - Q'D) + D, and R = Q'A. */
    private void qr(Eqn e, Atom t) {
        FactorFormulas.needsReduced(e);
        Var q = e.out().get(0);
        Var r = e.out().get(1);
        Atom d = f.solveRight(true, f.firstColumns(r, q), f.firstColumns(t, q));
        Atom inner = c.matmul(c.flipped(q), d);
        Atom lower = c.triangle(Prim.GT, inner);
        Atom dq = c.add(c.matmul(q, c.sub(c.sub(lower, c.flipped(lower)), inner)), d);
        rules.set(q, dq);
        rules.set(r, c.triangle(Prim.LE, c.add(c.matmul(c.flipped(dq), e.in().get(0)), c.matmul(c.flipped(q), t))));
    }

    /** Giles, "Collected matrix derivative results" (2008), 3.1: W' is the diagonal of V'A'V, and dV = V (F * V'A'V) with F_ij = 1 / (w_j - w_i). */
    private void eigh(Eqn e, Atom t) {
        boolean lower = ((Params.Factor) e.params()).part() == Params.Part.LOWER;
        Atom symmetric = c.add(c.triangle(lower ? Prim.GE : Prim.LE, t), c.flipped(c.triangle(lower ? Prim.GT : Prim.LT, t)));
        Var w = e.out().get(0);
        Var v = e.out().get(1);
        Atom inner = c.matmul(c.flipped(v), c.matmul(symmetric, v));
        rules.set(w, f.diagonal(inner));
        rules.set(v, c.matmul(v, c.mul(f.inverseBesideDiagonal(c.sub(f.asRows(w, inner), f.asColumns(w, inner))), inner)));
    }

    /** Giles, 3.2: with M = U'A'V, the values have its diagonal, dU = U (F * (M S + S M')) and dV = V (F * (S M + M' S)), F_ij = 1 / (s_j^2 - s_i^2); and what is beside U or V. */
    private void svd(Eqn e, Atom t) {
        FactorFormulas.needsReduced(e);
        Atom u = e.out().get(0);
        Atom s = e.out().get(1);
        Atom vt = e.out().get(2);
        Atom av = c.matmul(t, c.flipped(vt));
        Atom m = c.matmul(c.flipped(u), av);
        rules.set(e.out().get(1), f.diagonal(m));
        Atom apart = f.squaresApart(s, m);
        Atom ms = c.mul(m, f.asRows(s, m));
        Atom sm = c.mul(f.asColumns(s, m), m);
        Atom du = c.matmul(u, c.mul(apart, c.add(ms, c.flipped(ms))));
        Atom dv = c.matmul(c.flipped(vt), c.mul(apart, c.add(sm, c.flipped(sm))));
        rules.set(e.out().get(0), c.sum(du, f.beside(u, av, s)));
        rules.set(e.out().get(2), c.flipped(c.sum(dv, f.beside(c.flipped(vt), c.matmul(c.flipped(t), u), s))));
    }
}
