package dev.jacobi.array.numpy;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Elementwise;
import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.array.core.Parts;
import dev.jacobi.array.core.Promotion;
import dev.jacobi.array.core.Structural;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Prim;
import java.util.List;

/** The operators on arrays of any types, element by element, as JAX has them: operands get their common type and shape, unsigned and complex numbers are computed as such. */
public final class Arithmetic {
    private Arithmetic() {
    }

    /** What is computed at one place of two real or integer numbers. */
    @FunctionalInterface
    private interface OfTwo {
        Atom of(Terms t, DType d, Atom a, Atom b);
    }

    /** The same of two complex numbers, as their parts. */
    @FunctionalInterface
    private interface OfComplex {
        List<Atom> of(Terms t, Atom a, Atom b, Atom c, Atom d);
    }

    private static NDArray run(String name, List<NDArray> in, OfTwo real, OfComplex complex) {
        DType d = in.get(0).dtype();
        if (!d.isComplex()) {
            return Elementwise.run(Structural.key(name), name, d, in, (t, x) -> List.of(real.of(new Terms(t), d, x.get(0), x.get(1))));
        }
        if (complex == null) {
            throw new JacobiException(name + " has no meaning for complex numbers; use the real and imaginary parts.");
        }
        return Elementwise.run(Structural.key(name), name, d, in, (t, x) -> complex.of(new Terms(t), x.get(0), x.get(1), x.get(2), x.get(3)));
    }

    /** Both as their common type, with integers in place of bool. */
    private static List<NDArray> numeric(NDArray a, NDArray b) {
        List<NDArray> in = Promotion.all(a, b);
        return in.get(0).dtype() == DType.BOOL ? in.stream().map(Arithmetic::counted).toList() : in;
    }

    private static NDArray counted(NDArray x) {
        return Casts.to(x, JavaArrays.standard(DType.I64), x.isWeak());
    }

    /** a + b; of bool whether one holds. */
    public static NDArray add(NDArray a, NDArray b) {
        return simple("add", Prim.ADD, Prim.OR, a, b);
    }

    /** a - b. */
    public static NDArray subtract(NDArray a, NDArray b) {
        return simple("subtract", Prim.SUB, null, a, b);
    }

    /** What is done with both parts of complex numbers alike. */
    private static NDArray simple(String name, Prim p, Prim ofBool, NDArray a, NDArray b) {
        List<NDArray> in = Promotion.all(a, b);
        DType d = in.get(0).dtype();
        if (d == DType.BOOL && ofBool == null) {
            throw new JacobiException(name + " has no meaning for arrays of bool; use xor, or convert with astype().");
        }
        return d.isComplex() ? run(name, in, null, (t, w, x, y, z) -> List.of(t.of(p, w, y), t.of(p, x, z))) : Elementwise.apply(d == DType.BOOL ? ofBool : p, in.get(0), in.get(1));
    }

    /** a * b; of bool whether both hold. */
    public static NDArray multiply(NDArray a, NDArray b) {
        List<NDArray> in = Promotion.all(a, b);
        DType d = in.get(0).dtype();
        return d.isComplex() ? run("multiply", in, null, ComplexFormulas::product) : Elementwise.apply(d == DType.BOOL ? Prim.AND : Prim.MUL, in.get(0), in.get(1));
    }

    /** a / b as reals or complex numbers, whatever the types are. */
    public static NDArray divide(NDArray a, NDArray b) {
        List<NDArray> in = Promotion.inexact(a, b);
        return in.get(0).dtype().isComplex() ? run("divide", in, null, ComplexFormulas::quotient) : Elementwise.apply(Prim.DIV, in.get(0), in.get(1));
    }

    /** {@code lax.div}: the quotient, which for integers is rounded towards zero; by 0 it has all bits set. */
    public static NDArray quotient(NDArray a, NDArray b) {
        List<NDArray> in = numeric(a, b);
        return in.get(0).dtype().isInexact() ? divide(in.get(0), in.get(1)) : run("div", in, IntegerFormulas::quotient, null);
    }

    /** {@code lax.rem}: what the quotient rounded towards zero leaves; it has the sign of the dividend. */
    public static NDArray truncatedRemainder(NDArray a, NDArray b) {
        return run("rem", numeric(a, b), (t, d, x, y) -> d.isReal() ? t.of(Prim.REM, x, y) : IntegerFormulas.remainder(t, d, x, y), null);
    }

    /** a / b rounded down, of the operands' type. */
    public static NDArray floorDivide(NDArray a, NDArray b) {
        return run("floorDivide", numeric(a, b), (t, d, x, y) -> d.isReal() ? flooredReal(t, x, y) : IntegerFormulas.floorQuotient(t, d, x, y), null);
    }

    private static Atom flooredReal(Terms t, Atom a, Atom b) {
        Atom r = t.of(Prim.REM, a, b);
        Atom q = t.div(t.select(t.is(Prim.EQ, b, 0), a, t.sub(a, r)), b);
        Atom lower = t.and(t.is(Prim.NE, r, 0), t.of(Prim.NE, t.of(Prim.SIGN, b), t.of(Prim.SIGN, r)));
        return t.of(Prim.RINT, t.select(lower, t.sub(q, t.number(1, q)), q));
    }

