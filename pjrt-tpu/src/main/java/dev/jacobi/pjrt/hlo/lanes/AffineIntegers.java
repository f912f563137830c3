package dev.jacobi.pjrt.hlo.lanes;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.pjrt.hlo.lanes.LaneValue.Affine;
import java.util.List;

/** Integer arithmetic that keeps affine forms, so that accesses are known to be slices, and comparisons that the ranges of lanes decide. */
public final class AffineIntegers {
    private final LaneTensors l;

    AffineIntegers(LaneTensors l) {
        this.l = l;
    }

    /** The affine form of an integer scalar, or null. */
    public static Affine of(LaneValue v) {
        if (!v.isScalar() || v.dtype != DType.I32 && v.dtype != DType.I64) {
            return null;
        }
        return v.affine != null ? v.affine : v.lanes.isEmpty() ? Affine.of(v) : null;
    }

    /** The result where it is affine or a known truth, else null. */
    LaneValue emit(Prim p, List<LaneValue> in, DType to) {
        try {
            return exact(p, in, to);
        } catch (ArithmeticException wraps) {
            return null;
        }
    }

    private LaneValue exact(Prim p, List<LaneValue> in, DType to) {
        boolean handled = p == Prim.MAX || p == Prim.MIN || p == Prim.ADD || p == Prim.SUB || p == Prim.MUL || p == Prim.CONVERT || p.group() == Prim.Group.COMPARE;
        if (!handled) {
            return null;
        }
        Affine a = of(in.get(0));
        Affine b = in.size() > 1 ? of(in.get(1)) : a;
        if (a == null || b == null) {
            return null;
        }
        DType d = in.get(0).dtype;
        if (p == Prim.CONVERT) {
            return (a.isFixed() || fits(a)) && (to == DType.I64 || to == DType.I32) ? fitting(to, a) : null;
        } else if (p.group() == Prim.Group.COMPARE) {
            return compare(p, a, b);
        } else if (p == Prim.MAX || p == Prim.MIN) {
            long[] r = fits(a) && fits(b) ? l.bounds(a.plus(b.times(-1))) : null;
            return r == null || r[0] < 0 && r[1] > 0 ? null : in.get(r[0] >= 0 == (p == Prim.MAX) ? 0 : 1);
        } else if (p == Prim.MUL) {
            boolean left = a.isUniform() && a.isFixed();
            boolean right = b.isUniform() && b.isFixed();
            return left ? fitting(d, b.times(a.base())) : right ? fitting(d, a.times(b.base())) : null;
        }
        return fitting(d, a.plus(p == Prim.SUB ? b.times(-1) : b));
    }

    /** The least and the greatest result of integer arithmetic on scalars that are one number for all lanes, where it is no affine form; null where they are not known. */
    long[] range(Prim p, List<LaneValue> in) {
        try {
            return exactRange(p, in);
        } catch (ArithmeticException tooLarge) {
            return null;
        }
    }

    private long[] exactRange(Prim p, List<LaneValue> in) {
        Affine a = in.size() == 2 ? of(in.get(0)) : null;
        Affine b = a == null ? null : of(in.get(1));
        long[] x = b == null || !fits(a) ? null : l.bounds(a);
        long[] y = x == null || !fits(b) ? null : l.bounds(b);
        if (y == null) {
            return null;
        } else if (p == Prim.MAX) {
            return new long[] {Math.max(x[0], y[0]), Math.max(x[1], y[1])};
        } else if (p == Prim.MIN) {
            return new long[] {Math.min(x[0], y[0]), Math.min(x[1], y[1])};
        }
        boolean constant = y[0] == y[1] && y[0] > 0 && x[0] >= 0;
        return !constant ? null : p == Prim.DIV ? new long[] {x[0] / y[0], x[1] / y[0]} : p == Prim.REM ? new long[] {0, Math.min(x[1], y[0] - 1)}
            : p == Prim.SHR && y[0] < 32 ? new long[] {x[0] >> y[0], x[1] >> y[0]} : null;
    }

    /** Null where it may wrap around. */
    private LaneValue fitting(DType d, Affine a) {
        long[] r = a.range(l.extents);
        long max = d == DType.I32 ? Integer.MAX_VALUE : 1L << 60;
        return r[0] >= -max && r[1] <= max ? LaneValue.of(d, a) : null;
    }

    /** Whether it is known not to wrap around. */
    private boolean fits(Affine a) {
        long[] r = l.bounds(a);
        return r != null && r[0] >= Integer.MIN_VALUE && r[1] <= Integer.MAX_VALUE || a.isFixed();
    }

    private LaneValue compare(Prim p, Affine a, Affine b) {
        long[] r = fits(a) && fits(b) ? l.bounds(a.plus(b.times(-1))) : null;
        if (r == null) {
            return null;
        }
        boolean less = r[1] < 0;
        boolean more = r[0] > 0;
        boolean same = r[0] == 0 && r[1] == 0;
        Boolean known = p == Prim.LT ? known(less, r[0] >= 0)
            : p == Prim.LE ? known(r[1] <= 0, more)
            : p == Prim.GT ? known(more, r[1] <= 0)
            : p == Prim.GE ? known(r[0] >= 0, less)
            : p == Prim.EQ ? known(same, less || more)
            : p == Prim.NE ? known(less || more, same) : null;
        return known == null ? null : LaneValue.of(Lit.bool(known));
    }

    private static Boolean known(boolean yes, boolean no) {
        return yes ? Boolean.TRUE : no ? Boolean.FALSE : null;
    }
}
