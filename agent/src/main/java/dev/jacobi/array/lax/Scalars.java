package dev.jacobi.array.lax;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Elementwise;
import dev.jacobi.ir.Prim;
import java.util.List;

/** Functions of reals element by element, whose values and derivatives are finite wherever those of the function are. */
public final class Scalars {
    private Scalars() {
    }

    /** -|x|, with the derivative -1 at zero. */
    private static NDArray below(NDArray x) {
        return Calc.where(x.ge(Calc.like(0, x)), x.neg(), x);
    }

    /** 1 / (1 + exp(-x)); the exponential is at most 1. */
    public static NDArray logistic(NDArray a) {
        return Calc.fused("logistic", List.of(a), in -> Calc.precise(in.get(0), x -> {
            NDArray e = Calc.exp(below(x));
            NDArray one = Calc.like(1, x);
            return Calc.where(x.ge(Calc.like(0, x)), one, e).dividedBy(one.plus(e));
        }));
    }

    /** log(1 + exp(x)). */
    public static NDArray softplus(NDArray a) {
        return Calc.fused("softplus", List.of(a), in -> Calc.precise(in.get(0), x -> {
            NDArray zero = Calc.like(0, x);
            return Calc.where(x.ge(zero), x, zero).plus(Calc.real(Prim.LOG1P, Calc.exp(below(x))));
        }));
    }

    /** log(exp(x) + exp(y)). */
    public static NDArray logaddexp(NDArray x, NDArray y) {
        // not by max, which has no second derivative where both are the same
        NDArray first = x.ge(y);
        NDArray most = Calc.where(first, x, y);
        NDArray isInfinite = most.eq(Calc.like(Double.NEGATIVE_INFINITY, most)).or(most.eq(Calc.like(Double.POSITIVE_INFINITY, most)));
        NDArray finite = Calc.where(isInfinite, Calc.like(0, most), most);
        NDArray gap = Calc.where(isInfinite, Calc.like(0, most), Calc.where(first, y, x)).minus(finite);
        return Calc.where(isInfinite, Calc.max(x, y), finite.plus(Calc.real(Prim.LOG1P, Calc.exp(gap))));
    }

    /** 1 - erf(x); floats are computed as doubles, so that small results are right. */
    public static NDArray erfc(NDArray a) {
        return Calc.fused("erfc", List.of(a), in -> {
            NDArray x = Calc.inexact(in.get(0));
            NDArray wide = Casts.to(x, DType.F64);
            return Casts.to(Calc.like(1, wide).minus(Elementwise.unary(Prim.ERF, wide)), x.dtype(), x.isWeak());
        });
    }

    /** 1 / sqrt(x). */
    public static NDArray rsqrt(NDArray a) {
        return Calc.fused("rsqrt", List.of(a), in -> Calc.precise(in.get(0), x -> Calc.like(1, x).dividedBy(Calc.sqrt(x))));
    }

    /** A power with an exponent that is known, by repeated squaring. */
    public static NDArray integerPow(NDArray a, int n) {
        if (n < 0 && !a.dtype().isInexact()) {
            throw new JacobiException("integerPow: integers have no negative powers; give an array of reals.");
        }
        return Calc.fused("integer_pow", List.of(a), in -> {
            NDArray x = in.get(0);
            if (n == 0) {
                return Calc.where(x.eq(x), Calc.like(1, x), Calc.like(1, x));
            }
            NDArray power = null;
            for (int rest = Math.abs(n); rest > 0; rest >>= 1) {
                power = (rest & 1) == 0 ? power : power == null ? x : power.times(x);
                x = rest > 1 ? x.times(x) : x;
            }
            return n < 0 ? Calc.like(1, power).dividedBy(power) : power;
        }, n);
    }

    /** Between the two others; NaN stays. */
    public static NDArray clamp(NDArray min, NDArray a, NDArray max) {
        return Calc.fused("clamp", List.of(Casts.to(min, a.dtype()), a, Casts.to(max, a.dtype())), in -> {
            NDArray x = in.get(1);
            NDArray high = Calc.where(x.lt(in.get(0)), in.get(0), x);
            return Calc.where(high.gt(in.get(2)), in.get(2), high);
        });
    }

    /** Whether elements are neither infinite nor NaN. */
    public static NDArray isFinite(NDArray a) {
        if (!a.dtype().isReal()) {
            throw new JacobiException("isFinite: the array has elements of " + a.dtype() + "; give one of reals.");
        }
        return Calc.fused("is_finite", List.of(a), in -> Elementwise.unary(Prim.ABS, in.get(0)).lt(Calc.like(Double.POSITIVE_INFINITY, in.get(0))));
    }
}
