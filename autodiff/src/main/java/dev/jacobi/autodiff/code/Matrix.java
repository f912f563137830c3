package dev.jacobi.autodiff.code;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Var;
import java.util.List;

/** Matrices in formulas: real ones, whose imaginary part is null, or complex ones, which are two arrays of one shape. */
public record Matrix(Atom re, Atom im) {
    public static Matrix real(Atom a) {
        return new Matrix(a, null);
    }

    /** The operand of a factorisation. */
    public static Matrix operand(Eqn e) {
        return new Matrix(e.in().get(0), isComplex(e) ? e.in().get(1) : null);
    }

    /** The factor that begins with result {@code k} where matrices are complex: {@code real} is its number where they are not. */
    public static Matrix result(Eqn e, int real, int k) {
        List<Var> out = e.out();
        return isComplex(e) ? new Matrix(out.get(k), out.get(k + 1)) : real(out.get(real));
    }

    /** Whether an equation factors complex matrices. */
    public static boolean isComplex(Eqn e) {
        return e.in().size() == 2;
    }

    public boolean isComplex() {
        return im != null;
    }
}
