package dev.jacobi.array.numpy;

import static dev.jacobi.array.numpy.Typed.abs;
import static dev.jacobi.array.numpy.Typed.eq;
import static dev.jacobi.array.numpy.Typed.isInfinite;
import static dev.jacobi.array.numpy.Typed.isNan;
import static dev.jacobi.array.numpy.Typed.ne;
import static dev.jacobi.array.numpy.Typed.number;
import static dev.jacobi.array.numpy.Typed.sub;
import static dev.jacobi.array.numpy.Typed.where;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Elementwise;
import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.array.core.Parts;
import dev.jacobi.array.core.Promotion;
import dev.jacobi.array.core.Reduction;
import dev.jacobi.ir.Prim;
import java.util.List;
import java.util.function.UnaryOperator;

/** Functions of numbers of all types, whose formulas differ between integers, reals and complex numbers. */
public final class Numbers {
    private Numbers() {
    }

    /** A function of reals that leaves integers and bool as they are. */
    public static NDArray whole(String name, NDArray x, UnaryOperator<NDArray> f) {
        RealFunctions.refuse(name, true, x);
        return x.dtype().isReal() ? Fused.of(name, List.of(x), in -> f.apply(in.get(0))) : x;
    }

    /** The same number times itself. */
    public static NDArray square(NDArray x) {
        return Fused.of("square", List.of(x), in -> {
            NDArray y = IntegerFunctions.numeric(in.get(0));
            return Arithmetic.multiply(y, y);
        });
    }

    /** 1 / x of reals. */
    public static NDArray inverse(NDArray x) {
        return Typed.div(1, x);
    }

    /** The nearest whole number; integers become reals. */
    public static NDArray rint(NDArray x) {
        return Fused.of("rint", List.of(x), in -> rounded(in.get(0).dtype().isInexact() ? in.get(0) : Casts.to(in.get(0), JavaArrays.standard(DType.F64)), 0));
    }

    private static NDArray rounded(NDArray x, int decimals) {
        return x.dtype().isComplex() ? Parts.complex(RealFunctions.round(Parts.real(x), decimals), RealFunctions.round(Parts.imaginary(x), decimals)) : RealFunctions.round(x, decimals);
    }

    /** Rounded to digits behind the point. */
    public static NDArray round(NDArray x, int decimals) {
        RealFunctions.refuseBool("round", x);
        if (x.dtype().isInteger()) {
            if (decimals < 0) {
                throw new JacobiException("round: integers are not rounded to " + decimals + " decimals; convert the array to a type of reals with astype().");
            }
            return x;
        }
        return decimals > Math.log10(largest(x.dtype().real())) ? x : Fused.of("round", List.of(x), in -> rounded(in.get(0), decimals), decimals);
    }

    /** The largest finite number of a real type. */
    public static double largest(DType d) {
        return Math.scalb(2 - Math.scalb(1.0, -FloatBits.fraction(d)), FloatBits.greatestExponent(d));
    }

    /** How far the next number is, away from zero. */
    public static NDArray spacing(NDArray z) {
        return RealFunctions.of("spacing", z, x -> {
            NDArray endless = number(x, Double.POSITIVE_INFINITY);
            return sub(Elementwise.apply(Prim.NEXTAFTER, x, x.dtype() == DType.F16 ? endless : Typed.copySign(endless, x)), x);
        }, null);
    }

    /** The number for which a comparison with the other holds, else the second one; or the one that is no NaN. */
    public static NDArray fextreme(String name, Prim p, NDArray x, NDArray y) {
        return Fused.of(name, List.of(x, y), in -> {
            List<NDArray> both = Promotion.all(in.get(0), in.get(1));
            NDArray b = both.get(1);
            return Elementwise.select(Typed.or(Relations.compare(p, both.get(0), b), Relations.compare(Prim.NE, b, b)), both.get(0), b);
        });
    }

    /** What the quotient rounded towards zero leaves; integers divided by 0 leave 0. */
    public static NDArray fmod(NDArray x, NDArray y) {
        RealFunctions.refuse("fmod", true, x, y);
        return Fused.of("fmod", List.of(x, y), in -> {
            List<NDArray> both = Promotion.all(in.get(0), in.get(1)).stream().map(IntegerFunctions::numeric).toList();
            NDArray b = both.get(1);
            NDArray divisor = b.dtype().isInteger() ? where(eq(b, Typed.integer(b, 0)), Typed.integer(b, 1), b) : b;
            return Arithmetic.truncatedRemainder(both.get(0), divisor);
        });
    }

    /** The imaginary part, zeros of the same type for what is not complex. */
    public static NDArray imaginaryPart(NDArray x) {
        return x.dtype().isComplex() ? Parts.imaginary(x) : Choices.zeros(x);
    }

    /** The least common multiple. */
    public static NDArray lcm(NDArray x, NDArray y) {
        IntegerFunctions.integers("lcm", x, y);
        return Fused.of("lcm", List.of(x, y), in -> {
            List<NDArray> both = Promotion.all(in.get(0), in.get(1));
            NDArray a = Arithmetic.absolute(both.get(0));
            NDArray b = Arithmetic.absolute(both.get(1));
            NDArray d = IntegerFunctions.gcd(a, b);
            NDArray none = eq(d, Typed.integer(d, 0));
            return where(none, Typed.integer(d, 0), Arithmetic.multiply(a, Arithmetic.floorDivide(b, where(none, Typed.integer(d, 1), d))));
        });
    }

