package dev.jacobi.llvm.math;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import java.util.List;
import java.util.function.Supplier;

/**
 * Short names for building scalar formulas over one floating-point type and the integer type of its width. Double-double
 * pairs are an unevaluated sum hi + lo with |lo| <= ulp(hi) / 2 (Dekker 1971; the product by fma).
 */
final class Calc {
    /** An unevaluated sum. */
    record Pair(Atom hi, Atom lo) {
    }

    final Builder b;
    final DType d;
    final DType i;

    Calc(Builder b, DType d) {
        this.b = b;
        this.d = d;
        this.i = d.bytes() == 8 ? DType.I64 : d.bytes() == 4 ? DType.I32 : DType.I16;
    }

    Atom k(double v) {
        return d == DType.F64 ? Lit.f64(v) : Lit.f32((float) v);
    }

    Atom n(long v) {
        return Lit.of(i, v);
    }

    Atom add(Atom x, Atom y) {
        return b.emit(Prim.ADD, x, y);
    }

    Atom add(Atom x, double y) {
        return add(x, k(y));
    }

    Atom sub(Atom x, Atom y) {
        return b.emit(Prim.SUB, x, y);
    }

    Atom sub(Atom x, double y) {
        return sub(x, k(y));
    }

    Atom sub(double x, Atom y) {
        return sub(k(x), y);
    }

    Atom mul(Atom x, Atom y) {
        return b.emit(Prim.MUL, x, y);
    }

    Atom mul(Atom x, double y) {
        return mul(x, k(y));
    }

    Atom div(Atom x, Atom y) {
        return b.emit(Prim.DIV, x, y);
    }

    Atom div(double x, Atom y) {
        return div(k(x), y);
    }

    Atom fma(Atom x, Atom y, Atom z) {
        return b.emit(Prim.FMA, x, y, z);
    }

    Atom fma(Atom x, double y, Atom z) {
        return fma(x, k(y), z);
    }

    Atom fma(Atom x, double y, double z) {
        return fma(x, k(y), k(z));
    }

    Atom fma(Atom x, Atom y, double z) {
        return fma(x, y, k(z));
    }

    Atom neg(Atom x) {
        return b.emit(Prim.NEG, x);
    }

    Atom abs(Atom x) {
        return b.emit(Prim.ABS, x);
    }

    Atom sqrt(Atom x) {
        return b.emit(Prim.SQRT, x);
    }

    Atom rint(Atom x) {
        return b.emit(Prim.RINT, x);
    }

    Atom copySign(Atom magnitude, Atom sign) {
        return b.emit(Prim.COPYSIGN, magnitude, sign);
    }

    Atom lt(Atom x, Atom y) {
        return b.emit(Prim.LT, x, y);
    }

    Atom lt(Atom x, double y) {
        return lt(x, k(y));
    }

    Atom gt(Atom x, double y) {
        return b.emit(Prim.GT, x, k(y));
    }

    Atom le(Atom x, double y) {
        return b.emit(Prim.LE, x, k(y));
    }

    Atom ge(Atom x, Atom y) {
        return b.emit(Prim.GE, x, y);
    }

    Atom ge(Atom x, double y) {
        return ge(x, k(y));
    }

    Atom eq(Atom x, Atom y) {
        return b.emit(Prim.EQ, x, y);
    }

    Atom eq(Atom x, double y) {
        return eq(x, k(y));
    }

    Atom isNaN(Atom x) {
        return b.emit(Prim.NE, x, x);
    }

    /** Integer or logical operations. */
    Atom and(Atom x, Atom y) {
        return b.emit(Prim.AND, x, y);
    }

    Atom or(Atom x, Atom y) {
        return b.emit(Prim.OR, x, y);
    }

    Atom xor(Atom x, Atom y) {
        return b.emit(Prim.XOR, x, y);
    }

    Atom not(Atom x) {
        return b.emit(Prim.NOT, x);
    }

    Atom shl(Atom x, int count) {
        return b.emit(Prim.SHL, x, n(count));
    }

    Atom ushr(Atom x, int count) {
        return b.emit(Prim.USHR, x, n(count));
    }

