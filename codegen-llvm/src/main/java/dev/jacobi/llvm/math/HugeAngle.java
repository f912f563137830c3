package dev.jacobi.llvm.math;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.llvm.math.Calc.Pair;

/**
 * Arguments beyond 2^30 modulo pi/2 (Payne and Hanek 1983): of the product with 2/pi only the bits that count modulo 4 are
 * computed, from a window of 192 bits of 2/pi that a tree of selects picks by the exponent, so no table in memory is needed.
 */
final class HugeAngle {
    /** A word of zeros, then the bits of 2/pi behind the point. */
    private static final long[] TWO_BY_PI = {0,
        0xa2f9836e4e441529L, 0xfc2757d1f534ddc0L, 0xdb6295993c439041L, 0xfe5163abdebbc561L, 0xb7246e3a424dd2e0L, 0x06492eea09d1921cL,
        0xfe1deb1cb129a73eL, 0xe88235f52ebb4484L, 0xe99c7026b45f7e41L, 0x3991d639835339f4L, 0x9c845f8bbdf9283bL, 0x1ff897ffde05980fL,
        0xef2f118b5a0a6d1fL, 0x6d367ecf27cb09b7L, 0x4f463f669e5fea2dL, 0x7527bac7ebe5f17bL, 0x3d0739f78a5292eaL, 0x6bfb5fb11f8d5d08L,
        0x56033046fc7b6babL};

    private HugeAngle() {
    }

    /** a >= 2^30; NaN for infinity and NaN. */
    static Trig.Reduced reduce(Calc c, Atom a) {
        Atom bits = c.bits(a);
        Atom m = c.or(c.and(bits, c.n(0xfffffffffffffL)), c.n(1L << 52));
        // a = m 2^(e-1075): the bit of 2/pi that makes 2 in the product is number e - 1077; the zeros in front are 64.
        Atom position = c.sub(c.ushr(bits, 52), c.n(1013));
        Atom[] t = window(c, c.ushr(position, 6));
        Atom shift = c.and(position, c.n(63));
        Atom[] w = new Atom[3];
        for (int j = 0; j < 3; j++) {
            Atom low = c.b.emit(Prim.USHR, c.ushr(t[j + 1], 1), c.sub(c.n(63), shift));
            w[j] = c.or(c.b.emit(Prim.SHL, t[j], shift), low);
        }
        Atom product = c.mul(m, w[1]);
        Atom low = c.add(product, highProduct(c, m, w[2]));
        Atom carry = c.b.emit(Prim.SELECT, below(c, low, product), c.n(1), c.n(0));
        Atom high = c.add(c.add(c.mul(m, w[0]), highProduct(c, m, w[1])), carry);
        Atom quadrant = c.ushr(c.add(c.ushr(high, 61), c.n(1)), 1);
        // The fraction, -1/2 to 1/2 in units of 2^-64 and 2^-128.
        Atom f = c.or(c.shl(high, 2), c.ushr(low, 62));
        Atom bottom = c.and(f, c.n(0xffffffffL));
        Pair s = c.fastSum(real(c, c.sub(f, bottom)), real(c, bottom));
        Atom rest = c.mul(real(c, c.ushr(c.shl(low, 2), 11)), 0x1p-53);
        Pair p = c.mul(c.fastSum(s.hi(), c.add(s.lo(), rest)), c.pair(Trig.PI_2_HI * 0x1p-64, Trig.PI_2_LO * 0x1p-64));
        Atom finite = c.lt(a, Double.POSITIVE_INFINITY);
        return new Trig.Reduced(new Pair(c.select(finite, p.hi(), c.k(Double.NaN)), p.lo()), quadrant);
    }

    private static Atom real(Calc c, Atom integer) {
        return c.b.emit(Prim.CONVERT, new Params.To(DType.F64), integer);
    }

    /** The high half of the unsigned product, from products of halves: those have vector instructions. */
    private static Atom highProduct(Calc c, Atom x, Atom y) {
        Atom half = c.n(0xffffffffL);
        Atom xl = c.and(x, half);
        Atom xh = c.ushr(x, 32);
        Atom yl = c.and(y, half);
        Atom yh = c.ushr(y, 32);
        Atom t = c.add(c.mul(xh, yl), c.ushr(c.mul(xl, yl), 32));
        Atom u = c.add(c.mul(xl, yh), c.and(t, half));
        return c.add(c.mul(xh, yh), c.add(c.ushr(t, 32), c.ushr(u, 32)));
    }

    /** x < y, unsigned. */
    private static Atom below(Calc c, Atom x, Atom y) {
        Atom sign = c.n(Long.MIN_VALUE);
        return c.lt(c.xor(x, sign), c.xor(y, sign));
    }

    /** Four words of the table from an index of at most 16 on: one row of selects per bit of the index. */
    private static Atom[] window(Calc c, Atom index) {
        Atom[] row = new Atom[TWO_BY_PI.length];
        for (int j = 0; j < row.length; j++) {
            row[j] = Lit.i64(TWO_BY_PI[j]);
        }
        for (int step = 16; step >= 1; step /= 2) {
            Atom bit = c.b.emit(Prim.NE, c.and(index, c.n(step)), c.n(0));
            // Bit 16 leaves only the index 16 itself, so a later row needs no more than what the smaller steps can reach.
            int needed = step == 16 ? 4 : step + 3;
            Atom[] next = row.clone();
            for (int j = 0; j < needed; j++) {
                next[j] = c.b.emit(Prim.SELECT, bit, row[j + step], row[j]);
            }
            row = next;
        }
        return row;
    }
}
