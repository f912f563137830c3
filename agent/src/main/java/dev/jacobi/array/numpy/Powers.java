package dev.jacobi.array.numpy;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.ArrayValue;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Elementwise;
import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.array.core.Promotion;
import dev.jacobi.array.core.Structural;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Prim;
import java.util.List;

/** Powers by JAX's rules: known integer exponents take products, integers wrap, and other exponents take the function. */
final class Powers {
    /** Each exponent up to this is compiled for itself; what has larger ones is computed by the function of reals. */
    private static final int MOST = 64;
    /** More squarings than this overflow for any base but 0, 1 and -1. */
    private static final int BITS = 6;

    private Powers() {
    }

    static NDArray power(NDArray a, NDArray b) {
        if (b.dtype().isInteger() && b.rank() == 0 && b.value() instanceof ArrayValue.Stored s) {
            long n = JavaArrays.integer(s.parts().get(0), 0, b.dtype());
            NDArray base = a.dtype() == DType.BOOL ? Casts.to(a, JavaArrays.standard(DType.I64)) : Casts.settled(a);
            if (n < 0 && base.dtype().isInteger()) {
                throw new JacobiException("pow: integers cannot be raised to the negative power " + n + "; convert them to reals with astype().");
            }
            if (Math.abs(n) <= MOST && (b.isWeak() || !base.isWeak())) {
                return repeated(base, (int) n);
            }
        }
        if (a.dtype().isInexact() && b.dtype().isInteger()) {
            NDArray base = Casts.settled(a);
            return general(List.of(base, Casts.to(b, base.dtype(), base.isWeak())));
        }
        List<NDArray> in = Promotion.all(a, b);
        if (in.get(0).dtype() == DType.BOOL) {
            in = in.stream().map(x -> Casts.to(x, JavaArrays.standard(DType.I64), x.isWeak())).toList();
        }
        if (in.get(0).dtype().isInexact()) {
            return general(in);
        }
        DType d = in.get(0).dtype();
        return Elementwise.run("pow", "pow", d, in, (t, x) -> List.of(ofIntegers(new Terms(t), x.get(0), x.get(1))));
    }

    private static NDArray general(List<NDArray> in) {
        DType d = in.get(0).dtype();
        return d.isComplex() ? Elementwise.run("pow", "pow", d, in, (t, x) -> ComplexFormulas.power(new Terms(t), x.get(0), x.get(1), x.get(2), x.get(3)))
            : RealFunctions.power(in.get(0), in.get(1));
    }

    private static Atom ofIntegers(Terms t, Atom base, Atom exponent) {
        Atom x = base;
        Atom n = exponent;
        Atom zero = t.and(t.is(Prim.EQ, x, 0), t.is(Prim.NE, n, 0));
        Atom out = t.select(zero, t.number(0, x), t.number(1, x));
        Atom one = t.number(1, n);
        for (int k = 0; k < BITS; k++) {
            out = t.select(t.is(Prim.NE, t.and(n, one), 0), t.mul(out, x), out);
            x = t.mul(x, x);
            n = t.of(Prim.USHR, n, one);
        }
        return out;
    }

    private static NDArray repeated(NDArray x, int n) {
        DType d = x.dtype();
        return Elementwise.run(Structural.key("integer_pow", n), "integer_pow", d, List.of(x), (trace, in) -> {
            var t = new Terms(trace);
            Atom one = t.number(1, in.get(0));
            if (n == 0) {
                return d.isComplex() ? List.of(one, t.number(0, one)) : List.of(one);
            }
            List<Atom> p = repeated(t, in, Math.abs(n));
            return n > 0 ? p : d.isComplex() ? ComplexFormulas.quotient(t, one, t.number(0, one), p.get(0), p.get(1)) : List.of(t.div(one, p.get(0)));
        });
    }

    /** The product of n equal factors, a power of two at a time. */
    private static List<Atom> repeated(Terms t, List<Atom> x, int n) {
        List<Atom> square = x;
        List<Atom> out = null;
        for (int k = n; ; k >>= 1) {
            if ((k & 1) != 0) {
                out = out == null ? square : times(t, out, square);
            }
            if (k == 1) {
                return out;
            }
            square = times(t, square, square);
        }
    }

    private static List<Atom> times(Terms t, List<Atom> a, List<Atom> b) {
        return a.size() == 1 ? List.of(t.mul(a.get(0), b.get(0))) : ComplexFormulas.product(t, a.get(0), a.get(1), b.get(0), b.get(1));
    }
}
