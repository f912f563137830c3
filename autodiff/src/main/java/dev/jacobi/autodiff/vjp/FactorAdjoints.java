package dev.jacobi.autodiff.vjp;

import dev.jacobi.autodiff.code.FactorFormulas;
import dev.jacobi.autodiff.code.FormulaBuilder;
import dev.jacobi.autodiff.code.Matrix;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;

/** The adjoints of factorisations: the transposes of the formulas of forward mode ({@code JvpFactors} has their sources). */
final class FactorAdjoints {
    void rule(Scope s, Eqn e) {
        var f = new FactorFormulas(s.code);
        Matrix a = e.prim() == Prim.LU ? lu(f, s, e) : e.prim() == Prim.QR ? qr(f, s, e) : e.prim() == Prim.EIGH ? eigh(f, s, e) : svd(f, s, e);
        s.add(e.in().get(0), a.re());
        if (a.isComplex()) {
            s.add(e.in().get(1), a.im());
        }
    }

    /** The cotangent of a result, taken; null for zero. */
    private static Atom taken(Scope s, Atom v) {
        return s.has((Var) v) ? s.take((Var) v) : null;
    }

    /** The cotangent of a factor, of which one part may have none. */
    private static Matrix taken(Scope s, Matrix m) {
        Atom re = taken(s, m.re());
        if (!m.isComplex()) {
            return re == null ? null : Matrix.real(re);
        }
        Atom im = taken(s, m.im());
        return re == null && im == null ? null : new Matrix(re == null ? s.code.constant(0, m.re()) : re, im == null ? s.code.constant(0, m.im()) : im);
    }

    /** L^-T (tril(L'Y, -1) + triu(Y U')) U^-T, with the rows put back. */
    private static Matrix lu(FactorFormulas f, Scope s, Eqn e) {
        Matrix lu = Matrix.result(e, 0, 0);
        Matrix y = taken(s, lu);
        Matrix l = f.unitLower(lu);
        Matrix u = f.upper(lu);
        Matrix m = f.add(f.triangle(Prim.GT, f.matmul(f.adjoint(l), y)), f.triangle(Prim.LE, f.matmul(y, f.adjoint(u))));
        return f.reordered(e.out().get(e.out().size() - 1), f.solveRight(false, f.adjoint(u), f.solve(true, f.adjoint(l), m)), true);
    }

    private static Matrix qr(FactorFormulas f, Scope s, Eqn e) {
        FactorFormulas.needsReduced(e);
        Matrix a = Matrix.operand(e);
        Matrix q = Matrix.result(e, 0, 0);
        Matrix r = Matrix.result(e, 1, 2);
        Matrix qy = taken(s, q);
        Matrix ry = taken(s, r);
        Matrix upper = ry == null ? null : f.triangle(Prim.LE, ry);
        Matrix y = f.sum(qy, upper == null ? null : f.matmul(a, f.adjoint(upper)));
        Matrix g = f.matmul(f.adjoint(q), y);
        Matrix inner = f.sum(f.sub(f.triangle(Prim.GT, f.sub(g, f.adjoint(g))), g), f.imaginaryDiagonal(g));
        Matrix first = f.solveRight(false, f.adjoint(f.firstColumns(r, q)), f.add(f.matmul(q, inner), y));
        Matrix all = f.enlarged(first, a.re().type().dims(), s.code.extents(a.re()));
        return f.sum(all, upper == null ? null : f.matmul(q, upper));
    }

    private static Matrix eigh(FactorFormulas f, Scope s, Eqn e) {
        FormulaBuilder c = s.code;
        Atom w = e.out().get(0);
        Matrix v = Matrix.result(e, 1, 1);
        Atom wy = taken(s, w);
        Matrix vy = taken(s, v);
        Atom apart = vy == null ? null : f.inverseBesideDiagonal(c.sub(f.asRows(w, v.re()), f.asColumns(w, v.re())));
        Matrix inner = f.sum(wy == null ? null : f.like(v, f.diagonalMatrix(wy, v.re())), vy == null ? null : f.scaled(apart, f.matmul(f.adjoint(v), vy)));
        Matrix g = f.matmul(v, f.matmul(inner, f.adjoint(v)));
        boolean lower = ((Params.Factor) e.params()).part() == Params.Part.LOWER;
        return f.halved(f.triangle(lower ? Prim.GE : Prim.LE, f.add(g, f.adjoint(g))));
    }

    /** {@link Normalise} has put vectors beside values that stood alone. */
    private static Matrix svd(FactorFormulas f, Scope s, Eqn e) {
        FactorFormulas.needsReduced(e);
        Matrix u = Matrix.result(e, 0, 0);
        Atom d = e.out().get(e.out().size() / 2);
        Matrix vt = Matrix.result(e, 2, 3);
        Matrix v = f.adjoint(vt);
        Atom dy = taken(s, d);
        Matrix uy = taken(s, u);
        Matrix vty = taken(s, vt);
        Matrix vy = vty == null ? null : f.adjoint(vty);
        Atom like = f.squares(d);
        Atom apart = uy == null && vy == null ? null : f.squaresApart(d, like);
        Matrix inner = dy == null ? null : f.like(u, f.diagonalMatrix(dy, like));
        if (uy != null) {
            Matrix own = f.matmul(f.adjoint(u), uy);
            Matrix g = f.scaled(apart, own);
            inner = f.sum(inner, f.scaled(f.asRows(d, like), f.add(g, f.adjoint(g))));
            Matrix phases = f.imaginaryDiagonal(own);
            inner = f.sum(inner, phases == null ? null : f.scaled(f.asRows(f.inverse(d), like), phases));
        }
        if (vy != null) {
            Matrix g = f.scaled(apart, f.matmul(vt, vy));
            inner = f.sum(inner, f.scaled(f.asColumns(d, like), f.add(g, f.adjoint(g))));
        }
        Matrix a = f.matmul(u, f.matmul(inner, vt));
        Matrix besideU = uy == null ? null : f.beside(u, uy, d);
        Matrix besideV = vy == null ? null : f.beside(v, vy, d);
        a = f.sum(a, besideU == null ? null : f.matmul(besideU, vt));
        return f.sum(a, besideV == null ? null : f.matmul(u, f.adjoint(besideV)));
    }
}
