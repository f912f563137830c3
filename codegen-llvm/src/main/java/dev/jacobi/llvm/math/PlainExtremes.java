package dev.jacobi.llvm.math;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;
import dev.jacobi.llvm.text.FnText;
import dev.jacobi.llvm.text.Ty;
import java.util.function.Function;

/**
 * The greater or the smaller of two reals of which one is known to be a number, and no negative zero, or is a term of the other. Processors compare and choose in one instruction, which takes the second operand where the
 * comparison fails: that is Java's result where the first one is such a number, of NaN as well, and needs nothing more but for the greater of a zero and a negative one.
 */
public record PlainExtremes(Prim extreme, int first, boolean addsZero) {
    /** How an equation may be computed so; null where it may not. */
    public static PlainExtremes of(Eqn e, Function<Var, Eqn> definition) {
        if (e.prim() != Prim.MAX && e.prim() != Prim.MIN || !e.result().dtype().isFloat()) {
            return null;
        }
        for (int k = 0; k < 2; k++) {
            Atom a = e.in().get(k);
            boolean isZero = a instanceof Lit l && l.asDouble() == 0;
            boolean follows = e.prim() == Prim.MAX && isSumOf(e.in().get(1 - k), a, definition);
            if (follows || isPlain(a, definition) && (e.prim() == Prim.MIN || a instanceof Lit)) {
                return new PlainExtremes(e.prim(), k, isZero && e.prim() == Prim.MAX);
            }
        }
        return null;
    }

    /** Where the other operand is a sum of the first one, it is NaN if that is, and no negative zero where that is zero. */
    private static boolean isSumOf(Atom sum, Atom a, Function<Var, Eqn> definition) {
        Eqn by = sum instanceof Var v ? definition.apply(v) : null;
        return by != null && by.prim() == Prim.ADD && by.in().contains(a);
    }

    /** The instructions, for {@code n} lanes of a type. */
    public String text(FnText fn, DType type, int n, String a, String b) {
        String ty = Ty.vector(Ty.value(type), n);
        String plain = first == 0 ? a : b;
        String other = first == 0 ? b : a;
        String is = fn.def("fcmp " + (extreme == Prim.MAX ? "ogt " : "olt ") + ty + " " + plain + ", " + other);
        String r = fn.def("select " + Ty.vector("i1", n) + " " + is + ", " + ty + " " + plain + ", " + ty + " " + other);
        return addsZero ? fn.def("fadd " + ty + " " + r + ", " + plain) : r;
    }

    private static boolean isPlain(Atom a, Function<Var, Eqn> definition) {
        if (a instanceof Lit l) {
            double v = l.asDouble();
            return !Double.isNaN(v) && (v != 0 || 1 / v > 0);
        }
        Eqn by = definition.apply((Var) a);
        return by != null && by.prim() == Prim.CONVERT && by.in().get(0).dtype().isInt();
    }
}
