package dev.jacobi.array.lax;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.control.SelfAdjoint;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Elementwise;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.array.core.Reduction;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import dev.jacobi.ir.Prim;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Operations on integers and on the bits of numbers. */
public final class Bits {
    private static final int F64_FRACTION = 52;
    private static final int F64_BIAS = 1023;

    private Bits() {
    }

    /** The quotient, rounded towards zero for integers; of division by zero -1. */
    public static NDArray div(NDArray a, NDArray b) {
        DType d = a.dtype();
        if (!d.isInteger()) {
            return a.dividedBy(b);
        }
        return d.isUnsigned() ? a.floorDivide(b) : Calc.where(b.eq(0), JavaArrays.scalar(-1L, d, false), Elementwise.apply(Prim.DIV, a, b));
    }

    /** The remainder, with the sign of the dividend; of division by zero the dividend. */
    public static NDArray rem(NDArray a, NDArray b) {
        if (a.dtype().isReal()) {
            return Elementwise.apply(Prim.REM, a, b);
        }
        NDArray rest = a.dtype().isUnsigned() ? a.mod(b) : Elementwise.apply(Prim.REM, a, b);
        return Calc.where(b.eq(0), a, rest);
    }

    /** The number of bits that are set, or of zeros in front. */
    public static NDArray count(Prim p, NDArray x) {
        if (!x.dtype().isInteger()) {
            throw new JacobiException(p.text() + ": the array has elements of " + x.dtype() + "; give one of integers.");
        }
        int bits = x.dtype().bits();
        if (bits >= 32) {
            return Elementwise.unary(p, x);
        }
        NDArray wide = Elementwise.apply(Prim.AND, Casts.to(x, DType.I32), JavaArrays.scalar((1L << bits) - 1, DType.I32, false));
        NDArray n = Elementwise.unary(p, wide);
        return Casts.to(p == Prim.CLZ ? n.minus((long) (32 - bits)) : n, x.dtype());
    }

    /** Bits moved by counts; a count that is not below the width gives zero, or the sign of an arithmetic shift. */
    public static NDArray shift(Prim p, NDArray a, NDArray b) {
        DType d = a.dtype();
        int bits = d.bits();
        boolean wide = bits >= 32;
        NDArray x = wide ? a : Casts.to(a, DType.I32);
        NDArray by = wide ? b : Casts.to(b, DType.I32);
        NDArray outside = by.lt(0).or(by.ge((long) bits));
        if (!wide && p == Prim.USHR) {
            x = Elementwise.apply(Prim.AND, x, JavaArrays.scalar((1L << bits) - 1, DType.I32, false));
        }
        if (!wide && p == Prim.SHR && d.isUnsigned()) {
            x = Casts.to(Casts.to(x, bits == 8 ? DType.I8 : DType.I16), DType.I32);
        }
        NDArray most = JavaArrays.scalar((long) bits - 1, by.dtype(), false);
        NDArray in = Elementwise.apply(p, x, Calc.where(outside, most, by));
        NDArray out = p == Prim.SHR ? in : Calc.where(outside, JavaArrays.scalar(0L, in.dtype(), false), in);
        return Casts.to(out, d);
    }

    /** The bits of elements as another type: of a smaller one there is an axis more, of a larger one the last axis goes. */
    public static NDArray cast(NDArray x, DType to) {
        int from = x.dtype().bits();
        if (x.dtype() == to) {
            return x;
        }
        if (from == to.bits() || x.dtype().isComplex() || to.isComplex() || x.dtype() == DType.BOOL || to == DType.BOOL) {
            return Elementwise.bitcast(x, to);
        }
        return from > to.bits() ? pieces(x, to, from / to.bits()) : joined(x, to, to.bits() / from);
    }

    /** The same without an axis more: the last one becomes as many times as long, or so much shorter. */
    public static NDArray view(NDArray x, DType to) {
        int from = x.dtype().bits();
        List<Extent> all = x.shapeOf().extents();
        if (from == to.bits() || x.dtype().isComplex() || to.isComplex()) {
            return cast(x, to);
        }
        if (all.isEmpty()) {
            throw new JacobiException("view: a number of " + x.dtype() + " has no axis that could become another length for " + to + "; give an array of an axis.");
        }
        Extent last = all.get(all.size() - 1);
        var dims = new ArrayList<>(all.subList(0, all.size() - 1));
        if (from > to.bits()) {
            dims.add(last.times(from / to.bits()));
            return Structural.reshape(cast(x, to), new Shape(dims));
        }
        int many = to.bits() / from;
        if (last.value() % many != 0) {
            throw new JacobiException("view: " + last.value() + " elements of " + x.dtype() + " along the last axis are no whole number of elements of " + to + ".");
        }
        dims.add(Extent.of(last.value() / many));
        dims.add(Extent.of(many));
        return cast(Structural.reshape(x, new Shape(dims)), to);
    }

    private static DType unsigned(int bits) {
        return bits == 8 ? DType.U8 : bits == 16 ? DType.U16 : bits == 32 ? DType.U32 : DType.U64;
    }

