package dev.jacobi.autodiff.vjp;

import dev.jacobi.autodiff.code.FactorFormulas;
import dev.jacobi.autodiff.code.FormulaBuilder;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;

/** The adjoints of factorisations: the transposes of the formulas of forward mode ({@code JvpFactors} has their sources). */
final class FactorAdjoints {
    void rule(Scope s, Eqn e) {
        var f = new FactorFormulas(s.code);
        Atom a = e.prim() == Prim.LU ? lu(f, s, e) : e.prim() == Prim.QR ? qr(f, s, e) : e.prim() == Prim.EIGH ? eigh(f, s, e) : svd(f, s, e);
        s.add(e.in().get(0), a);
    }

    /** The cotangent of a result, taken; null for zero. */
    private static Atom taken(Scope s, Var v) {
        return s.has(v) ? s.take(v) : null;
    }

    /** L^-T (tril(L'Y, -1) + triu(Y U')) U^-T, with the rows put back. */
    private static Atom lu(FactorFormulas f, Scope s, Eqn e) {
        FormulaBuilder c = s.code;
        Atom y = s.take(e.out().get(0));
        Atom l = f.unitLower(e.out().get(0));
        Atom u = f.upper(e.out().get(0));
        Atom m = c.add(c.triangle(Prim.GT, c.matmul(c.flipped(l), y)), c.triangle(Prim.LE, c.matmul(y, c.flipped(u))));
        return f.reordered(e.out().get(2), f.solveRight(false, c.flipped(u), f.solve(true, c.flipped(l), m)), true);
    }

    private static Atom qr(FactorFormulas f, Scope s, Eqn e) {
        FactorFormulas.needsReduced(e);
        FormulaBuilder c = s.code;
        Atom a = e.in().get(0);
        Atom q = e.out().get(0);
        Atom r = e.out().get(1);
        Atom qy = taken(s, e.out().get(0));
        Atom ry = taken(s, e.out().get(1));
        Atom upper = ry == null ? null : c.triangle(Prim.LE, ry);
        Atom y = c.sum(qy, upper == null ? null : c.matmul(a, c.flipped(upper)));
        Atom g = c.matmul(c.flipped(q), y);
        Atom inner = c.sub(c.triangle(Prim.GT, c.sub(g, c.flipped(g))), g);
        Atom first = f.solveRight(false, c.flipped(f.firstColumns(r, q)), c.add(c.matmul(q, inner), y));
        Atom all = f.enlarged(first, a.type().dims(), c.extents(a));
        return c.sum(all, upper == null ? null : c.matmul(q, upper));
    }

    private static Atom eigh(FactorFormulas f, Scope s, Eqn e) {
        FormulaBuilder c = s.code;
        Atom w = e.out().get(0);
        Atom v = e.out().get(1);
        Atom wy = taken(s, e.out().get(0));
        Atom vy = taken(s, e.out().get(1));
        Atom apart = vy == null ? null : f.inverseBesideDiagonal(c.sub(f.asRows(w, v), f.asColumns(w, v)));
        Atom inner = c.sum(wy == null ? null : f.diagonalMatrix(wy, v), vy == null ? null : c.mul(apart, c.matmul(c.flipped(v), vy)));
        Atom g = c.matmul(v, c.matmul(inner, c.flipped(v)));
        boolean lower = ((Params.Factor) e.params()).part() == Params.Part.LOWER;
        return c.halved(c.triangle(lower ? Prim.GE : Prim.LE, c.add(g, c.flipped(g))));
    }

    /** {@link Normalise} has put vectors beside values that stood alone. */
    private static Atom svd(FactorFormulas f, Scope s, Eqn e) {
        FactorFormulas.needsReduced(e);
        FormulaBuilder c = s.code;
        Atom u = e.out().get(0);
        Atom d = e.out().get(1);
        Atom vt = e.out().get(2);
        Atom v = c.flipped(vt);
        Atom dy = taken(s, e.out().get(1));
        Atom uy = taken(s, e.out().get(0));
        Atom vty = taken(s, e.out().get(2));
        Atom vy = vty == null ? null : c.flipped(vty);
        Atom like = f.squares(d);
        Atom apart = uy == null && vy == null ? null : f.squaresApart(d, like);
        Atom inner = dy == null ? null : f.diagonalMatrix(dy, like);
        if (uy != null) {
            Atom g = c.mul(apart, c.matmul(c.flipped(u), uy));
            inner = c.sum(inner, c.mul(c.add(g, c.flipped(g)), f.asRows(d, like)));
        }
        if (vy != null) {
            Atom g = c.mul(apart, c.matmul(vt, vy));
            inner = c.sum(inner, c.mul(f.asColumns(d, like), c.add(g, c.flipped(g))));
        }
        Atom a = c.matmul(u, c.matmul(inner, vt));
        Atom besideU = uy == null ? null : f.beside(u, uy, d);
        Atom besideV = vy == null ? null : f.beside(v, vy, d);
        a = c.sum(a, besideU == null ? null : c.matmul(besideU, vt));
        return c.sum(a, besideV == null ? null : c.matmul(u, c.flipped(besideV)));
    }
}