    /** What {@link #floorDivide} leaves, with the sign of the divisor; for integers 0 if that is 0. */
    public static NDArray remainder(NDArray a, NDArray b) {
        return run("remainder", numeric(a, b), (t, d, x, y) -> d.isReal() ? IntegerFormulas.signed(t, t.of(Prim.REM, x, y), y) : IntegerFormulas.floorRemainder(t, d, x, y), null);
    }

    /** a to the power b. A known integer exponent that is small is computed with products. */
    public static NDArray power(NDArray a, NDArray b) {
        return Powers.power(a, b);
    }

    /** The smaller one; NaN if one is. Complex numbers are compared by their real parts, then by their imaginary ones. */
    public static NDArray minimum(NDArray a, NDArray b) {
        return extreme("minimum", Prim.MIN, a, b);
    }

    /** The greater one; NaN if one is. */
    public static NDArray maximum(NDArray a, NDArray b) {
        return extreme("maximum", Prim.MAX, a, b);
    }

    private static NDArray extreme(String name, Prim p, NDArray a, NDArray b) {
        List<NDArray> in = Promotion.all(a, b);
        if (in.get(0).dtype().isComplex()) {
            NDArray first = Relations.compare(p == Prim.MIN ? Prim.LT : Prim.GT, in.get(0), in.get(1));
            NDArray nan = Elementwise.apply(Prim.OR, first, Relations.compare(Prim.NE, in.get(0), in.get(0)));
            return Elementwise.select(nan, in.get(0), in.get(1));
        }
        return run(name, in, (t, d, x, y) -> IntegerFormulas.unsigned(t, p, d, x, y), null);
    }

    /** -x. */
    public static NDArray negative(NDArray x) {
        if (x.dtype() == DType.BOOL) {
            throw new JacobiException("negative has no meaning for an array of bool; use not(), or convert it with astype().");
        }
        return each("negative", Prim.NEG, x);
    }

    /** The same of both parts of complex numbers. */
    private static NDArray each(String name, Prim p, NDArray x) {
        return Elementwise.run(Structural.key(name), name, x.dtype(), List.of(x), (t, in) -> in.stream().<Atom>map(a -> t.emit(p, a)).toList());
    }

    /** The absolute value, a real number also of a complex one. */
    public static NDArray absolute(NDArray x) {
        DType d = x.dtype();
        return d == DType.BOOL || d.isUnsigned() ? x : d.isComplex()
            ? Elementwise.run(Structural.key("absolute"), "absolute", d.real(), List.of(x), (t, in) -> List.of(t.emit(Prim.HYPOT, in.get(0), in.get(1)))) : each("absolute", Prim.ABS, x);
    }

    /** To so many decimals, halves to even ones; integers are their own. */
    public static NDArray round(NDArray x, int decimals) {
        if (!x.dtype().isInexact()) {
            if (decimals < 0) {
                throw new JacobiException("round: integers can be rounded to whole numbers alone, not to " + decimals + " decimals; convert them with astype().");
            }
            return x;
        }
        if (decimals == 0) {
            return each("round", Prim.RINT, x);
        }
        NDArray factor = NDArray.scalar(Math.pow(10, decimals));
        return divide(each("round", Prim.RINT, multiply(x, factor)), factor);
    }

    /** a + bi for a - bi; others are their own. */
    public static NDArray conjugate(NDArray x) {
        return x.dtype().isComplex() ? Parts.complex(Parts.real(x), negative(Parts.imaginary(x))) : x;
    }

    /** Bit by bit, and of bool by logic: and, or, xor. */
    public static NDArray bitwise(Prim p, NDArray a, NDArray b) {
        List<NDArray> in = Promotion.all(a, b);
        integers(p.text(), in.get(0).dtype());
        return Elementwise.apply(p, in.get(0), in.get(1));
    }

    /** All bits inverted. */
    public static NDArray invert(NDArray x) {
        integers("not", x.dtype());
        return each("not", Prim.NOT, x);
    }

    /** a * 2^b. */
    public static NDArray leftShift(NDArray a, NDArray b) {
        return shift("leftShift", Prim.SHL, a, b);
    }

    /** a / 2^b rounded down. */
    public static NDArray rightShift(NDArray a, NDArray b) {
        return shift("rightShift", Prim.SHR, a, b);
    }

    private static NDArray shift(String name, Prim p, NDArray a, NDArray b) {
        List<NDArray> in = numeric(a, b);
        integers(name, in.get(0).dtype());
        return run(name, in, (t, d, x, y) -> IntegerFormulas.shift(t, p, d, x, y), null);
    }

    private static void integers(String name, DType d) {
        if (d.isInexact()) {
            throw new JacobiException(name + ": an array of " + d + " has no bits to work on; give integers or bool.");
        }
    }
}
