package dev.jacobi.array.numpy;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Elementwise;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.array.core.Operation;
import dev.jacobi.array.core.Promotion;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import dev.jacobi.array.core.Trace;
import dev.jacobi.ir.Prim;
import java.util.List;

/** Numbers in order, whose distances or ratios are the same. */
public final class Spaces {
    private Spaces() {
    }

    /** start, start + step, ... before stop; a null type is the default one of integers or reals, as the numbers are. */
    public static NDArray range(long start, long stop, long step, DType dtype) {
        if (step == 0) {
            throw new JacobiException("arange: the step is 0; give a number that leads from " + start + " to " + stop + ".");
        }
        long n = step > 0 ? Math.floorDiv(stop - start + step - 1, step) : Math.floorDiv(start - stop - step - 1, -step);
        return range(NDArray.scalar(start), NDArray.scalar(step), start == 0 && step == 1, n, dtype == null ? JavaArrays.standard(DType.I64) : dtype);
    }

    /** The same of reals. */
    public static NDArray range(double start, double stop, double step, DType dtype) {
        double n = Math.ceil((stop - start) / step);
        if (step == 0 || Double.isNaN(n) || Double.isInfinite(n)) {
            throw new JacobiException("arange: steps of " + step + " do not lead from " + start + " to " + stop + "; give finite numbers and a step that is not 0.");
        }
        DType d = dtype == null ? JavaArrays.standard(DType.F64) : dtype;
        DType w = working(d);
        return range(JavaArrays.scalar(start, w, false), JavaArrays.scalar(step, w, false), start == 0 && step == 1, (long) n, d);
    }

    private static DType working(DType d) {
        return d.isReal() && d.bits() < 32 ? DType.F32 : d;
    }

    private static NDArray range(NDArray start, NDArray step, boolean plain, long n, DType d) {
        if (n > Integer.MAX_VALUE) {
            throw new JacobiException("arange: there would be " + n + " numbers; the most are " + Integer.MAX_VALUE + ".");
        }
        int count = (int) Math.max(0, n);
        if (d.isComplex() || d == DType.BOOL) {
            throw new JacobiException("arange: numbers in order are integers or reals, not " + d + "; convert them with astype().");
        }
        DType w = working(d);
        if (plain) {
            return Casts.to(Made.line(w, count), d);
        }
        return Fused.of("arange", List.of(Made.line(w, count), Casts.to(start, w), Casts.to(step, w)),
            in -> Casts.to(Typed.add(in.get(1), Typed.mul(in.get(2), in.get(0))), d), d);
    }

    /** Numbers from start to stop at equal distances along a new axis; a null type is the operands' common one, or the default reals. */
    public static NDArray linear(NDArray start, NDArray stop, int num, boolean endpoint, DType dtype, int axis) {
        if (num < 0) {
            throw new JacobiException("linspace: the number of samples is " + num + "; give one that is not negative.");
        }
        int rank = Math.max(start.rank(), stop.rank()) + 1;
        int at = axis < 0 ? axis + rank : axis;
        if (at < 0 || at >= rank) {
            throw new JacobiException("linspace: there is no axis " + axis + " in a result of " + rank + " axes.");
        }
        int div = endpoint ? num - 1 : num;
        NDArray last = NDArray.scalar(endpoint && num > 1 ? num - 1L : -1L);
        List<NDArray> given = List.of(start, stop, Made.line(DType.I32, num), NDArray.scalar((long) Math.max(1, div)), last);
        return Operation.fused(Structural.key("linspace", dtype, at), given, in -> {
            List<NDArray> ends = dtype == null ? Promotion.inexact(in.get(0), in.get(1)) : in.subList(0, 2);
            DType d = dtype == null ? ends.get(0).dtype() : dtype;
            DType w = d.isInexact() ? d : JavaArrays.standard(DType.F64);
            Shape s = Structural.common(Trace.current(), List.of(in.get(0).shapeOf(), in.get(1).shapeOf()), "linspace");
            Shape bounds = s.inserted(at, Extent.of(1));
            NDArray a = Structural.reshape(Structural.broadcastTo(Casts.to(ends.get(0), w), s), bounds);
            NDArray b = Structural.reshape(Structural.broadcastTo(Casts.to(ends.get(1), w), s), bounds);
            NDArray i = Made.along(in.get(2), rank, at);
            NDArray step = Typed.div(Casts.to(i, w.real()), Casts.to(in.get(3), w.real()));
            NDArray between = Arithmetic.add(Arithmetic.multiply(a, Typed.sub(1, step)), Arithmetic.multiply(b, step));
            NDArray out = Choices.where(Elementwise.compare(Prim.EQ, i, Casts.to(in.get(4), DType.I32)), b, between);
            return Casts.to(d.isInteger() ? Elementwise.unary(Prim.FLOOR, out) : out, d);
        });
    }

    /** The distance of numbers that {@link #linear} gives; NaN where there are not two. */
    public static NDArray distance(NDArray start, NDArray stop, int num, boolean endpoint, DType dtype) {
        List<NDArray> ends = Promotion.inexact(start, stop);
        DType d = dtype == null ? ends.get(0).dtype() : dtype;
        DType w = d.isInexact() ? d : JavaArrays.standard(DType.F64);
        NDArray whole = Arithmetic.subtract(Casts.to(ends.get(1), w), Casts.to(ends.get(0), w));
        int div = endpoint ? num - 1 : num;
        return div > 0 ? Arithmetic.divide(whole, NDArray.scalar((double) div)) : Casts.to(NDArray.scalar(Double.NaN), w);
    }

    /** Powers of a base with exponents at equal distances. */
    public static NDArray logarithmic(NDArray start, NDArray stop, int num, boolean endpoint, NDArray base, DType dtype, int axis) {
        DType d = dtype == null ? Promotion.inexact(start, stop).get(0).dtype() : dtype;
        DType w = d.isInexact() ? d : JavaArrays.standard(DType.F64);
        NDArray exponents = linear(Casts.to(start, w), Casts.to(stop, w), num, endpoint, null, axis);
        return Casts.to(Arithmetic.power(base, exponents), d);
    }

    /** Numbers from start to stop with equal ratios. */
    public static NDArray geometric(NDArray start, NDArray stop, int num, boolean endpoint, DType dtype, int axis) {
        DType d = dtype == null ? Promotion.inexact(start, stop).get(0).dtype() : dtype;
        DType w = d.isInexact() ? d : JavaArrays.standard(DType.F64);
        NDArray sign = Numbers.sign(Casts.to(start, w));
        NDArray from = log10(Arithmetic.divide(Casts.to(start, w), sign));
        NDArray to = log10(Arithmetic.divide(Casts.to(stop, w), sign));
        NDArray sizes = logarithmic(from, to, num, endpoint, NDArray.scalar(10.0), w, axis);
        int at = axis < 0 ? axis + sizes.rank() : axis;
        NDArray signs = sign.rank() == 0 ? sign : Structural.reshape(sign, sign.shapeOf().inserted(Math.max(0, at - (sizes.rank() - 1 - sign.rank())), Extent.of(1)));
        return Casts.to(Arithmetic.multiply(signs, sizes), d);
    }

    private static NDArray log10(NDArray x) {
        return RealFunctions.of("log10", x, Prim.LOG10, ComplexFunctions::log10);
    }
}