    Atom select(Atom p, Atom whenTrue, Atom whenFalse) {
        return b.emit(Prim.SELECT, p, whenTrue, whenFalse);
    }

    Atom select(Atom p, double whenTrue, Atom whenFalse) {
        return select(p, k(whenTrue), whenFalse);
    }

    Atom select(Atom p, double whenTrue, double whenFalse) {
        return select(p, k(whenTrue), k(whenFalse));
    }

    /** The bits as an integer. */
    Atom bits(Atom x) {
        return b.emit(Prim.BITCAST, new Params.To(i), x);
    }

    Atom fromBits(Atom x) {
        return b.emit(Prim.BITCAST, new Params.To(d), x);
    }

    /** {@code slow} where {@code rare} holds, else {@code fast}, which is computed already: back ends skip it when no lane needs it. */
    Atom unless(Atom rare, Atom fast, Supplier<Atom> slow) {
        return b.cond(rare, () -> List.of(slow.get()), () -> List.of(fast)).get(0);
    }

    /** c[0] + c[1] x + ...: even and odd powers side by side, to halve the chain of dependent operations. */
    Atom poly(Atom x, double... c) {
        if (c.length <= 4) {
            return horner(x, c, 0, 1);
        }
        Atom y = mul(x, x);
        return fma(horner(y, c, 1, 2), x, horner(y, c, 0, 2));
    }

    /** c[0] + c[1] x + ... in the fewest operations, one after the other. */
    Atom horner(Atom x, double... c) {
        return horner(x, c, 0, 1);
    }

    private Atom horner(Atom x, double[] c, int first, int step) {
        int last = first + (c.length - 1 - first) / step * step;
        Atom p = k(c[last]);
        for (int j = last - step; j >= first; j -= step) {
            p = fma(p, x, c[j]);
        }
        return p;
    }

    // Pairs.

    Pair pair(double hi, double lo) {
        return new Pair(k(hi), k(lo));
    }

    /** x + y exactly, for |x| >= |y| or x = 0. */
    Pair fastSum(Atom x, Atom y) {
        Atom s = add(x, y);
        return new Pair(s, sub(y, sub(s, x)));
    }

    /** x + y exactly. */
    Pair sum(Atom x, Atom y) {
        Atom s = add(x, y);
        Atom t = sub(s, x);
        return new Pair(s, add(sub(x, sub(s, t)), sub(y, t)));
    }

    /** x y exactly, short of underflow. */
    Pair product(Atom x, Atom y) {
        Atom p = mul(x, y);
        return new Pair(p, fma(x, y, neg(p)));
    }

    Pair mul(Pair x, Pair y) {
        Pair p = product(x.hi, y.hi);
        return fastSum(p.hi, fma(x.hi, y.lo, fma(x.lo, y.hi, p.lo)));
    }

    /** x + y for |x| >= |y|. */
    Pair add(Pair x, Pair y) {
        Pair s = fastSum(x.hi, y.hi);
        return fastSum(s.hi, add(s.lo, add(x.lo, y.lo)));
    }

    /** x + y. */
    Pair sum(Pair x, double y) {
        Pair s = sum(x.hi, k(y));
        return fastSum(s.hi, add(s.lo, x.lo));
    }

    /** The root of a pair that is not negative, by one step of Newton's from the root of its first part. */
    Pair sqrt(Pair x) {
        Atom r = sqrt(x.hi);
        Atom rest = add(fma(neg(r), r, x.hi), x.lo);
        return new Pair(r, select(eq(r, 0), 0, div(mul(rest, 0.5), r)));
    }

    /** x / y with one division. */
    Pair div(Pair x, Pair y) {
        Atom r = div(1, y.hi);
        Atom q = mul(x.hi, r);
        Atom rest = fma(neg(q), y.lo, add(fma(neg(q), y.hi, x.hi), x.lo));
        return fastSum(q, mul(rest, r));
    }

    Pair select(Atom p, Pair x, Pair y) {
        return new Pair(select(p, x.hi, y.hi), select(p, x.lo, y.lo));
    }

    Atom value(Pair x) {
        return add(x.hi, x.lo);
    }
}