    /** Where the pieces of a word begin, along a new last axis. */
    private static NDArray starts(DType wide, Shape shape, int bits) {
        return Elementwise.apply(Prim.MUL, Structural.iota(wide, shape, shape.rank() - 1), Structural.full(JavaArrays.scalar((long) bits, wide, false), shape));
    }

    private static NDArray pieces(NDArray x, DType to, int many) {
        return Calc.fused("bitcast_pieces", List.of(x), in -> {
            int from = x.dtype().bits();
            DType wide = from == 64 ? DType.I64 : DType.I32;
            NDArray word = Casts.to(Elementwise.bitcast(in.get(0), unsigned(from)), wide);
            var dims = new ArrayList<>(word.shapeOf().extents());
            List<Integer> axes = IntStream.range(0, dims.size()).boxed().toList();
            dims.add(Extent.of(many));
            var shape = new Shape(dims);
            NDArray parts = Elementwise.apply(Prim.USHR, Structural.broadcast(word, shape, axes), starts(wide, shape, to.bits()));
            return Elementwise.bitcast(Casts.to(parts, unsigned(to.bits())), to);
        }, to);
    }

    private static NDArray joined(NDArray x, DType to, int many) {
        int rank = x.rank();
        if (rank == 0 || x.shapeOf().get(rank - 1).value() != many) {
            throw new JacobiException("bitcast: an array of " + x.dtype() + " of shape " + x.shapeOf() + " has not " + many + " elements along its last axis, which one of " + to + " has bits for.");
        }
        return Calc.fused("bitcast_joined", List.of(x), in -> {
            DType wide = to.bits() == 64 ? DType.I64 : DType.I32;
            NDArray words = Casts.to(Elementwise.bitcast(in.get(0), unsigned(x.dtype().bits())), wide);
            NDArray moved = Elementwise.apply(Prim.SHL, words, starts(wide, words.shapeOf(), x.dtype().bits()));
            return Elementwise.bitcast(Casts.to(Reduction.reduce(Prim.REDUCE_ADD, moved, List.of(rank - 1)), unsigned(to.bits())), to);
        }, to);
    }

    /** The next number after each element in the direction of another. */
    public static NDArray nextafter(NDArray a, NDArray b) {
        return Elementwise.apply(Prim.NEXTAFTER, a, b);
    }

    /** Numbers rounded to so many bits of exponent and fraction, half to even, beyond the range to infinity, below it to zero. So are their tangents and cotangents. */
    public static NDArray reducePrecision(NDArray x, int exponent, int fraction) {
        if (!x.dtype().isReal()) {
            throw new JacobiException("reducePrecision: the operand is an array of " + x.dtype() + ", and only real floating-point numbers are rounded to fewer bits; convert it with astype first.");
        }
        if (exponent < 1 || fraction < 0) {
            throw new JacobiException("reducePrecision: " + exponent + " bits of exponent and " + fraction + " of fraction are no format; give at least 1 and 0.");
        }
        UnaryOperator<NDArray> rounding = y -> Casts.to(rounded(Casts.to(y, DType.F64), exponent, fraction), x.dtype());
        return Calc.fused("reduce_precision", List.of(x), in -> SelfAdjoint.of("reduce_precision_" + exponent + "_" + fraction, in.get(0), rounding), exponent, fraction);
    }

    /** Rounding is done on the bits, with a carry into the exponent. */
    private static NDArray rounded(NDArray x, int exponent, int fraction) {
        NDArray bits = Elementwise.bitcast(x, DType.I64);
        NDArray y = x;
        int gone = F64_FRACTION - fraction;
        if (gone > 0) {
            NDArray last = Elementwise.apply(Prim.AND, Elementwise.apply(Prim.USHR, bits, number(gone)), number(1));
            NDArray half = Elementwise.apply(Prim.ADD, last, number((1L << (gone - 1)) - 1));
            NDArray up = Elementwise.apply(Prim.AND, Elementwise.apply(Prim.ADD, bits, half), number(-(1L << gone)));
            y = Elementwise.bitcast(up, DType.F64);
        }
        int bias = (1 << (exponent - 1)) - 1;
        NDArray zero = Calc.like(0, x);
        NDArray infinity = Elementwise.apply(Prim.COPYSIGN, Calc.like(Double.POSITIVE_INFINITY, x), x);
        if (bias < F64_BIAS) {
            NDArray size = Elementwise.unary(Prim.ABS, y);
            y = Calc.where(size.ge(Calc.like(Math.scalb(1.0, bias + 1), x)), infinity, y);
            y = Calc.where(size.lt(Calc.like(Math.scalb(1.0, 1 - bias), x)), Elementwise.apply(Prim.COPYSIGN, zero, x), y);
        }
        NDArray finite = Elementwise.unary(Prim.ABS, x).lt(Calc.like(Double.POSITIVE_INFINITY, x));
        return Calc.where(finite, y, x);
    }

    private static NDArray number(long n) {
        return JavaArrays.scalar(n, DType.I64, false);
    }
}