    /** The angle of complex numbers, and of reals 0, pi or NaN. */
    public static NDArray angle(NDArray z, boolean degrees) {
        return Fused.of("angle", List.of(z), in -> {
            NDArray x = in.get(0).dtype().isInexact() ? in.get(0) : Casts.to(in.get(0), JavaArrays.standard(DType.F64));
            NDArray a = Elementwise.apply(Prim.ATAN2, Parts.imaginary(x), Parts.real(x));
            return degrees ? RealFunctions.degrees(a) : a;
        }, degrees);
    }

    /** The sign as a number. */
    public static NDArray sign(NDArray x) {
        RealFunctions.refuseBool("sign", x);
        return Fused.of("sign", List.of(x), in -> {
            NDArray y = in.get(0);
            if (y.dtype().isUnsigned()) {
                return Casts.to(ne(y, Typed.integer(y, 0)), y.dtype(), y.isWeak());
            }
            return y.dtype().isComplex() ? ComplexFunctions.sign(y) : Elementwise.unary(Prim.SIGN, y);
        });
    }

    /** A test of reals, which holds for complex numbers if it does for {@code both} parts or for one; of integers and bool it is {@code others}. */
    public static NDArray test(String name, NDArray x, UnaryOperator<NDArray> f, boolean both, boolean others) {
        return Fused.of(name, List.of(x), in -> {
            NDArray y = in.get(0);
            if (y.dtype().isComplex()) {
                return Elementwise.apply(both ? Prim.AND : Prim.OR, f.apply(Parts.real(y)), f.apply(Parts.imaginary(y)));
            }
            return y.dtype().isReal() ? f.apply(y) : Elementwise.compare(others ? Prim.EQ : Prim.NE, y, y);
        });
    }

    public static NDArray isFinite(NDArray x) {
        return test("isfinite", x, y -> Typed.lt(abs(y), Double.POSITIVE_INFINITY), true, true);
    }

    public static NDArray isInf(NDArray x) {
        return test("isinf", x, Typed::isInfinite, false, false);
    }

    public static NDArray isNaN(NDArray x) {
        return test("isnan", x, Typed::isNan, false, false);
    }

    /** Equal to this infinity. */
    public static NDArray isInfinity(String name, NDArray x, double which) {
        RealFunctions.refuse(name, true, x);
        return test(name, x, y -> eq(y, which), false, false);
    }

    /** Whether the imaginary part is 0, or is not. */
    public static NDArray imaginary(String name, NDArray x, boolean zero) {
        return Fused.of(name, List.of(x), in -> {
            NDArray im = imaginaryPart(in.get(0));
            return Elementwise.compare(zero ? Prim.EQ : Prim.NE, im, Typed.integer(im, 0));
        });
    }

    /** Numbers in place of NaN and infinities; null for the largest ones of the type. */
    public static NDArray nanToNum(NDArray x, NDArray nan, NDArray posinf, NDArray neginf) {
        if (!x.dtype().isInexact()) {
            return x;
        }
        double most = largest(x.dtype().real());
        NDArray up = posinf == null ? NDArray.scalar(most) : posinf;
        NDArray down = neginf == null ? NDArray.scalar(-most) : neginf;
        boolean wide = x.dtype().real() == DType.F64;
        NDArray high = posinf == null && wide ? JavaArrays.scalar(most, DType.F64, true) : up;
        NDArray low = neginf == null && wide ? JavaArrays.scalar(-most, DType.F64, true) : down;
        return Fused.of("nanToNum", List.of(x, nan, high, low), in -> {
            NDArray y = in.get(0);
            if (y.dtype().isComplex()) {
                return Parts.complex(finite(Parts.real(y), in), finite(Parts.imaginary(y), in));
            }
            return finite(y, in);
        });
    }

    private static NDArray finite(NDArray x, List<NDArray> in) {
        NDArray y = where(isNan(x), Casts.to(in.get(1), x.dtype()), x);
        NDArray endless = isInfinite(y);
        NDArray z = where(Typed.and(endless, Typed.gt(y, 0)), Casts.to(in.get(2), x.dtype()), y);
        NDArray out = where(Typed.and(endless, Typed.lt(y, 0)), Casts.to(in.get(3), x.dtype()), z);
        return new NDArray(out.dtype(), x.isWeak(), out.value());
    }

    /** Whether numbers differ by no more than {@code atol + rtol |b|}. */
    public static NDArray isClose(NDArray a, NDArray b, NDArray rtol, NDArray atol, boolean equalNan) {
        return Fused.of("isclose", List.of(a, b, rtol, atol), in -> {
            List<NDArray> both = Promotion.inexact(in.get(0), in.get(1));
            NDArray x = both.get(0);
            NDArray y = both.get(1);
            NDArray size = Arithmetic.absolute(y);
            DType d = size.dtype();
            NDArray limit = Typed.add(Casts.to(in.get(3), d), Typed.mul(Casts.to(in.get(2), d), size));
            NDArray near = Typed.and(isFinite(y), Elementwise.compare(Prim.LE, Arithmetic.absolute(Arithmetic.subtract(x, y)), limit));
            NDArray out = Typed.or(Relations.compare(Prim.EQ, x, y), near);
            return equalNan ? Typed.or(out, Typed.and(isNaN(x), isNaN(y))) : out;
        }, equalNan);
    }

    /** Whether all hold. */
    public static NDArray all(NDArray x) {
        return Reduction.reduce(Prim.REDUCE_AND, x, Reduction.allAxes(x));
    }
}
