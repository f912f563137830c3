package dev.jacobi.pjrt.hlo.text;

import dev.jacobi.ir.DType;
import dev.jacobi.pjrt.hlo.text.RegionText.Tensor;

/** Transcendental functions: StableHLO's and chlo's own where there are any, with Java's special cases, else short formulas of them. */
final class Transcendental {
    private final Ops o;

    Transcendental(Ops ops) {
        o = ops;
    }

    /** From the natural logarithm; next to a power of ten from the distance to it, so that powers of ten give their exponents. */
    Tensor log10(Tensor a) {
        double part = 0.4342944819032518;
        Tensor y = o.mul(o.op("log", a), o.like(a, part));
        Tensor r = o.op("round_nearest_even", y);
        r = o.select(o.compare("LE", o.op("abs", r), o.like(a, 330)), r, o.like(a, 0));
        Tensor n = o.convert(o.op("abs", r), DType.I32);
        Tensor one = o.like(a, 1);
        Tensor power = one;
        int bits = a.dtype() == DType.F64 ? 9 : 6;
        for (int b = 0; b < bits; b++) {
            Tensor has = o.compare("NE", o.and(n, o.like(n, 1 << b)), o.like(n, 0));
            power = o.mul(power, o.select(has, o.like(a, Math.pow(10, 1 << b)), one));
        }
        power = o.select(o.compare("LT", r, o.like(a, 0)), o.op("divide", one, power), power);
        Tensor distance = o.op("divide", o.sub(a, power), power);
        Tensor near = o.compare("LT", o.op("abs", distance), o.like(a, a.dtype() == DType.F64 ? 0x1p-40 : 0x1p-18));
        return o.select(near, o.add(r, o.mul(distance, o.like(a, part))), y);
    }

    /** C says 1 where Java says NaN: pow(1, NaN), pow(+-1, +-infinity). */
    Tensor pow(Tensor a, Tensor b) {
        Tensor wild = o.compare("NE", o.sub(b, b), o.like(b, 0));
        Tensor nan = o.and(wild, o.compare("EQ", o.op("abs", a), o.like(a, 1)));
        return o.select(nan, o.like(a, Double.NaN), o.op("power", a, b));
    }

    /** The larger side times the root of one plus the square of their ratio: nothing overflows on the way. */
    Tensor hypot(Tensor a, Tensor b) {
        Tensor x = o.op("abs", a);
        Tensor y = o.op("abs", b);
        Tensor swap = o.compare("LT", x, y);
        Tensor large = o.select(swap, y, x);
        Tensor small = o.select(swap, x, y);
        Tensor zero = o.compare("EQ", large, o.like(a, 0));
        Tensor ratio = o.op("divide", small, o.select(zero, o.like(a, 1), large));
        Tensor r = o.mul(large, o.op("sqrt", o.add(o.mul(ratio, ratio), o.like(a, 1))));
        Tensor inf = o.like(a, Double.POSITIVE_INFINITY);
        Tensor infinite = o.or(o.compare("EQ", x, inf), o.compare("EQ", y, inf));
        return o.select(infinite, inf, o.select(o.or(o.compare("NE", a, a), o.compare("NE", b, b)), o.like(a, Double.NaN), r));
    }

    /** The rest of a division to the nearest integer, half to even (fdlibm's e_remainder): exact, from the rest by twice the divisor. */
    Tensor ieeeRemainder(Tensor x, Tensor y) {
        Tensor b = o.op("abs", y);
        Tensor twice = o.add(b, b);
        Tensor fits = o.compare("LT", twice, o.like(x, Double.POSITIVE_INFINITY));
        Tensor infinite = o.compare("EQ", b, o.like(x, Double.POSITIVE_INFINITY));
        Tensor a = o.op("abs", o.select(infinite, o.select(o.compare("LT", o.op("abs", x), b), x, o.like(x, Double.NaN)),
            o.op("remainder", x, o.select(fits, twice, b))));
        Tensor half = o.mul(b, o.like(b, 0.5));
        Tensor once = o.sub(a, b);
        Tensor again = o.select(o.compare("GE", once, half), o.sub(once, b), once);
        Tensor r = o.select(o.compare("GT", a, half), again, a);
        Tensor negative = o.compare("LT", o.bits(x, ElementwiseOps.integer(x.dtype())), o.constant(ElementwiseOps.integer(x.dtype()), 0, x.shape()));
        return o.select(negative, o.op("negate", r), r);
    }

    /** IEEE 754 neighbours are neighbours as sign-magnitude integers; comparisons on the bits, as the plugin may take subnormals for zero. */
    Tensor nextAfter(Tensor x, Tensor y) {
        DType i = ElementwiseOps.integer(x.dtype());
        Tensor a = o.bits(x, i);
        Tensor b = o.bits(y, i);
        Tensor zero = o.constant(i, 0, x.shape());
        Tensor one = o.constant(i, 1, x.shape());
        Tensor min = o.constant(i, -1L << i.bits() - 1, x.shape());
        Tensor oa = ordered(a, zero, min);
        Tensor ob = ordered(b, zero, min);
        Tensor same = o.compare("EQ", oa, ob);
        Tensor isZero = o.compare("EQ", oa, zero);
        Tensor up = o.compare("LT", oa, ob);
        Tensor positive = o.compare("GT", oa, zero);
        Tensor step = o.select(o.compare("EQ", up, positive), o.add(a, one), o.sub(a, one));
        Tensor first = o.select(o.compare("LT", ob, zero), o.or(min, one), one);
        Tensor r = o.bits(o.select(same, b, o.select(isZero, first, step)), x.dtype());
        Tensor nan = o.or(o.compare("NE", x, x), o.compare("NE", y, y));
        return o.select(nan, o.like(x, Double.NaN), r);
    }

    /** An integer with the order of the reals; both zeros are 0. */
    private Tensor ordered(Tensor bits, Tensor zero, Tensor min) {
        return o.select(o.compare("LT", bits, zero), o.sub(min, bits), bits);
    }
}
